import type { AttributeRule } from '@etude/flags';
import { describe, expect, it } from 'vitest';
import { compileState } from './compile-state';
import type { Semantics } from './resolution';
import { aFlag, aRule, aSegment, aState } from './test-state';

/** Resolves one flag aimed at `rule` on `attribute`, and one at everyone. */
const resolve = (
  rule: AttributeRule,
  context: Readonly<Record<string, unknown>>,
  semantics: Semantics = 'general',
) => {
  const resolver = compileState(
    aState({
      flags: [
        aFlag({ rules: [aRule({ segment: 'segments/aimed' })] }),
        aFlag({ name: 'flags/everyone' }),
      ],
      segments: [
        aSegment(),
        aSegment({
          name: 'segments/aimed',
          targeting: {
            criteria: {
              it: { type: 'attribute', attribute: 'it', rule },
            },
            expression: { type: 'ref', ref: 'it' },
          },
        }),
      ],
    }),
    { semantics },
  );
  const credential = resolver.findCredential('hash');
  if (credential === undefined) throw new Error('no credential');
  return resolver.resolve({ credential, context });
};

const isMatch = (
  rule: AttributeRule,
  value: unknown,
  semantics: Semantics = 'general',
): boolean => {
  const result = resolve(rule, { it: value }, semantics);
  return result.ok && result.value[0]?.reason === 'MATCH';
};

const text = (value: string): AttributeRule => ({
  op: 'eq',
  value: { type: 'string', value },
});
const number = (value: number): AttributeRule => ({
  op: 'eq',
  value: { type: 'number', value },
});
const from = (value: string): AttributeRule => ({
  op: 'range',
  start: { value: { type: 'timestamp', value }, inclusive: true },
  end: null,
});

describe('traps of porting the resolver', () => {
  it('writes numbers with all digits, never an exponent, and keeps -0', () => {
    expect(isMatch(text('0.0000001'), 1e-7)).toBe(true);
    expect(isMatch(text('1e-7'), 1e-7)).toBe(false);
    expect(isMatch(text('1000000000000000000000'), 1e21)).toBe(true);
    expect(isMatch(text('-0'), -0)).toBe(true);
  });

  it('reads numbers in the grammar of Rust', () => {
    for (const value of ['+1', '1.', '1e0', '1']) {
      expect(isMatch(number(1), value)).toBe(true);
    }
    for (const value of ['0x1', '1_0', ' 1', '1 ', '']) {
      expect(isMatch(number(1), value)).toBe(false);
    }
    expect(isMatch(number(0.5), '.5')).toBe(true);
    expect(isMatch(number(Infinity), 'inf')).toBe(true);
  });

  it('finds no match in text that is no number, and goes on', () => {
    const result = resolve(number(1), { it: 'one' });
    expect(result.ok && result.value.map(({ reason }) => reason)).toEqual([
      'NO_SEGMENT_MATCH',
      'MATCH',
    ]);
  });

  it('gives up on the whole request there under rust semantics', () => {
    expect(resolve(number(1), { it: 'one' }, 'rust')).toMatchObject({
      ok: false,
      problems: [{ code: 'ETUDE_RESOLVE_ABORTED' }],
    });
  });

  it('accepts dates of one digit, and none that the calendar lacks', () => {
    expect(isMatch(from('2023-01-01'), '2023-1-1')).toBe(true);
    expect(isMatch(from('2023-01-01'), '2023-02-30')).toBe(false);
    expect(isMatch(from('2023-01-01'), '2024-02-29')).toBe(true);
  });

  it('takes an epoch beyond the calendar for nothing', () => {
    expect(isMatch(from('1970-01-01'), 8.2e15)).toBe(true);
    expect(isMatch(from('1970-01-01'), 8.3e15)).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'toString', 'valueOf'])(
    'finds no %s where the context has none',
    attribute => {
      const rule: AttributeRule = { op: 'eq', value: null };
      const aimed = aSegment({
        name: 'segments/aimed',
        targeting: {
          criteria: {
            plain: { type: 'attribute', attribute, rule },
            nested: { type: 'attribute', attribute: `user.${attribute}`, rule },
          },
          expression: {
            type: 'and',
            operands: [
              { type: 'ref', ref: 'plain' },
              { type: 'ref', ref: 'nested' },
            ],
          },
        },
      });
      const resolver = compileState(
        aState({
          flags: [aFlag({ rules: [aRule({ segment: 'segments/aimed' })] })],
          segments: [aimed],
        }),
      );
      const credential = resolver.findCredential('hash');
      if (credential === undefined) throw new Error('no credential');
      expect(
        resolver.resolveFlag('flags/checkout', {
          credential,
          context: { user: {} },
        })?.reason,
      ).toBe('MATCH');
    },
  );
});
