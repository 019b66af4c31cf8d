import type { Problem } from '@etude/kernel';
import type { BaselineResult, Metric, MomentsRow } from '@etude/metrics';
import type { MetricBaseline } from '@etude/plugin-metrics-common';
import {
  EMPTY_PAIR_MOMENTS,
  mergePairMoments,
  ratioSummary,
} from '@etude/stats';
import type { PairMoments } from '@etude/stats';

/** Which units a baseline was made of. */
export type PopulationKind = Extract<
  MetricBaseline,
  { status: 'known' }
>['population'];

/** The answer for a metric whose baseline is not known. */
export const problemAnswer = (
  metricId: string,
  problem: Pick<Problem, 'code' | 'message'> | undefined,
  runId: string | null,
): MetricBaseline => ({
  status: 'problem',
  metricId,
  problem: {
    code: problem?.code ?? 'ETUDE_METRICS_BASELINE_UNKNOWN',
    message: problem?.message ?? 'The baseline is not known.',
  },
  runId,
});

const pairOf = ({ n, mean, m2, companions }: MomentsRow): PairMoments => ({
  n,
  meanX: companions?.means[0] ?? Number.NaN,
  meanY: mean,
  m2X: companions?.comoments[1] ?? Number.NaN,
  m2Y: m2,
  cXY: companions?.comoments[0] ?? Number.NaN,
});

/** Mean and variance of one unit; of a ratio those of its linearised value. */
const baselineOf = (metric: Metric, result: BaselineResult) => {
  const found = result.metrics.find(({ metricId }) => metricId === metric.id);
  if (found?.moments === undefined) return found;
  const pair = found.moments
    .map(pairOf)
    .reduce(mergePairMoments, EMPTY_PAIR_MOMENTS);
  const summary = ratioSummary(pair);
  return summary.ok
    ? { ...found, ...summary.value }
    : { ...found, variance: null };
};

/** The answer for a metric of a run: its baseline, or why there is none. */
export const answerOf = (
  metric: Metric,
  run: {
    readonly kind: PopulationKind;
    readonly hasTime: boolean;
    readonly runId: string;
    readonly result: BaselineResult;
  },
): MetricBaseline => {
  const { kind, hasTime, runId, result } = run;
  const found = baselineOf(metric, result);
  if (!found || found.variance === null) {
    const units = found?.units ?? 0;
    return problemAnswer(
      metric.id,
      {
        code: 'ETUDE_METRICS_BASELINE_NO_UNITS',
        message: `Metric '${metric.id}' has a value for ${units} of the ${result.populationUnits} units of the period; a baseline takes at least two. Ask for more days, or wait for more traffic.`,
      },
      runId,
    );
  }
  if (found.mean === 0 && found.variance === 0) {
    return problemAnswer(
      metric.id,
      {
        code: 'ETUDE_METRICS_BASELINE_NO_FACTS',
        message: `None of the ${found.units} units has a fact of metric '${metric.id}' in the period, so its baseline is not known. Ask for more days, or check that the events arrive.`,
      },
      runId,
    );
  }
  return {
    status: 'known',
    metricId: metric.id,
    mean: found.mean,
    variance: found.variance,
    units: found.units,
    unitsPerDay: hasTime ? result.unitsPerDay : null,
    cumulativeUnits: hasTime ? result.cumulativeUnits : null,
    population: kind,
    runId,
  };
};
