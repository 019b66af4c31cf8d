import {
  and,
  arithmetic,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  distinctFrom,
  isIn,
  isNull,
  item,
  literal,
  not,
  or,
  select,
  subquery,
  table,
  timestamp,
} from '@etude/sql';
import type { Query, SelectItem } from '@etude/sql';
import type { ComputationPlan } from '../computation-plan';
import { FOLDED } from './assignment-queries';
import type { FlagUnits } from './assignment-queries';
import { EXPOSURES, KEPT_NUMBER, firstNumber } from './increment-context';
import { columnItems } from './kept-files';

/** Who is exposed, where some units have no number yet. */
export const UNNUMBERED = 'increment_exposures_unnumbered';

/** The columns of the planner's own `exposures`. */
export const EXPOSED = ['unit', 'variant', 'exposed_at', 'is_crossover'];

/**
 * Who is exposed: the conditions of the planner's own `exposures`, on folded
 * rows, with the number of each unit; NULL where it has to get one.
 */
export const exposedUnits = (
  plan: ComputationPlan,
  { exposureUntil }: FlagUnits,
  units: Query,
): Query => {
  const first = column('first_variant');
  const at = column('first_at');
  const isCrossover = compare(first, '<>', column('last_variant'));
  const isExposed = and([
    or([
      isCrossover,
      isIn(
        first,
        plan.variants.map(variant => literal(variant)),
      ),
    ]),
    ...(exposureUntil === null
      ? []
      : [compare(at, '<', timestamp(new Date(exposureUntil)))]),
  ]);
  const isKept = and([
    compare(column(KEPT_NUMBER), '>', literal(0)),
    compare(column('kept_at'), '=', at),
  ]);
  return select({
    items: [
      item('unit', column('unit')),
      item('variant', first),
      item('exposed_at', at),
      item('is_crossover', isCrossover),
      item('is_exposed', isExposed),
      item(
        KEPT_NUMBER,
        caseWhen([
          {
            when: or([not(isExposed), isCrossover]),
            then: cast(literal(0), 'bigint'),
          },
          { when: isKept, then: column(KEPT_NUMBER) },
        ]),
      ),
      item('prefix_number', column('prefix_number')),
    ],
    from: subquery(units, 'folded'),
  });
};

/** DuckDB numbers the rows of a table of its own from 0 on. */
const ROW_NUMBER = column('rowid');

/** The same with a number for every unit. */
export const numberedUnits = (generation: number): Query =>
  select({
    items: [
      ...columnItems(EXPOSED),
      item('is_exposed', column('is_exposed')),
      item(
        KEPT_NUMBER,
        coalesce([
          column(KEPT_NUMBER),
          arithmetic(
            ROW_NUMBER,
            '+',
            cast(literal(firstNumber(generation)), 'bigint'),
          ),
        ]),
      ),
      item('prefix_number', column('prefix_number')),
    ],
    from: table(UNNUMBERED),
  });

const numberItems: readonly SelectItem[] = [
  item('unit', column('unit')),
  item(KEPT_NUMBER, column(KEPT_NUMBER)),
  item('kept_at', column('exposed_at')),
];

/** Numbers that are not those in the prefix. */
export const changedNumbers = (): Query =>
  select({
    items: numberItems,
    from: table(EXPOSURES),
    where: distinctFrom(column('prefix_number'), column(KEPT_NUMBER)),
  });

/** Numbers of units that a new prefix lacks. */
export const numbersBeside = (prefix: string): Query =>
  select({
    items: numberItems.map(({ alias, expression }) =>
      item(
        alias,
        expression.kind === 'column'
          ? column(EXPOSURES, expression.name)
          : expression,
      ),
    ),
    from: table(EXPOSURES),
    joins: [
      {
        type: 'left',
        relation: table(prefix),
        on: compare(column(EXPOSURES, 'unit'), '=', column(prefix, 'unit')),
      },
    ],
    where: isNull(column(prefix, 'unit')),
  });

/** Folded rows of settled days with the number of each unit. */
export const numberedPrefix = (foldedRows: Query): Query =>
  select({
    items: [
      ...FOLDED.map(name => item(name, column('settled', name))),
      item(KEPT_NUMBER, column(EXPOSURES, KEPT_NUMBER)),
      item('kept_at', column(EXPOSURES, 'exposed_at')),
    ],
    from: subquery(foldedRows, 'settled'),
    joins: [
      {
        type: 'inner',
        relation: table(EXPOSURES),
        on: compare(column('settled', 'unit'), '=', column(EXPOSURES, 'unit')),
      },
    ],
  });
