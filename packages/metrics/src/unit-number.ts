import {
  and,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  isNull,
  literal,
  not,
} from '@etude/sql';
import type { Expression } from '@etude/sql';
import type { ComputationPlan, MetricPlan } from './computation-plan';
import { valueColumns } from './scan-names';
import { hasEntered } from './units-cte';

const double = (value: number | null): Expression =>
  cast(literal(value), 'double');
const zero = double(0);
const one = double(1);

const doubleColumn = (name: string): Expression => cast(column(name), 'double');

const reaches = ({ threshold }: MetricPlan, value: Expression): Expression =>
  caseWhen(
    [{ when: compare(value, '>=', literal(threshold)), then: one }],
    zero,
  );

const clamped = (metric: MetricPlan, value: Expression): Expression => {
  const { cap } = metric;
  if (cap === null) return value;
  // A comparison with NULL is not true: no value stays none, and a percentile
  // of nothing caps nothing.
  const [lower, upper] =
    cap.kind === 'absolute'
      ? [cap.lower, cap.upper].map(bound =>
          bound === null ? null : double(bound),
        )
      : [null, column(valueColumns(metric).cap)];
  const branches = [
    ...(upper ? [{ when: compare(value, '>', upper), then: upper }] : []),
    ...(lower ? [{ when: compare(value, '<', lower), then: lower }] : []),
  ];
  return caseWhen(branches, value);
};

const onlyWhen = (
  conditions: readonly Expression[],
  value: Expression,
): Expression =>
  conditions.length === 0
    ? value
    : caseWhen([{ when: and(conditions), then: value }]);

/** When a unit enters a metric; empty when all do. */
const enteringConditions = (
  plan: ComputationPlan,
  metric: MetricPlan,
): readonly Expression[] => {
  const entered = hasEntered(plan, metric.window, column('exposed_at'));
  return [
    ...(entered === null ? [] : [entered]),
    ...(metric.isZeroFilled ? [] : [not(isNull(column(metric.column)))]),
  ];
};

/** A unit's number without a cap, whether it enters or not. */
const rawNumber = (metric: MetricPlan): Expression => {
  const total = doubleColumn(metric.column);
  if (metric.value === 'proportion') return reaches(metric, total);
  const isFilled =
    metric.isZeroFilled &&
    (metric.denominator !== null || metric.preExposure !== null);
  return isFilled ? coalesce([total, zero]) : total;
};

const numberWhenEntered = (
  plan: ComputationPlan,
  metric: MetricPlan,
  value: Expression,
): Expression => {
  const isNullAnyway = metric.value === 'amount' || metric.isZeroFilled;
  const entered = hasEntered(plan, metric.window, column('exposed_at'));
  return onlyWhen(
    isNullAnyway
      ? entered === null
        ? []
        : [entered]
      : enteringConditions(plan, metric),
    value,
  );
};

/**
 * The number a unit enters the analysis with, before any cap; NULL when it
 * does not enter.
 */
export const uncappedNumber = (
  plan: ComputationPlan,
  metric: MetricPlan,
): Expression => numberWhenEntered(plan, metric, rawNumber(metric));

/** The number a unit enters the analysis with; NULL when it does not enter. */
export const analysedNumber = (
  plan: ComputationPlan,
  metric: MetricPlan,
): Expression =>
  numberWhenEntered(plan, metric, clamped(metric, rawNumber(metric)));

const preExposureNumbers = (metric: MetricPlan): Expression[] => {
  const { preExposure, isZeroFilled, denominator } = metric;
  if (preExposure === null) return [];
  const names = valueColumns(metric);
  const before = doubleColumn(names.before);
  const value =
    metric.value === 'proportion'
      ? reaches(metric, before)
      : isZeroFilled
        ? clamped(metric, coalesce([before, zero]))
        : coalesce([clamped(metric, before), zero]);
  const isMissing = caseWhen([{ when: isNull(before), then: one }], zero);
  return [
    value,
    ...(denominator === null
      ? []
      : [coalesce([doubleColumn(names.denominatorBefore), zero])]),
    ...(preExposure.hasIndicator ? [isMissing] : []),
  ];
};

/**
 * What is measured on a unit beside its number: the denominator of a ratio,
 * covariates of the table of units, then the values from before exposure.
 */
export const companionNumbers = (
  plan: ComputationPlan,
  metric: MetricPlan,
): readonly Expression[] => {
  const conditions = enteringConditions(plan, metric);
  const { denominator } = metric;
  return [
    ...(denominator === null
      ? []
      : [coalesce([doubleColumn(denominator.column), zero])]),
    ...metric.covariateColumns.map(name => column(name)),
    ...preExposureNumbers(metric),
  ].map(value => onlyWhen(conditions, value));
};

/** How many variables are measured on a unit beside the metric. */
export const companionCount = ({
  denominator,
  covariateColumns,
  preExposure,
}: MetricPlan): number => {
  const ofDenominator = denominator === null ? 0 : 1;
  const before =
    preExposure === null
      ? 0
      : 1 + ofDenominator + (preExposure.hasIndicator ? 1 : 0);
  return ofDenominator + covariateColumns.length + before;
};
