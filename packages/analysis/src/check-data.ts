import type { AnalysisInput } from './analysis-input';
import type { HealthCheck, MetricResult } from './analysis-result';
import { listNames } from './format-number';

const isDeciding = ({ role }: MetricResult): boolean =>
  role !== 'deterioration';

/** Success metrics and guardrails without a usable result, each name once. */
export const unusableMetrics = (
  results: readonly MetricResult[],
): readonly string[] => [
  ...new Set(
    results
      .filter(result => isDeciding(result) && result.status === 'problem')
      .map(({ name }) => name),
  ),
];

const isOver = ({ state, plannedEndAt, now }: AnalysisInput): boolean =>
  state === 'ended' ||
  (plannedEndAt !== null &&
    new Date(now).getTime() >= new Date(plannedEndAt).getTime());

/**
 * Health check of the data: every success metric and guardrail has a usable
 * result in every variant. Before the planned end a gap is a warning, because
 * windows may still have to close.
 */
export const checkData = (
  input: AnalysisInput,
  results: readonly MetricResult[],
): HealthCheck => {
  const check = { id: 'data' as const, title: 'Data' };
  const missing = unusableMetrics(results);
  if (input.moments.length === 0 && !isOver(input)) {
    return {
      ...check,
      state: 'unknown',
      sentence: 'No metric has been computed yet.',
    };
  }
  if (missing.length === 0) {
    return {
      ...check,
      state: 'pass',
      sentence: 'Every success metric and guardrail has a result.',
    };
  }
  const figure = { name: 'metrics without a result', value: missing.length };
  const reason = results.find(
    result => isDeciding(result) && result.status === 'problem',
  )?.problem;
  return {
    ...check,
    figure,
    state: isOver(input) ? 'fail' : 'warn',
    sentence: `${listNames(missing)} ${missing.length === 1 ? 'has' : 'have'} no usable result${isOver(input) ? '' : ' yet'}.${reason === undefined ? '' : ` ${reason.message}`}`,
    nextStep:
      'Check that the fact table has rows for exposed units and that the filters and window of the metric let some through.',
  };
};
