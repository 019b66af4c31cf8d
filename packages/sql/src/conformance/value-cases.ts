import {
  and,
  arithmetic,
  cast,
  coalesce,
  column,
  compare,
  distinctFrom,
  greatest,
  isIn,
  isNull,
  least,
  literal,
  not,
  or,
} from '../build-expression';
import { item, select } from '../build-query';
import type { EngineCase } from './engine-case';
import { inlineRows, selectOf, truth } from './inline-rows';

const v = (name: string) => column('v', name);

const values = inlineRows(
  {
    one: 'bigint',
    two: 'bigint',
    zero: 'bigint',
    half: 'double',
    word: 'text',
    nothing: 'bigint',
    no_word: 'text',
  },
  [[1, 2, 0, 0.5, 'word', null, null]],
  'v',
);

const logic: EngineCase = {
  name: 'logic of three values',
  query: selectOf(
    {
      unknown: truth(compare(v('nothing'), '=', literal(1))),
      unknown_and_false: truth(
        and([compare(v('nothing'), '=', literal(1)), literal(false)]),
      ),
      unknown_or_true: truth(
        or([compare(v('nothing'), '=', literal(1)), literal(true)]),
      ),
      in_list: truth(isIn(v('one'), [literal(1), literal(2)])),
      not_in_list: truth(not(isIn(v('one'), [literal(2), literal(3)]))),
      null_in_list: truth(isIn(v('no_word'), [literal('a')])),
      null_not_in_list: truth(not(isIn(v('no_word'), [literal('a')]))),
      in_nothing: truth(isIn(v('one'), [])),
      no_terms: truth(and([])),
      is_null: truth(isNull(v('nothing'))),
    },
    values,
  ),
  expected: {
    unknown: -1,
    unknown_and_false: 0,
    unknown_or_true: 1,
    in_list: 1,
    not_in_list: 1,
    null_in_list: -1,
    null_not_in_list: -1,
    in_nothing: 0,
    no_terms: 1,
    is_null: 1,
  },
  needs: null,
};

const difference: EngineCase = {
  name: 'IS DISTINCT FROM with NULL as a value',
  query: selectOf(
    {
      same: truth(distinctFrom(v('one'), literal(1))),
      other: truth(distinctFrom(v('one'), literal(2))),
      both_null: truth(distinctFrom(v('nothing'), v('nothing'))),
      one_null: truth(distinctFrom(v('nothing'), v('one'))),
      text: truth(distinctFrom(v('word'), literal('Word'))),
    },
    values,
  ),
  expected: { same: 0, other: 1, both_null: 0, one_null: 1, text: 1 },
  needs: null,
};

const numbers: EngineCase = {
  name: 'arithmetic',
  query: selectOf(
    {
      quotient_of_integers: arithmetic(v('one'), '/', v('two')),
      divided_by_zero: arithmetic(v('half'), '/', v('zero')),
      zero_by_zero: arithmetic(v('zero'), '/', v('zero')),
      difference: arithmetic(literal(-1), '-', literal(-2)),
      product: arithmetic(v('half'), '*', v('two')),
      large: cast(literal(123456789012345680000), 'double'),
      tenth: cast(literal(0.1), 'double'),
      tiny: arithmetic(literal(1.5e-300), '*', literal(1e300)),
      low: least([v('half'), cast(v('two'), 'double')]),
      high: greatest([v('half'), cast(v('two'), 'double')]),
      fallback: coalesce([v('nothing'), v('two')]),
      nothing: arithmetic(v('nothing'), '+', v('one')),
    },
    values,
  ),
  expected: {
    quotient_of_integers: 0.5,
    divided_by_zero: null,
    zero_by_zero: null,
    difference: 1,
    product: 1,
    large: 123456789012345680000,
    tenth: 0.1,
    tiny: 1.5,
    low: 0.5,
    high: 2,
    fallback: 2,
    nothing: null,
  },
  needs: null,
};

const naming: EngineCase = {
  name: 'a name is the column, not what the select list calls so',
  query: select({
    items: [
      item('one', cast(literal(7), 'bigint')),
      item('two', arithmetic(column('one'), '+', column('two'))),
    ],
    from: values,
    where: compare(column('one'), '=', literal(1)),
  }),
  expected: { one: 7, two: 3 },
  needs: null,
};

const casts: EngineCase = {
  name: 'casts, also of NULL',
  query: selectOf(
    {
      double_of_text: cast(literal('2.5'), 'double'),
      bigint_of_text: cast(literal('9007199254740991'), 'bigint'),
      text_of_bigint: cast(v('two'), 'text'),
      no_double: cast(v('no_word'), 'double'),
      no_text: cast(v('nothing'), 'text'),
      no_timestamp: truth(isNull(cast(literal(null), 'timestamp'))),
    },
    values,
  ),
  expected: {
    double_of_text: 2.5,
    bigint_of_text: 9007199254740991,
    text_of_bigint: '2',
    no_double: null,
    no_text: null,
    no_timestamp: 1,
  },
  needs: null,
};

export const valueCases: readonly EngineCase[] = [
  logic,
  difference,
  numbers,
  naming,
  casts,
];
