import {
  aggregate,
  and,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  covariance,
  isNull,
  item,
  literal,
  not,
  select,
  table,
  variance,
} from '@etude/sql';
import type { Cte, Expression, SelectItem } from '@etude/sql';
import type {
  ComputationPlan,
  DimensionPlan,
  FactScanPlan,
  MetricPlan,
} from './computation-plan';
import { dimensionsOf, isOverAllUnits } from './computation-plan';
import { attributeColumns, isWindowClosed } from './units-cte';

const UNITS = 'units';

/** Names of the CTEs of the scan at `index`. */
export const scanNames = (index: number) => ({
  facts: `facts_${index + 1}`,
  unitValues: `unit_values_${index + 1}`,
  allUnits: `all_units_${index + 1}`,
  moments: `moments_${index + 1}`,
});
export type ScanNames = ReturnType<typeof scanNames>;

/** The CTE with the moments by one dimension. */
export const dimensionMoments = (
  names: ScanNames,
  dimension: DimensionPlan,
): string => `${names.moments}_${dimension.column}`;

/** Names of the columns that carry a metric's moments. */
export const momentColumns = (metric: MetricPlan) => ({
  n: `${metric.column}_n`,
  mean: `${metric.column}_mean`,
  variance: `${metric.column}_variance`,
  companionMean: (index: number) => `${metric.column}_mean_${index}`,
  covariance: (left: number, right: number) =>
    `${metric.column}_covariance_${left}_${right}`,
});

/** How many variables are measured on a unit beside the metric. */
export const companionCount = (metric: MetricPlan): number =>
  (metric.denominator === null ? 0 : 1) + metric.covariateColumns.length;

const zero = cast(literal(0), 'double');

/** Every unit with its values, or without any, and what was known of it. */
const allUnitsCte = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  names: ScanNames,
): Cte => {
  const values = scan.metrics.flatMap(metric => [
    { name: metric.column, isZeroFilled: metric.isZeroFilled },
    ...(metric.denominator === null
      ? []
      : [{ name: metric.denominator.column, isZeroFilled: true }]),
  ]);
  return {
    name: names.allUnits,
    query: select({
      items: [
        ...['variant', 'exposed_at', ...attributeColumns(plan)].map(name =>
          item(name, column(UNITS, name)),
        ),
        ...values.map(({ name, isZeroFilled }) => {
          const value = cast(column(names.unitValues, name), 'double');
          return item(name, isZeroFilled ? coalesce([value, zero]) : value);
        }),
      ],
      from: table(UNITS),
      joins: [
        {
          type: 'left',
          relation: table(names.unitValues),
          on: compare(
            column(UNITS, 'unit'),
            '=',
            column(names.unitValues, 'unit'),
          ),
        },
      ],
    }),
  };
};

/** When a unit enters a metric; empty when all do. */
const enteringConditions = (
  plan: ComputationPlan,
  metric: MetricPlan,
): readonly Expression[] => {
  const closed = isWindowClosed(plan, metric.window, column('exposed_at'));
  return [
    ...(closed === null ? [] : [closed]),
    ...(metric.isZeroFilled ? [] : [not(isNull(column(metric.column)))]),
  ];
};

const onlyWhen = (
  conditions: readonly Expression[],
  value: Expression,
): Expression =>
  conditions.length === 0
    ? value
    : caseWhen([{ when: and(conditions), then: value }]);

/** The number a unit enters the analysis with; NULL when it does not enter. */
const analysedValue = (
  plan: ComputationPlan,
  metric: MetricPlan,
): Expression => {
  const total = cast(column(metric.column), 'double');
  const closed = isWindowClosed(plan, metric.window, column('exposed_at'));
  if (metric.value === 'proportion') {
    const reaches = compare(total, '>=', literal(metric.threshold));
    const one = cast(literal(1), 'double');
    return onlyWhen(
      closed === null ? [] : [closed],
      caseWhen([{ when: reaches, then: one }], zero),
    );
  }
  return metric.denominator === null
    ? onlyWhen(closed === null ? [] : [closed], total)
    : onlyWhen(enteringConditions(plan, metric), coalesce([total, zero]));
};

const companionValues = (
  plan: ComputationPlan,
  metric: MetricPlan,
): readonly Expression[] => {
  const conditions = enteringConditions(plan, metric);
  const { denominator } = metric;
  return [
    ...(denominator === null
      ? []
      : [coalesce([cast(column(denominator.column), 'double'), zero])]),
    ...metric.covariateColumns.map(name => column(name)),
  ].map(value => onlyWhen(conditions, value));
};

const companionItems = (plan: ComputationPlan, metric: MetricPlan) => {
  const columns = momentColumns(metric);
  const variables = [
    analysedValue(plan, metric),
    ...companionValues(plan, metric),
  ];
  return variables.flatMap((variable, left): SelectItem[] =>
    left === 0
      ? []
      : [
          item(columns.companionMean(left), aggregate('mean', variable)),
          ...variables
            .slice(0, left + 1)
            .map((other, right) =>
              item(
                columns.covariance(left, right),
                left === right
                  ? variance(variable)
                  : covariance(variable, other),
              ),
            ),
        ],
  );
};

type MomentsSource = {
  readonly name: string;
  readonly from: string;
  readonly by: readonly string[];
};

const momentsCte = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  source: MomentsSource,
): Cte => {
  const keys = ['variant', ...source.by].map(name => column(name));
  const day = cast(column('exposed_at'), 'date');
  return {
    name: source.name,
    query: select({
      items: [
        item('variant', column('variant')),
        item('exposure_date', day),
        ...source.by.map(name => item(name, column(name))),
        ...scan.metrics.flatMap(metric => {
          const value = analysedValue(plan, metric);
          const columns = momentColumns(metric);
          return [
            item(columns.n, aggregate('count', value)),
            item(columns.mean, aggregate('mean', value)),
            item(columns.variance, variance(value)),
            ...companionItems(plan, metric),
          ];
        }),
      ],
      from: table(source.from),
      groupBy: [...keys, day],
    }),
  };
};

/**
 * The moments of a scan per variant and day: of the units with facts, to which
 * the reader adds the zeros, or of all units where something else is known of
 * them; then once more by each dimension.
 */
export const momentsCtes = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  names: ScanNames,
): Cte[] => {
  if (!isOverAllUnits(plan)) {
    const source = { name: names.moments, from: names.unitValues, by: [] };
    return [momentsCte(plan, scan, source)];
  }
  return [
    allUnitsCte(plan, scan, names),
    momentsCte(plan, scan, {
      name: names.moments,
      from: names.allUnits,
      by: [],
    }),
    ...dimensionsOf(plan).map(dimension =>
      momentsCte(plan, scan, {
        name: dimensionMoments(names, dimension),
        from: names.allUnits,
        by: [dimension.column],
      }),
    ),
  ];
};
