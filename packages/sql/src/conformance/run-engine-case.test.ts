import { describe, expect, it } from 'vitest';
import { literal } from '../build-expression';
import { DIALECT_IDS } from '../dialect-id';
import { dialectById } from '../dialects/dialect-by-id';
import { engineCases } from './engine-cases';
import { selectOf } from './inline-rows';
import { runEngineCase } from './run-engine-case';

const answers = (row: Readonly<Record<string, string | number | null>>) =>
  runEngineCase(
    {
      name: 'a number, a text and NULL',
      query: selectOf({ n: literal(1) }),
      expected: { n: 2e9, text: 'a', nothing: null },
      needs: null,
    },
    'duckdb',
    () => Promise.resolve([row]),
  );

describe('runEngineCase', () => {
  it('finds no difference in what is expected, numbers to 1e-9', async () => {
    expect(await answers({ n: 2e9 + 1, text: 'a', nothing: null })).toEqual([]);
    expect(
      await answers({ n: '2000000000', text: 'a', nothing: null }),
    ).toEqual([]);
  });

  it.each([
    ['another number', { n: 2e9 + 3, text: 'a', nothing: null }],
    ['NULL for a number', { n: null, text: 'a', nothing: null }],
    ['another text', { n: 2e9, text: 'A', nothing: null }],
    ['a number for NULL', { n: 2e9, text: 'a', nothing: 0 }],
    ['a missing column', { n: 2e9, nothing: null }],
  ])('finds %s', async (_, row) => {
    expect(await answers(row)).toHaveLength(1);
  });

  it('asks for exactly one row', async () => {
    const [first] = engineCases('duckdb');
    if (first === undefined) throw new Error('There is no case.');
    for (const rows of [[], [{}, {}]]) {
      const found = await runEngineCase(first, 'duckdb', () =>
        Promise.resolve(rows),
      );
      expect(found).toEqual([`1 row expected, not ${rows.length}`]);
    }
  });
});

describe('engineCases', () => {
  it.each(DIALECT_IDS)('asks %s for nothing that it cannot do', dialect => {
    const { capabilities } = dialectById(dialect);
    const needs = engineCases(dialect).map(engineCase => engineCase.needs);
    expect(needs.includes('lastBy')).toBe(capabilities.lastBy);
    expect(needs.includes('exactQuantile')).toBe(capabilities.exactQuantile);
  });

  it('names each case once', () => {
    const names = engineCases('duckdb').map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
