import {
  aggregate,
  cast,
  column,
  compare,
  item,
  literal,
  select,
  subquery,
  table,
  timestampPlus,
  unionAll,
  withCtes,
} from '@etude/sql';
import type { Cte, Query } from '@etude/sql';
import type { ComputationPlan, FactScanPlan } from '../computation-plan';
import { FACTS } from '../fact-value';
import { lookBackSeconds, unitsJoin } from '../fact-time';
import { scanCtes } from '../scan-ctes';
import { scanNames } from '../scan-names';
import { unitsCtes } from '../units-cte';
import { EXPOSED } from './exposed-units';
import { EXPOSURES, KEPT_NUMBER, firstNumber } from './increment-context';
import { columnItems } from './kept-files';
import { partialValues } from './partial-values';
import { withReplacedCtes } from './replace-ctes';

const UNITS = 'units';
const KEYS = ['unit', 'variant', 'exposed_at'];

/** A scan of a plan, and the number of the increment. */
export type ScanIncrement = {
  readonly plan: ComputationPlan;
  readonly scan: FactScanPlan;
  readonly generation: number;
};

/** Columns of kept rows of a unit: its number, and parts of its numbers. */
export const unitColumns = (scan: FactScanPlan): string[] => [
  KEPT_NUMBER,
  ...partialValues(scan).parts.map(({ alias }) => alias),
];

/** Columns of kept rows of a unit and a day. */
export const dayColumns = (scan: FactScanPlan): string[] => [
  'day',
  ...unitColumns(scan),
];

/** Which units are read: all that count, or those new in this increment. */
export type WhichUnits = 'all' | 'new';

const isWanted = (generation: number, which: WhichUnits) =>
  which === 'all'
    ? compare(column(KEPT_NUMBER), '>', literal(0))
    : compare(
        column(KEPT_NUMBER),
        '>=',
        cast(literal(firstNumber(generation)), 'bigint'),
      );

/** `exposures` of units that count, with their numbers. */
const exposuresCte = (generation: number, which: WhichUnits): Cte => ({
  name: 'exposures',
  query: select({
    items: columnItems([...EXPOSED, KEPT_NUMBER]),
    from: table(EXPOSURES),
    where: isWanted(generation, which),
  }),
});

/** The planner's own `units`, with their numbers. */
const numberedUnitsCtes = (plan: ComputationPlan): Cte[] =>
  unitsCtes({ ...plan, dimensions: [] }).map(({ name, query }) => ({
    name,
    query:
      name === UNITS && query.kind === 'select'
        ? {
            ...query,
            items: [
              ...query.items,
              item(KEPT_NUMBER, column('exposures', KEPT_NUMBER)),
            ],
          }
        : query,
  }));

/** Numbers of units by day, from the facts in a view of some days. */
export const partsQuery = (
  { plan, scan, generation }: ScanIncrement,
  days: string,
  which: WhichUnits,
): Query => {
  const names = scanNames(0);
  const day = cast(column(FACTS, 'fact_at'), 'date');
  const number = column(UNITS, KEPT_NUMBER);
  const ofDays: FactScanPlan = {
    ...scan,
    source: { kind: 'table', table: days },
    isPartitionedByTime: false,
  };
  return withReplacedCtes(
    withCtes(
      [
        exposuresCte(generation, which),
        ...numberedUnitsCtes(plan),
        ...scanCtes(plan, ofDays, 0),
      ],
      select({
        items: [
          item('day', day),
          item(KEPT_NUMBER, number),
          ...partialValues(scan).parts,
        ],
        from: table(names.facts, FACTS),
        joins: [unitsJoin(ofDays)],
        groupBy: [day, number],
      }),
    ),
  );
};

/** The first day of facts that units new in this increment may need. */
export const firstDayOfNewUnits = ({
  plan,
  scan,
  generation,
}: ScanIncrement): Query => {
  const back = lookBackSeconds(plan, scan) ?? 0;
  const first = aggregate('min', column('exposed_at'));
  return select({
    items: [
      item(
        'day',
        cast(back === 0 ? first : timestampPlus(first, 0 - back), 'date'),
      ),
    ],
    from: table(EXPOSURES),
    where: isWanted(generation, 'new'),
  });
};

const PARTS = 'parts';

/** One row per unit: the numbers of all sources, still in parts. */
export const mergedQuery = (
  { scan }: ScanIncrement,
  sources: readonly Query[],
): Query =>
  select({
    items: [
      item(KEPT_NUMBER, column(KEPT_NUMBER)),
      ...partialValues(scan).merged,
    ],
    from: subquery(unionAll(sources), PARTS),
    groupBy: [column(KEPT_NUMBER)],
  });

/** `unit_values` of the planner's own query, from parts. */
export const unitValuesQuery = (
  { scan }: ScanIncrement,
  sources: readonly Query[],
): Query => {
  const { values } = partialValues(scan);
  const sums = select({
    items: [item(KEPT_NUMBER, column(KEPT_NUMBER)), ...values],
    from: subquery(unionAll(sources), PARTS),
    groupBy: [column(KEPT_NUMBER)],
  });
  return select({
    items: [
      ...KEYS.map(key => item(key, column(EXPOSURES, key))),
      ...values.map(({ alias }) => item(alias, column('sums', alias))),
    ],
    from: subquery(sums, 'sums'),
    joins: [
      {
        type: 'inner',
        relation: table(EXPOSURES),
        on: compare(
          column('sums', KEPT_NUMBER),
          '=',
          column(EXPOSURES, KEPT_NUMBER),
        ),
      },
    ],
  });
};

/** `unit_values` where nobody has facts yet: its columns without rows. */
export const emptyUnitValues = ({ scan }: ScanIncrement): Query =>
  select({
    items: [
      ...KEYS.map(key => item(key, column(key))),
      ...partialValues(scan).values.map(({ alias }) =>
        item(alias, cast(literal(null), 'double')),
      ),
    ],
    from: table(UNITS),
    where: literal(false),
  });
