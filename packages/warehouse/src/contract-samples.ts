import {
  aggregate,
  cast,
  column,
  date,
  item,
  literal,
  select,
  subquery,
  timestamp,
  unionAll,
} from '@etude/sql';

/** One row with one column. */
export const one = select({ items: [item('one', literal(1))] });

/** A sum over two rows. */
export const numbers = select({
  items: [item('total', aggregate('sum', column('t', 'n')))],
  from: subquery(
    unionAll([
      select({ items: [item('n', literal(1))] }),
      select({ items: [item('n', literal(2))] }),
    ]),
    't',
  ),
});

/** A value of each type that every engine has. */
export const plainValues = select({
  items: [
    item('big', cast(literal(7), 'bigint')),
    item('double', cast(literal(0.1), 'double')),
    item('text', literal("a'b")),
    item('yes', literal(true)),
    item('none', cast(literal(null), 'bigint')),
  ],
});

/** An instant that no clock of Europe showed, and a day before 1970. */
export const times = select({
  items: [
    item('at', timestamp(new Date('2026-03-29T02:30:00.125Z'))),
    item('day', date(new Date('1969-12-31T00:00:00Z'))),
  ],
});

/** What is more than one SELECT, or none. */
export const WRITES = [
  'CREATE TABLE t (x INTEGER)',
  'INSERT INTO t VALUES (1)',
  'DROP TABLE t',
  'SELECT 1 AS a; SELECT 2 AS a',
];

/** Text that is no source: it writes, or reaches for what is around it. */
export const HOSTILE_SOURCES = [
  '',
  'DROP TABLE t',
  'SELECT 1 AS a; DROP TABLE t',
  'SELECT 1 AS a) AS s; DROP TABLE t; SELECT * FROM (SELECT 1 AS a',
  'SELECT 1 AS a) UNION ALL (SELECT 2 AS a',
  'SELECT 1 AS a) AS s --',
  'SELECT 1 AS a /*',
  "SELECT 'open AS a",
  'SELECT 1 AS a;',
  'WITH d AS (DELETE FROM t RETURNING x) SELECT x FROM d',
  'SELECT 1 AS a\0',
];

/** Text that looks hostile and is not. */
export const HARMLESS_SOURCES = [
  'SELECT 1 AS a -- the end',
  '-- first\n/* then */ SELECT 1 AS a',
  "SELECT ') AS s; DROP TABLE t; --' AS a",
  'WITH w AS (SELECT 1 AS a) SELECT a FROM w',
];
