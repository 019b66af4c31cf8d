import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aggregate,
  aggregateWhen,
  and,
  arithmetic,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  countRows,
  covariance,
  date,
  dateTrunc,
  distinctFrom,
  isIn,
  isNull,
  least,
  literal,
  not,
  or,
  timestamp,
  timestampDifference,
  timestampPlus,
  variance,
} from './build-expression';
import {
  ascending,
  item,
  rawSource,
  select,
  subquery,
  table,
  unionAll,
  withCtes,
} from './build-query';
import type { DialectId } from './dialect-id';
import type { Expression } from './expression';
import { printExpression } from './print-expression';
import { printSql } from './print-sql';
import type { Query } from './query';
import { dialectById } from './dialects/dialect-by-id';

const a = column('t', 'a');
const b = column('t', 'b');
const at = column('t', 'at');
const noon = new Date('2026-03-01T12:00:00.5Z');

const divergent: Query = select({
  items: [
    item('mean', aggregate('mean', a)),
    item('variance', variance(a)),
    item('covariance', covariance(a, b)),
    item('large', aggregateWhen('sum', a, compare(a, '>', literal(3)))),
    item('later', timestampPlus(at, 5400)),
    item('seconds', timestampDifference(at, timestamp(noon))),
    item('week', dateTrunc('week', at)),
    item('double', cast(a, 'double')),
    item('text', cast(a, 'text')),
  ],
  from: table('facts', 't'),
  groupBy: [a, at],
});

const structure: Query = withCtes(
  [
    {
      name: 'raw',
      query: select({
        items: [item('a', column('a'))],
        from: rawSource("SELECT 'x\n  y' AS a -- mine", 'source'),
      }),
    },
    {
      name: 'both',
      query: unionAll([
        select({ items: [item('a', literal('1'))] }),
        select({ items: [item('a', literal(null))] }),
      ]),
    },
  ],
  select({
    items: [item('a', a), item('n', countRows())],
    from: subquery(
      select({ items: [item('a', column('a'))], from: table('raw') }),
      't',
    ),
    joins: [
      {
        type: 'left',
        relation: table('both'),
        on: compare(a, '=', column('both', 'a')),
      },
    ],
    where: not(isNull(a)),
    groupBy: [a],
    having: compare(countRows(), '>', literal(1)),
    orderBy: [
      ascending(a),
      { expression: countRows(), direction: 'descending' },
    ],
  }),
);

const expressions: Query = select({
  items: (
    [
      and([
        or([
          compare(a, '<=', literal(-1)),
          isIn(b, [literal('x'), literal("it's")]),
        ]),
        distinctFrom(isNull(a), literal(true)),
      ]),
      or([]),
      isIn(a, []),
      caseWhen(
        [{ when: isNull(a), then: literal(0) }],
        arithmetic(a, '-', literal(-2)),
      ),
      coalesce([b, literal('')]),
      least([a, literal(1e21)]),
      date(noon),
    ] satisfies Expression[]
  ).map((expression, index) => item(`e${index + 1}`, expression)),
  from: table('t'),
});

const CASES: Record<
  string,
  { query: Query; dialects: Record<DialectId, 'golden'> }
> = {
  divergent: {
    query: divergent,
    dialects: { duckdb: 'golden', postgres: 'golden' },
  },
  structure: {
    query: structure,
    dialects: { duckdb: 'golden', postgres: 'golden' },
  },
  expressions: {
    query: expressions,
    dialects: { duckdb: 'golden', postgres: 'golden' },
  },
};
const DIALECTS: readonly DialectId[] = ['duckdb', 'postgres'];

describe.each(Object.entries(CASES))('the text of %s', (name, { query }) => {
  it.each(DIALECTS)('for %s', async dialect => {
    await expect(`${printSql(query, dialect)}\n`).toMatchFileSnapshot(
      `../golden/${name}/${dialect}.sql`,
    );
  });
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

  it.each(DIALECTS)('doubles every quote in names and text (%s)', dialect => {
    const record = dialectById(dialect);
    const print = (node: Expression) => printExpression(record, node);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '"', 'a', '\\'), minLength: 1 }),
        text => {
          expect(
            print(column(text)).slice(1, -1).replaceAll('""', ''),
          ).not.toContain('"');
          expect(
            print(literal(text)).slice(1, -1).replaceAll("''", ''),
          ).not.toContain("'");
        },
      ),
      { seed: 1 },
    );
  });

  it('refuses what SQL cannot carry', () => {
    const print = (node: Expression) => () =>
      printExpression(dialectById('duckdb'), node);
    expect(print(literal(Number.NaN))).toThrow(/finite/);
    expect(print(literal('a\0b'))).toThrow(/NUL/);
    expect(print(column('a\0b'))).toThrow(/NUL/);
    expect(print(column(''))).toThrow(/empty/);
  });

  it('never lets two minus signs meet', () => {
    const minus = arithmetic(literal(-1), '-', literal(-2));
    expect(printExpression(dialectById('duckdb'), minus)).not.toContain('--');
  });
});
