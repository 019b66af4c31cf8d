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
  exactQuantile,
  isNull,
  item,
  literal,
  not,
  select,
  table,
  variance,
  withCtes,
} from '@etude/sql';
import type { Cte, Expression, Query, SelectItem } from '@etude/sql';
import { FAR_LEVEL } from './distribution-plan';
import type { DistributionPlan } from './distribution-plan';
import { exposuresCtes } from './exposures-cte';
import { FACTS, factNumber } from './fact-value';
import { isInWindow, unitsJoin } from './fact-time';
import { scanCtes } from './scan-ctes';
import { scanNames } from './scan-names';
import { hasEntered, unitsCtes } from './units-cte';

const UNITS = 'units';
const VALUES = 'distribution_values';
const SUMMARY = 'distribution_summary';
const SHOWN = 'distribution_shown';
const SCALE = 'distribution_scale';

/** How many bins a histogram has, besides the one for all that is beyond. */
export const DISTRIBUTION_BINS = 20;

const FINEST_EXPONENT = -6;
const COARSEST_EXPONENT = 12;

const double = (value: number): Expression => cast(literal(value), 'double');
const zero = double(0);
const value = column('value');

/** Widths of bins that people read easily: 1, 2, 5, 10, 20, 50, … */
const widths = (isCounting: boolean): number[] => {
  const found: number[] = [];
  const finest = isCounting ? 0 : FINEST_EXPONENT;
  for (let at = finest; at <= COARSEST_EXPONENT; at += 1) {
    // Through text, since 5 * 10 ** -6 is not 5e-6.
    found.push(...[1, 2, 5].map(digit => Number(`${digit}e${at}`)));
  }
  return found;
};

/** One row per unit that entered: its value, NULL where it has none. */
const unitValues = (distribution: DistributionPlan): Query => {
  const { plan, metric, isCounting } = distribution;
  const { unitValues: name } = scanNames(0);
  const found = cast(column(name, metric.column), 'double');
  const entered = hasEntered(plan, metric.window, column(UNITS, 'exposed_at'));
  return select({
    items: [
      item(
        'value',
        // No fact in the window is nothing to count, as no fact at all is.
        isCounting
          ? caseWhen([{ when: compare(found, '>', zero), then: found }])
          : found,
      ),
    ],
    from: table(UNITS),
    joins: [
      {
        type: 'left',
        relation: table(name),
        on: compare(column(UNITS, 'unit'), '=', column(name, 'unit')),
      },
    ],
    where: entered,
  });
};

/** One row per fact that counts: its measure. */
const eventValues = ({ plan, scan, metric }: DistributionPlan): Query => {
  const found = factNumber(scan, metric);
  const inWindow = isInWindow(scan, metric);
  const entered = hasEntered(plan, metric.window, column(UNITS, 'exposed_at'));
  return select({
    items: [item('value', cast(found, 'double'))],
    from: table(scanNames(0).facts, FACTS),
    joins: [unitsJoin(scan)],
    where: and([
      not(isNull(found)),
      ...(inWindow === null ? [] : [inWindow]),
      ...(entered === null ? [] : [entered]),
    ]),
  });
};

const numberOf = ({ isZeroFilled }: DistributionPlan): Expression =>
  isZeroFilled ? coalesce([value, zero]) : value;

const levelColumn = (index: number): string => `quantile_${index + 1}`;

const summaryCte = (
  distribution: DistributionPlan,
  hasQuantiles: boolean,
): Cte => {
  const number = numberOf(distribution);
  return {
    name: SUMMARY,
    query: select({
      items: [
        item('units', countRows()),
        item('with_value', aggregate('count', value)),
        item(
          'zeros',
          aggregateWhen('count', number, compare(number, '=', zero)),
        ),
        item('n', aggregate('count', number)),
        item('mean', aggregate('mean', number)),
        item('variance', variance(number)),
        item('total', aggregate('sum', number)),
        item('least', aggregate('min', number)),
        item('greatest', aggregate('max', number)),
        ...(hasQuantiles
          ? distribution.levels.map((level, index) =>
              item(levelColumn(index), exactQuantile(number, level)),
            )
          : []),
      ],
      from: table(VALUES),
    }),
  };
};

