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

type Refusal = Pick<Problem, 'code' | 'message'>;

/** The answer for a metric whose baseline is not known. */
export const problemAnswer = (
  metricId: string,
  problem: Refusal | undefined,
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

type Figures = { readonly mean: number; readonly variance: number };

const noUnits = (
  { id }: Metric,
  units: number,
  { populationUnits }: BaselineResult,
): Refusal => ({
  code: 'ETUDE_METRICS_BASELINE_NO_UNITS',
  message: `Metric '${id}' has a value for ${units} of the ${populationUnits} units of the period; a baseline takes at least two. Ask for more days, or wait for more traffic.`,
});

const noFacts = ({ id }: Metric, units: number): Refusal => ({
  code: 'ETUDE_METRICS_BASELINE_NO_FACTS',
  message: `None of the ${units} units has a fact of metric '${id}' in the period, so its baseline is not known. Ask for more days, or check that the events arrive.`,
});

const noRatio = ({ id }: Metric, units: number, reason: string): Refusal => ({
  code: 'ETUDE_METRICS_BASELINE_NO_RATIO',
  message: `Ratio '${id}' of the ${units} units of the period has no baseline: ${reason}`,
});

/** Mean and variance of one unit of a ratio: those of its linearised value. */
const ratioFigures = (
  metric: Metric,
  units: number,
  moments: readonly MomentsRow[],
): Figures | Refusal => {
  const pair = moments.map(pairOf).reduce(mergePairMoments, EMPTY_PAIR_MOMENTS);
  if (pair.meanX === 0) {
    const isEmpty = pair.m2X === 0 && pair.meanY === 0 && pair.m2Y === 0;
    return isEmpty
      ? noFacts(metric, units)
      : noRatio(
          metric,
          units,
          'its denominator sums to 0. Ask for more days, or check the facts that it is divided by.',
        );
  }
  const summary = ratioSummary(pair);
  return summary.ok
    ? summary.value
    : noRatio(
        metric,
        units,
        summary.problems.map(({ message }) => message).join(' '),
      );
};

/** Mean and variance of one unit, or why there are none. */
const figuresOf = (
  metric: Metric,
  found: BaselineResult['metrics'][number] | undefined,
  result: BaselineResult,
): Figures | Refusal => {
  const { units = 0, mean = 0, variance = null, moments } = found ?? {};
  if (variance === null) return noUnits(metric, units, result);
  const figures = moments
    ? ratioFigures(metric, units, moments)
    : { mean, variance };
  const isEmpty =
    !('code' in figures) && figures.mean === 0 && figures.variance === 0;
  return isEmpty ? noFacts(metric, units) : figures;
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
  const found = result.metrics.find(({ metricId }) => metricId === metric.id);
  const figures = figuresOf(metric, found, result);
  if ('code' in figures) return problemAnswer(metric.id, figures, runId);
  return {
    status: 'known',
    metricId: metric.id,
    mean: figures.mean,
    variance: figures.variance,
    units: found?.units ?? 0,
    unitsPerDay: hasTime ? result.unitsPerDay : null,
    cumulativeUnits: hasTime ? result.cumulativeUnits : null,
    population: kind,
    runId,
  };
};
