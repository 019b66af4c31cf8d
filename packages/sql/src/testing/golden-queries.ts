import {
  column,
  compare,
  countRows,
  isNull,
  literal,
  not,
} from '../build-expression';
import {
  ascending,
  item,
  rawSource,
  select,
  subquery,
  table,
  unionAll,
  withCtes,
} from '../build-query';
import type { Query } from '../query';
import { HOSTILE_NAMES, HOSTILE_TEXTS } from '../conformance/hostile-text';

const a = column('t', 'a');

export const structure: Query = withCtes(
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
      { type: 'cross', relation: table('raw', 'every') },
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

const oneRow = select({ items: [item('a', literal(1))] });

export const materialize: Query = withCtes(
  [
    { name: 'kept', query: oneRow, materialize: true },
    { name: 'folded', query: oneRow, materialize: false },
    { name: 'open', query: oneRow },
  ],
  unionAll(
    ['kept', 'folded', 'open'].map(name =>
      select({ items: [item('a', column(name, 'a'))], from: table(name) }),
    ),
  ),
);

export const paths: Query = select({
  items: [item('a', column('orders', 'a')), item('b', column('p', 'a'))],
  from: table(['company', 'sales', 'orders']),
  joins: [
    {
      type: 'inner',
      relation: table(['sales', 'payments'], 'p'),
      on: compare(column('orders', 'a'), '=', column('p', 'a')),
    },
  ],
});

/** Each text under each name, so that the names can be read back too. */
export const hostile: Query = select({
  items: HOSTILE_TEXTS.map((text, index) =>
    item(HOSTILE_NAMES[index % HOSTILE_NAMES.length] ?? '', literal(text)),
  ),
});
