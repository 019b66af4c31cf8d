import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck, MetricResult } from '../analysis-result';
import { listNames } from '../format-number';

const CHECK = { id: 'data' as const, title: 'Data', threshold: 0 };

const isDeciding = ({ role }: MetricResult): boolean =>
  role !== 'deterioration';

const namesOf = (results: readonly MetricResult[]): readonly string[] => [
  ...new Set(results.map(({ name }) => name)),
];

/** Success metrics and guardrails without a usable result, each name once. */
export const unusableMetrics = (
  results: readonly MetricResult[],
): readonly string[] =>
  namesOf(
    results.filter(result => isDeciding(result) && result.status === 'problem'),
  );

const isOver = ({ state, plannedEndAt, now }: AnalysisInput): boolean =>
  state === 'ended' ||
  (plannedEndAt !== null &&
    new Date(now).getTime() >= new Date(plannedEndAt).getTime());

type Cause = { readonly sentence: string; readonly nextStep: string };

const unitsOf = ({ moments, quantiles = [] }: AnalysisInput, id: string) => {
  const units = new Map<string, number>();
  const rows = [
    ...moments.filter(({ dimension }) => dimension === undefined),
    ...quantiles,
  ];
  for (const { metricId, variant, n } of rows) {
    if (metricId === id) units.set(variant, (units.get(variant) ?? 0) + n);
  }
  return units;
};

// Why one metric has no result: the warehouse refused it, nobody has a fact,
// one variant has none, or a test refused what is there.
const causeOf = (
  input: AnalysisInput,
  { metricId, name, problem }: MetricResult,
): Cause => {
  const failure = input.metricInfo.find(({ id }) => id === metricId)?.failure;
  if (failure !== undefined) {
    return {
      sentence: `${name} was not computed: ${failure}`,
      nextStep: 'Mend the metric or its fact table, then compute again.',
    };
  }
  const units = unitsOf(input, metricId);
  const ids = input.plan.variants.map(({ id }) => id);
  const empty = ids.filter(id => (units.get(id) ?? 0) === 0);
  if (empty.length === ids.length) {
    return {
      sentence: `${name} has no facts: no exposed unit has a value.`,
      nextStep:
        'Check that the fact table has rows for exposed units and that the filters and window of the metric let some through.',
    };
  }
  if (empty.length > 0) {
    return {
      sentence: `${name} has values, but none in ${listNames(empty)}.`,
      nextStep: `Check that facts are logged in ${listNames(empty)} too: a release that broke the logging looks like this.`,
    };
  }
  return {
    sentence: problem?.message ?? `${name} has no usable result.`,
    nextStep: 'Check the metric, its filters and its window.',
  };
};

const watchedSentence = (blind: readonly string[]): string =>
  blind.length === 0
    ? ''
    : ` ${listNames(blind)} should be watched for harm, but ${blind.length === 1 ? 'has' : 'have'} no result.`;

/**
 * Health check of the data: every success metric and guardrail has a usable
 * result in every variant. Before the planned end a gap is a warning, because
 * windows may still have to close; so is a metric that is only watched. The
 * sentence tells a metric that was not computed from one without facts and
 * one with an empty variant.
 */
export const checkData = (
  input: AnalysisInput,
  results: readonly MetricResult[],
): HealthCheck => {
  const hasNothing =
    input.moments.length === 0 && (input.quantiles ?? []).length === 0;
  const hasFailed = input.metricInfo.some(
    ({ failure }) => failure !== undefined,
  );
  if (hasNothing && !hasFailed && !isOver(input)) {
    return {
      ...CHECK,
      state: 'unknown',
      sentence: 'No metric has been computed yet.',
      nextStep: 'Wait for the first computation, or start one.',
    };
  }
  const gaps = results.filter(({ status }) => status === 'problem');
  const missing = unusableMetrics(results);
  const blind = namesOf(gaps.filter(result => !isDeciding(result)));
  const first = gaps.find(isDeciding) ?? gaps[0];
  if (first === undefined) {
    return {
      ...CHECK,
      figure: { name: 'metrics without a result', value: 0 },
      state: 'pass',
      sentence: 'Every metric has a result in every variant.',
    };
  }
  const cause = causeOf(input, first);
  return {
    ...CHECK,
    figure: {
      name: 'metrics without a result',
      value: missing.length + blind.length,
    },
    state: missing.length > 0 && isOver(input) ? 'fail' : 'warn',
    sentence: `${missing.length === 0 ? '' : `${listNames(missing)} ${missing.length === 1 ? 'has' : 'have'} no usable result${isOver(input) ? '' : ' yet'}. `}${cause.sentence}${watchedSentence(blind)}`,
    nextStep: cause.nextStep,
  };
};
