import type { AttributeRule } from '@etude/flags';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAttributeRule } from './attribute-rule';
import { generatedRules } from './explanation/generated-targeting';
import { ABORT, FALSE, TRUE, UNRECOGNIZED } from './outcome';
import type { Semantics } from './resolution';

const judge = (
  rule: AttributeRule,
  value: unknown,
  semantics: Semantics = 'general',
) => compileAttributeRule(rule, semantics)(value);

const eqText = (value: string): AttributeRule => ({
  op: 'eq',
  value: { type: 'string', value },
});
const eqNumber = (value: number): AttributeRule => ({
  op: 'eq',
  value: { type: 'number', value },
});
const eqVersion: AttributeRule = {
  op: 'eq',
  value: { type: 'version', value: '1.0' },
};
const upToTen: AttributeRule = {
  op: 'range',
  start: { value: { type: 'number', value: 0 }, inclusive: false },
  end: { value: { type: 'number', value: 10 }, inclusive: true },
};
const allUpToTen: AttributeRule = { op: 'all', rule: upToTen };
const isNull: AttributeRule = { op: 'eq', value: null };

describe('compileAttributeRule', () => {
  const rows: [string, AttributeRule, unknown, number][] = [
    ['equal text', eqText('SE'), 'SE', TRUE],
    ['text is case-sensitive', eqText('SE'), 'se', FALSE],
    ['a number as text', eqText('42'), 42, TRUE],
    ['a small number as text', eqText('0.0000001'), 1e-7, TRUE],
    ['text as a number', eqNumber(1000), '1e3', TRUE],
    ['text that is no number', eqNumber(1), 'one', FALSE],
    ['-0 equals 0', eqNumber(0), -0, TRUE],
    ['any element', eqText('SE'), ['NO', 'SE'], TRUE],
    ['no element', eqText('SE'), [], FALSE],
    ['a struct is no text', eqText('null'), {}, FALSE],
    ['missing is not the text null', eqText('null'), undefined, FALSE],
    [
      'true text',
      { op: 'eq', value: { type: 'bool', value: true } },
      'TRUE',
      TRUE,
    ],
    ['versions are equal by text', eqVersion, '1.0.0', FALSE],
    ['exclusive start', upToTen, 0, FALSE],
    ['inclusive end', upToTen, 10, TRUE],
    ['range of a list: any', upToTen, [11, 5], TRUE],
    ['empty range', { op: 'range', start: null, end: null }, 5, FALSE],
    ['all of a list', allUpToTen, [1, 2], TRUE],
    ['not all of a list', allUpToTen, [1, 11], FALSE],
    ['all of nothing', allUpToTen, [], TRUE],
    ['all of a missing list', allUpToTen, undefined, TRUE],
    ['all with an unparsable element', allUpToTen, [1, 'x'], FALSE],
    ['is null: missing', isNull, undefined, TRUE],
    ['is null: null', isNull, null, TRUE],
    ['is null: text', isNull, 'null', FALSE],
    ['prefix', { op: 'startsWith', value: 'te' }, 'test', TRUE],
    ['prefix of a number', { op: 'startsWith', value: '4' }, 42, FALSE],
    ['suffix', { op: 'endsWith', value: 'st' }, ['x', 'test'], TRUE],
    ['no pattern language', { op: 'contains', value: 'e.*t' }, 'test', FALSE],
    [
      'no unicode normalisation',
      { op: 'contains', value: 'é' },
      'e\u0301',
      FALSE,
    ],
    ['empty set', { op: 'set', values: [] }, 'SE', FALSE],
  ];
  it.each(rows)('%s', (_name, rule, value, outcome) => {
    expect(judge(rule, value)).toBe(outcome);
  });

  it('orders text by code point, as UTF-8 does', () => {
    const fromEmoji: AttributeRule = {
      op: 'range',
      start: { value: { type: 'string', value: '\u{1f600}' }, inclusive: true },
      end: null,
    };
    expect(judge(fromEmoji, '\uff5e')).toBe(FALSE);
  });

  it('follows the Rust resolver where the two differ', () => {
    const anything: AttributeRule = { op: 'range', start: null, end: null };
    expect(judge(isNull, undefined, 'rust')).toBe(FALSE);
    expect(judge(eqText('null'), undefined, 'rust')).toBe(TRUE);
    expect(judge(anything, 5, 'rust')).toBe(TRUE);
    expect(judge(allUpToTen, undefined, 'rust')).toBe(FALSE);
    expect(judge(eqNumber(1), 'one', 'rust')).toBe(ABORT);
    // A list in a list is a value of its own, not the text "null".
    expect(judge(eqText('null'), [['SE']], 'rust')).toBe(FALSE);
    expect(judge(eqNumber(1), [['one']], 'rust')).toBe(ABORT);
  });

  it('does not guess at an operator it does not know', () => {
    const test = compileAttributeRule({ op: 'unrecognized' }, 'general');
    expect(test('SE')).toBe(UNRECOGNIZED);
  });

  it('judges a text as it judges the list of that text', () => {
    const texts = fc.constantFrom(
      ...['SE', 'NO', '', 'null', '18', 'ro', 'Sro', '1.2', '1.2.3', 'true'],
      ...['2.0.0-beta', '2.0.0', '2024-02-29', '2023-02-30', '-1.5', 'x'],
    );
    fc.assert(
      fc.property(generatedRules, texts, (rule, value) => {
        for (const semantics of ['general', 'rust'] as const) {
          const test = compileAttributeRule(rule, semantics);
          const expected = test([value]);
          expect(test(value)).toBe(expected);
        }
      }),
      { seed: 1, numRuns: 2_000 },
    );
  }, 60_000);

  it('judges membership alike, however often it is asked', () => {
    const values = ['SE', 'NO'].map(value => ({
      type: 'string' as const,
      value,
    }));
    const mixed = { type: 'number' as const, value: 1 };
    const test = compileAttributeRule(
      { op: 'set', values: [...values, mixed] },
      'general',
    );
    for (let round = 0; round < 100; round++) {
      expect([test('SE'), test('NO'), test('DK'), test('1')]).toEqual([
        TRUE,
        TRUE,
        FALSE,
        FALSE,
      ]);
    }
  });
});
