import {
  aggregate,
  and,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  isNull,
  item,
  literal,
  not,
  select,
  subquery,
  table,
  unionAll,
} from '@etude/sql';
import type { Expression, Query, SelectItem, SelectQuery } from '@etude/sql';
import type { ComputationPlan, UnitsPlan } from '../computation-plan';
import { periodConditions, sliceConditions } from '../source-relation';
import { KEPT_NUMBER } from './increment-context';
import { columnItems } from './kept-files';

/** Units of a flag of the lake. */
export type FlagUnits = Extract<UnitsPlan, { kind: 'flag' }>;

/** What assignments of a unit come to: enough for its exposure. */
export const FOLDED = ['unit', 'first_variant', 'last_variant', 'first_at'];

/** Under which number a unit is kept, and since which exposure. */
export const NUMBERED = [KEPT_NUMBER, 'kept_at'];

/** Folded rows of units that are no part of the prefix, or changed since. */
export const RECENT = 'increment_exposures_recent';
export const PREFIX = 'increment_exposures_prefix';
const folded = (variant: Expression, at: Expression): SelectItem[] => [
  item('first_variant', aggregate('min', variant)),
  item('last_variant', aggregate('max', variant)),
  item('first_at', aggregate('min', at)),
];

/** Assignments by day and unit, of those days in a view. */
export const dailyAssignments = (
  { flagId, ruleId, from, until }: FlagUnits,
  slice: ComputationPlan['slice'],
  days: string,
): SelectQuery => {
  const at = column('assigned_at');
  const keys = [item('day', column('date')), item('unit', column('unit'))];
  return select({
    items: [...keys, ...folded(column('variant'), at)],
    from: table(days),
    where: and([
      compare(column('flag'), '=', literal(flagId)),
      compare(column('rule'), '=', literal(ruleId)),
      not(isNull(column('unit'))),
      not(isNull(column('variant'))),
      ...periodConditions(at, days, {
        from,
        until,
        isPartitionedByTime: false,
      }),
      ...sliceConditions({ slice }, column('unit')),
    ]),
    groupBy: keys.map(({ expression }) => expression),
  });
};

const mergedItems: readonly SelectItem[] = [
  item('first_variant', aggregate('min', column('first_variant'))),
  item('last_variant', aggregate('max', column('last_variant'))),
  item('first_at', aggregate('min', column('first_at'))),
];

/** Folded rows as one per unit. */
export const foldedUnits = (sources: readonly Query[]): SelectQuery =>
  select({
    items: [item('unit', column('unit')), ...mergedItems],
    from: subquery(unionAll(sources), 'days'),
    groupBy: [column('unit')],
  });

/** Folded rows of units that have no number in them. */
export const withoutNumbers = (name: string): SelectQuery =>
  select({
    items: [
      ...columnItems(FOLDED),
      item(KEPT_NUMBER, cast(literal(null), 'bigint')),
      item('kept_at', cast(literal(null), 'timestamp')),
    ],
    from: table(name),
  });

/** Folded rows and kept numbers, with NULL for what a source does not know. */
export const recentUnits = (
  days: readonly Query[],
  numbers: readonly Query[],
): SelectQuery => {
  const unknown: SelectItem[] = [
    item(KEPT_NUMBER, cast(literal(null), 'bigint')),
    item('kept_at', cast(literal(null), 'timestamp')),
  ];
  const notFolded: SelectItem[] = [
    item('first_variant', cast(literal(null), 'text')),
    item('last_variant', cast(literal(null), 'text')),
    item('first_at', cast(literal(null), 'timestamp')),
  ];
  const sources = [
    ...days.map((query, index) =>
      select({
        items: [...columnItems(FOLDED), ...unknown],
        from: subquery(query, `days_${index + 1}`),
      }),
    ),
    ...numbers.map((query, index) =>
      select({
        items: [
          ...columnItems(['unit']),
          ...notFolded,
          ...columnItems(NUMBERED),
        ],
        from: subquery(query, `numbers_${index + 1}`),
      }),
    ),
  ];
  return select({
    items: [
      item('unit', column('unit')),
      ...mergedItems,
      ...NUMBERED.map(name => item(name, aggregate('max', column(name)))),
    ],
    from: subquery(unionAll(sources), 'sources'),
    groupBy: [column('unit')],
  });
};

const ofPrefix = (name: string) => column(PREFIX, name);
const ofRecent = (name: string) => column(RECENT, name);

/** The lesser or greater of both, of which one may be missing. */
const either = (name: string, operator: '<' | '>'): SelectItem =>
  item(
    name,
    caseWhen(
      [
        {
          when: compare(ofRecent(name), operator, ofPrefix(name)),
          then: ofRecent(name),
        },
      ],
      coalesce([ofPrefix(name), ofRecent(name)]),
    ),
  );

const unitOfEither = coalesce([ofPrefix('unit'), ofRecent('unit')]);

/** All units: those of the prefix with what is recent, and the new ones. */
export const unitsOfPrefix = (): Query =>
  select({
    items: [
      item('unit', unitOfEither),
      either('first_variant', '<'),
      either('last_variant', '>'),
      either('first_at', '<'),
      ...NUMBERED.map(name =>
        item(name, coalesce([ofRecent(name), ofPrefix(name)])),
      ),
      item('prefix_number', ofPrefix(KEPT_NUMBER)),
    ],
    from: table(PREFIX),
    joins: [
      {
        type: 'full',
        relation: table(RECENT),
        on: compare(ofPrefix('unit'), '=', ofRecent('unit')),
      },
    ],
    // Units of which only a number is kept are assigned no more.
    where: not(
      isNull(coalesce([ofPrefix('first_variant'), ofRecent('first_variant')])),
    ),
  });

/** All units where there is no prefix. */
export const unitsWithoutPrefix = (): Query =>
  select({
    items: [
      ...columnItems([...FOLDED, ...NUMBERED]),
      item('prefix_number', cast(literal(null), 'bigint')),
    ],
    from: table(RECENT),
    where: not(isNull(column('first_variant'))),
  });
