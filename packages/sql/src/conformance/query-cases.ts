import {
  aggregate,
  aggregateWhen,
  and,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  countRows,
  distinctFrom,
  literal,
  rowNumber,
  slice,
} from '../build-expression';
import { item, select, subquery, table, withCtes } from '../build-query';
import { HOSTILE_NAMES, HOSTILE_TEXTS } from './hostile-text';
import type { EngineCase } from './engine-case';
import { inlineRows, selectOf, truth } from './inline-rows';

const numbered = inlineRows(
  { kind: 'text', value: 'bigint' },
  [
    ['a', 3],
    ['a', 1],
    ['b', 5],
    ['a', 2],
  ],
  't',
);

const rowNumbers: EngineCase = {
  name: 'row numbers within a partition',
  query: select({
    items: [item('first', aggregate('sum', column('r', 'value')))],
    from: subquery(
      select({
        items: [
          item('value', column('t', 'value')),
          item(
            'nth',
            rowNumber(
              [column('t', 'kind')],
              [
                {
                  expression: column('t', 'value'),
                  direction: 'descending',
                },
              ],
            ),
          ),
        ],
        from: numbered,
      }),
      'r',
    ),
    where: compare(column('r', 'nth'), '=', literal(1)),
  }),
  expected: { first: 8 },
  needs: null,
};

const leftJoin: EngineCase = {
  name: 'a left join without a partner fills with NULL',
  query: selectOf(
    {
      partners: aggregate('count', column('p', 'number')),
      number: coalesce([
        aggregate('max', column('p', 'number')),
        cast(literal(-1), 'bigint'),
      ]),
      word: aggregate('max', column('p', 'word')),
    },
    subquery(
      select({
        items: [
          item('number', column('right', 'number')),
          item('word', column('right', 'word')),
        ],
        from: inlineRows({ id: 'text' }, [['x']], 'left'),
        joins: [
          {
            type: 'left',
            relation: inlineRows(
              { id: 'text', number: 'bigint', word: 'text' },
              [['y', 1, 'one']],
              'right',
            ),
            on: compare(column('left', 'id'), '=', column('right', 'id')),
          },
        ],
      }),
      'p',
    ),
  ),
  expected: { partners: 0, number: -1, word: null },
  needs: null,
};

const reused: EngineCase = {
  name: 'a common table expression read twice',
  query: withCtes(
    [
      {
        name: 'ones',
        materialize: true,
        query: select({
          items: [item('n', cast(literal(1), 'bigint'))],
        }),
      },
      {
        name: 'twos',
        materialize: false,
        query: select({
          items: [item('n', cast(literal(2), 'bigint'))],
        }),
      },
    ],
    select({
      items: [
        item('left', column('ones', 'n')),
        item('right', column('again', 'n')),
      ],
      from: table('ones'),
      joins: [
        {
          type: 'inner',
          relation: table('ones', 'again'),
          on: and([
            compare(column('ones', 'n'), '=', column('again', 'n')),
            compare(column('ones', 'n'), '<', literal(2)),
          ]),
        },
        {
          type: 'left',
          relation: table('twos'),
          on: compare(column('twos', 'n'), '=', column('ones', 'n')),
        },
      ],
    }),
  ),
  expected: { left: 1, right: 1 },
  needs: null,
};

const crossJoin: EngineCase = {
  name: 'a cross join takes columns apart into rows',
  query: selectOf(
    {
      pairs: countRows(),
      total: aggregate(
        'sum',
        caseWhen(
          [
            {
              when: compare(column('p', 'nth'), '=', literal(0)),
              then: column('p', 'left'),
            },
          ],
          column('p', 'right'),
        ),
      ),
    },
    subquery(
      select({
        items: [
          item('nth', column('n', 'nth')),
          item('left', column('w', 'left')),
          item('right', column('w', 'right')),
        ],
        from: inlineRows(
          { left: 'bigint', right: 'bigint' },
          [
            [1, 10],
            [2, 20],
          ],
          'w',
        ),
        joins: [
          {
            type: 'cross',
            relation: inlineRows({ nth: 'bigint' }, [[0], [1], [2]], 'n'),
          },
        ],
      }),
      'p',
    ),
  ),
  // 1 + 2 once and 10 + 20 twice.
  expected: { pairs: 6, total: 63 },
  needs: null,
};

const SLICES = 4;
const units = inlineRows(
  { unit: 'text' },
  Array.from({ length: 64 }, (_, index) => [`unit-${index}`]),
  'u',
);
const unit = column('u', 'unit');
const sliceOf = (salt: string) => slice(unit, salt, SLICES);

// With 64 units, a slice stays empty once in 25 million salts, and two salts
// agree on all units once in 10^38.
const slices: EngineCase = {
  name: 'slices are few, all used, repeatable, and others with another salt',
  query: selectOf(
    {
      lowest: aggregate('min', sliceOf('salt')),
      highest: aggregate('max', sliceOf('salt')),
      used: aggregate('count-distinct', sliceOf('salt')),
      moved: aggregateWhen(
        'count',
        unit,
        distinctFrom(sliceOf('salt'), sliceOf('salt')),
      ),
      other_salt_moves: aggregate(
        'max',
        truth(distinctFrom(sliceOf('salt'), sliceOf('pepper'))),
      ),
    },
    units,
  ),
  expected: {
    lowest: 0,
    highest: SLICES - 1,
    used: SLICES,
    moved: 0,
    other_salt_moves: 1,
  },
  needs: null,
};

const hostileTexts: EngineCase = {
  name: 'hostile texts',
  query: selectOf(
    Object.fromEntries(
      HOSTILE_TEXTS.map((text, index) => [`text_${index}`, literal(text)]),
    ),
  ),
  expected: Object.fromEntries(
    HOSTILE_TEXTS.map((text, index) => [`text_${index}`, text]),
  ),
  needs: null,
};

const hostileNames: EngineCase = {
  name: 'hostile names',
  query: selectOf(
    Object.fromEntries(
      HOSTILE_NAMES.map((name, index) => [
        `name_${index}`,
        column('in"ner`', name),
      ]),
    ),
    subquery(
      selectOf(
        Object.fromEntries(
          HOSTILE_NAMES.map((name, index) => [name, literal(index)]),
        ),
      ),
      'in"ner`',
    ),
  ),
  expected: Object.fromEntries(
    HOSTILE_NAMES.map((_, index) => [`name_${index}`, index]),
  ),
  needs: null,
};

export const queryCases: readonly EngineCase[] = [
  rowNumbers,
  leftJoin,
  crossJoin,
  reused,
  slices,
  hostileTexts,
  hostileNames,
];
