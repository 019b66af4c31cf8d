import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arithmetic,
  column,
  date,
  exactQuantile,
  literal,
  slice,
  timestamp,
} from './build-expression';
import { item, rawSource, select, subquery } from './build-query';
import { DIALECT_IDS } from './dialect-id';
import type { Expression } from './expression';
import { printExpression } from './print-expression';
import { printSql } from './print-sql';
import type { Query } from './query';
import { dialectById } from './dialects/dialect-by-id';
import { GOLDEN_CASES } from './testing/golden-cases';

const answers = Object.entries(GOLDEN_CASES).flatMap(([name, golden]) =>
  DIALECT_IDS.map(dialect => ({
    name,
    dialect,
    query: golden.query,
    answer: golden.dialects[dialect],
  })),
);

describe('the text', () => {
  it.each(answers.filter(({ answer }) => answer === 'golden'))(
    'of $name for $dialect',
    async ({ name, dialect, query }) => {
      await expect(`${printSql(query, dialect)}\n`).toMatchFileSnapshot(
        `../golden/${name}/${dialect}.sql`,
      );
    },
  );

  it.each(answers.filter(({ answer }) => answer !== 'golden'))(
    'of $name is refused for $dialect',
    ({ dialect, query }) => {
      expect(() => printSql(query, dialect)).toThrow(
        expect.objectContaining({
          code: expect.stringMatching(/^ETUDE_SQL_/u) as string,
        }),
      );
    },
  );
});

describe('printing', () => {
  it('leaves user SQL as it was written, also inside other queries', () => {
    const sql = "SELECT 'two\n lines' AS a -- and a comment";
    let query: Query = select({
      items: [item('a', column('a'))],
      from: rawSource(sql, 'source'),
    });
    for (const name of ['one', 'two', 'three']) {
      query = select({
        items: [item('a', column('a'))],
        from: subquery(query, name),
      });
    }
    // Only white space before the first line may be added.
    expect(printSql(query, 'duckdb')).toContain(`${sql}\n`);
  });

  it('refuses what SQL cannot carry', () => {
    const print = (node: Expression) => () =>
      printExpression(dialectById('duckdb'), node);
    for (const number of [Number.NaN, Infinity, -Infinity]) {
      expect(print(literal(number))).toThrow(/finite/);
    }
    for (const year of ['+010000', '-000001', 'of nonsense']) {
      const instant = new Date(`${year}-01-01T00:00:00Z`);
      expect(print(timestamp(instant))).toThrow(/years are 1 to 9999/);
      expect(print(date(instant))).toThrow(/years are 1 to 9999/);
    }
  });

  it('refuses quantiles and slices that do not exist', () => {
    const a = column('a');
    for (const level of [-0.1, 1.1, Number.NaN]) {
      expect(() => exactQuantile(a, level)).toThrow(/0 to 1/);
    }
    for (const count of [0, 1.5, Number.NaN]) {
      expect(() => slice(a, 'salt', count)).toThrow(/whole number/);
    }
  });

  it.each(DIALECT_IDS)('never lets two minus signs meet (%s)', dialect => {
    const minus = arithmetic(literal(-1), '-', literal(-2));
    expect(printExpression(dialectById(dialect), minus)).not.toContain('--');
  });

  it('writes any number so that it reads back as the same double', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        number => {
          const text = printExpression(dialectById('duckdb'), literal(number));
          expect(Number(text.replaceAll(/[()]/gu, '')) === number).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });
});
