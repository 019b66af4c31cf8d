import type { MetricPlan } from './computation-plan';

/** Names of the CTEs that lead from values of units to moments. */
const valueNames = (suffix: string) => ({
  unitValues: `unit_values_${suffix}`,
  allUnits: `all_units_${suffix}`,
  caps: `caps_${suffix}`,
  numbers: `numbers_${suffix}`,
  moments: `moments_${suffix}`,
});
export type ValueNames = ReturnType<typeof valueNames>;

/** Names of the CTEs of the scan at `index`. */
export const scanNames = (index: number) => ({
  facts: `facts_${index + 1}`,
  unitFacts: `unit_facts_${index + 1}`,
  unitSums: `unit_sums_${index + 1}`,
  ...valueNames(String(index + 1)),
});
export type ScanNames = ReturnType<typeof scanNames>;

/** The same for one of several groups of metrics; they share facts. */
export const groupNames = (index: number, group: number): ScanNames => ({
  ...scanNames(index),
  unitSums: `unit_sums_${index + 1}_${group + 1}`,
  ...valueNames(`${index + 1}_${group + 1}`),
});

/** Names of the CTEs of a funnel. */
export const funnelNames = ({ column }: MetricPlan) => ({
  ...valueNames(column),
  step: (step: number) => `${column}_reached_${step}`,
  counts: (step: number) => `${column}_counts_${step}`,
});

/** Names of the CTEs of a quantile. */
export const quantileNames = ({ column }: MetricPlan) => ({
  values: `${column}_values`,
  estimates: `${column}_estimates`,
  ranked: `${column}_ranked`,
  clusters: `${column}_clusters`,
  bounds: `${column}_bounds`,
});

/** Column of `units` with a number for each, where a plan numbers them. */
export const UNIT_NUMBER = 'unit_number';

/** Which dimension a row of moments is by (from 1 on; 0: all units). */
export const DIMENSION_INDEX = 'dimension_index';

/** The value of that dimension. */
export const DIMENSION_VALUE = 'dimension_value';

/** Names of the columns that hold a metric's values of a unit. */
export const valueColumns = ({ column, denominator }: MetricPlan) => ({
  before: `${column}_before`,
  denominatorBefore: `${denominator?.column ?? column}_before`,
  cap: `${column}_cap`,
});

/** Names of the columns with the numbers that a unit enters with. */
export const numberColumns = ({ column }: MetricPlan) => ({
  number: column,
  uncapped: `${column}_uncapped`,
  companion: (index: number) => `${column}_companion_${index}`,
});

/** Names of the columns that carry a metric's moments. */
export const momentColumns = ({ column }: MetricPlan) => ({
  n: `${column}_n`,
  mean: `${column}_mean`,
  variance: `${column}_variance`,
  uncappedMean: `${column}_uncapped_mean`,
  uncappedVariance: `${column}_uncapped_variance`,
  companionMean: (index: number) => `${column}_mean_${index}`,
  covariance: (left: number, right: number) =>
    `${column}_covariance_${left}_${right}`,
});
