import { describe, expect, it } from 'vitest';
import type { FieldSchema, FlagSchema } from './flag-schema';
import type { Rule } from './model';
import { aFlag } from './test-flag';
import { validateFlag } from './validate-flag';
import { validateVariantValue } from './variant-value';

const problemsOf = (input: unknown): string[] => {
  const result = validateFlag(input);
  return result.ok
    ? []
    : result.problems.map(({ code, path }) => `${code} ${path}`);
};

const rule = (overrides: Partial<Rule>): Rule[] =>
  aFlag().rules.map(first => ({ ...first, ...overrides }));

const nested = (levels: number): FieldSchema =>
  levels === 0
    ? { type: 'string' }
    : { type: 'struct', fields: { inner: nested(levels - 1) } };

describe('validateFlag', () => {
  it('takes a flag that is right', () => {
    expect(validateFlag(aFlag())).toEqual({ ok: true, value: aFlag() });
  });

  it('reports every problem of shape with its path', () => {
    expect(
      problemsOf({ ...aFlag(), id: 'No', owner: 'shop', state: 'gone' }),
    ).toEqual([
      'ETUDE_FLAG_INVALID id',
      'ETUDE_FLAG_INVALID owner',
      'ETUDE_FLAG_INVALID state',
    ]);
  });

  it('reports every problem of meaning with its path', () => {
    const flag = aFlag({
      variants: [
        { id: 'on', value: { enabled: 'yes' }, description: '' },
        { id: 'on', value: { size: 1 }, description: '' },
      ],
      rules: rule({
        assignments: [
          { id: 'off', kind: 'variant', variant: 'off', ranges: [[0, 60]] },
          { id: 'on', kind: 'variant', variant: 'on', ranges: [[50, 101]] },
        ],
      }),
    });
    expect(problemsOf(flag)).toEqual([
      'ETUDE_FLAG_DUPLICATE_ID variants[1].id',
      'ETUDE_VARIANT_VALUE_TYPE variants[0].value.enabled',
      'ETUDE_VARIANT_UNKNOWN_PROPERTY variants[1].value.size',
      'ETUDE_FLAG_UNKNOWN_VARIANT rules[0].assignments[0].variant',
      'ETUDE_FLAG_RANGE_OUTSIDE rules[0].assignments[1].ranges',
      'ETUDE_FLAG_RANGE_OVERLAP rules[0].assignments[1].ranges',
    ]);
  });

  it.each([
    ['64 properties', 64, true],
    ['65 properties', 65, false],
  ])('takes a struct of %s: %d', (_name, count, isTaken) => {
    const fields = Object.fromEntries(
      Array.from({ length: count }, (_, index): [string, FieldSchema] => [
        `p${index}`,
        { type: 'int' },
      ]),
    );
    const flag = aFlag({
      schema: { type: 'struct', fields },
      variants: [],
      rules: [],
    });
    expect(validateFlag(flag).ok).toBe(isTaken);
  });

  it('takes structs of four levels, not five', () => {
    const flagOf = (levels: number) =>
      aFlag({
        schema: { type: 'struct', fields: { inner: nested(levels - 1) } },
        variants: [],
        rules: [],
      });
    expect(validateFlag(flagOf(4)).ok).toBe(true);
    expect(validateFlag(flagOf(5)).ok).toBe(false);
  });
});

describe('validateVariantValue', () => {
  const schema: FlagSchema = {
    type: 'struct',
    fields: {
      title: { type: 'string' },
      limit: { type: 'int' },
      ratio: { type: 'double' },
      style: { type: 'struct', fields: { bold: { type: 'bool' } } },
      steps: { type: 'list', element: { type: 'int' } },
    },
  };

  it('takes missing and null properties', () => {
    expect(validateVariantValue(schema, {}).ok).toBe(true);
    expect(validateVariantValue(schema, { style: null }).ok).toBe(true);
  });

  it('reports all problems with paths', () => {
    const result = validateVariantValue(schema, {
      title: 'x'.repeat(251),
      limit: 1.5,
      ratio: 'half',
      style: { bold: 1, italic: true },
      steps: [1, 'two', 3.5],
    });
    expect(result.ok ? [] : result.problems.map(({ path }) => path)).toEqual([
      'title',
      'limit',
      'ratio',
      'style.bold',
      'style.italic',
      'steps[1]',
      'steps[2]',
    ]);
  });

  it('does not find properties that every object inherits', () => {
    expect(validateVariantValue(schema, { constructor: 1 }).ok).toBe(false);
  });
});

describe('the default variant', () => {
  it('is one of the variants, or none', () => {
    expect(problemsOf(aFlag({ defaultVariant: 'on' }))).toEqual([]);
    expect(problemsOf(aFlag({ defaultVariant: 'purple' }))).toEqual([
      'ETUDE_FLAG_UNKNOWN_VARIANT defaultVariant',
    ]);
  });
});