/** Where values other than 0 lie; most of them, so that a few do not decide. */
const shownCte = (hasQuantiles: boolean): Cte => ({
  name: SHOWN,
  query: select({
    items: [
      item('shown_least', aggregate('min', value)),
      item('shown_greatest', aggregate('max', value)),
      ...(hasQuantiles
        ? [item('shown_far', exactQuantile(value, FAR_LEVEL))]
        : []),
    ],
    from: table(VALUES),
    where: compare(value, '<>', zero),
  }),
});

const scaleCte = (
  { isCounting }: DistributionPlan,
  hasQuantiles: boolean,
): Cte => {
  const [least, greatest] = [column('shown_least'), column('shown_greatest')];
  const far = column('shown_far');
  const top = hasQuantiles
    ? caseWhen([{ when: compare(far, '>', least), then: far }], greatest)
    : greatest;
  const startsAtZero = and([
    compare(least, '>=', zero),
    compare(arithmetic(least, '*', double(2)), '<=', top),
  ]);
  const start = caseWhen([{ when: startsAtZero, then: zero }], least);
  const span = arithmetic(top, '-', start);
  const width = caseWhen([
    { when: compare(span, '<=', zero), then: double(1) },
    ...widths(isCounting).map(one => ({
      when: compare(span, '<=', double(one * DISTRIBUTION_BINS)),
      then: double(one),
    })),
  ]);
  return {
    name: SCALE,
    query: select({
      items: [item('start', start), item('width', width)],
      from: table(SHOWN),
    }),
  };
};

const edge = (index: number): Expression =>
  arithmetic(
    column('start'),
    '+',
    arithmetic(column('width'), '*', double(index)),
  );

const binItems = (): SelectItem[] =>
  Array.from({ length: DISTRIBUTION_BINS + 1 }, (_, index) =>
    item(
      `bin_${index}`,
      aggregateWhen(
        'count',
        value,
        and([
          compare(value, '<>', zero),
          compare(value, '>=', edge(index)),
          ...(index === DISTRIBUTION_BINS
            ? []
            : [compare(value, '<', edge(index + 1))]),
        ]),
      ),
    ),
  );

/** What the largest values hold, for which the 99 % quantile is known. */
const tailItems = (distribution: DistributionPlan): SelectItem[] => {
  const at = distribution.levels.indexOf(FAR_LEVEL);
  const number = numberOf(distribution);
  const isFar = compare(number, '>', column(levelColumn(at)));
  return [
    item('far_units', aggregateWhen('count', number, isFar)),
    item('far_total', aggregateWhen('sum', number, isFar)),
  ];
};

/** The same in every row of the cross join: any row's will do. */
const once = (name: string): SelectItem =>
  item(name, aggregate('max', column(name)));

/**
 * One row about the values behind a metric, for {@link readDistributionRow}:
 * counts, moments, quantiles where the engine has exact ones, and a histogram
 * of the values other than 0, whose bins the warehouse chooses so that 99 % of
 * them are inside. No row of a unit leaves the warehouse.
 */
export const distributionQuery = (
  distribution: DistributionPlan,
  engine: { readonly exactQuantile: boolean },
): Query => {
  const { plan, levels, of } = distribution;
  const hasQuantiles = engine.exactQuantile;
  return withCtes(
    [
      ...exposuresCtes(plan),
      ...unitsCtes(plan),
      ...scanCtes(plan, distribution.scan, 0),
      {
        name: VALUES,
        query:
          of === 'units' ? unitValues(distribution) : eventValues(distribution),
        materialize: true,
      },
      summaryCte(distribution, hasQuantiles),
      shownCte(hasQuantiles),
      scaleCte(distribution, hasQuantiles),
    ],
    select({
      items: [
        ...[
          'units',
          'with_value',
          'zeros',
          'n',
          'mean',
          'variance',
          'total',
          'least',
          'greatest',
          'start',
          'width',
          ...(hasQuantiles ? levels.map((_, index) => levelColumn(index)) : []),
        ].map(once),
        ...(hasQuantiles ? tailItems(distribution) : []),
        ...binItems(),
      ],
      from: table(VALUES),
      joins: [
        { type: 'cross', relation: table(SUMMARY) },
        { type: 'cross', relation: table(SCALE) },
      ],
    }),
  );
};
