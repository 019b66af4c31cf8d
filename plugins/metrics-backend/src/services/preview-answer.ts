import type { Problem } from '@etude/kernel';
import { mergeMoments, readComputationRows } from '@etude/metrics';
import type {
  BaselineResult,
  ComputationResult,
  Metric,
  Moments,
  MomentsRow,
} from '@etude/metrics';
import type { MetricPreview } from '@etude/plugin-metrics-common';
import { answerOf } from './baseline-answer';
import { detectableEffect } from './detectable-effect';

type Rows = Parameters<typeof readComputationRows>[0];

/** What the query for a metric's own figures answered. */
export type FiguresAnswer = {
  readonly rows: Rows;
  readonly sql: string;
  readonly result: BaselineResult;
  readonly hasTime: boolean;
  readonly runId: string;
};

type Figures = MetricPreview['figures'];

const EMPTY: Moments = { n: 0, mean: 0, m2: 0 };

const merged = (rows: readonly MomentsRow[]): Moments =>
  rows.reduce<Moments>(mergeMoments, EMPTY);

const uncappedOf = ({ uncapped }: ComputationResult) => {
  if (uncapped.length === 0) {
    return { uncappedMean: null, uncappedVariance: null };
  }
  const { n, mean, m2 } = merged(uncapped);
  return {
    uncappedMean: mean,
    uncappedVariance: n > 1 ? m2 / (n - 1) : null,
  };
};

/** Mean of a day; of a ratio, what it comes to on that day. */
const dayMean = (rows: readonly MomentsRow[]): number => {
  const { n, mean } = merged(rows);
  const [first] = rows;
  if (first?.companions === undefined) return mean;
  const below = rows.reduce(
    (sum, row) => sum + row.n * (row.companions?.means[0] ?? 0),
    0,
  );
  return (mean * n) / below;
};

const historyOf = ({ moments }: ComputationResult): MetricPreview['history'] =>
  [...Map.groupBy(moments, row => row.exposureDate)]
    .flatMap(([date, rows]) => {
      const mean = dayMean(rows);
      // A ratio of a day on which nothing was there to divide by has no value.
      return date === null || !Number.isFinite(mean)
        ? []
        : [{ date, units: merged(rows).n, mean }];
    })
    .sort((a, b) => a.date.localeCompare(b.date));

const stepsOf = (
  { funnelSteps }: ComputationResult,
  { steps = [] }: Metric,
): MetricPreview['steps'] =>
  steps.map(({ name }, index) => ({
    name,
    units: funnelSteps
      .filter(({ step }) => step === index + 1)
      .reduce((sum, { units }) => sum + units, 0),
  }));

type FiguresPart = Pick<
  MetricPreview,
  'population' | 'figures' | 'history' | 'steps' | 'detectable'
>;

/** The metric's own figures, its history, and what would be detected. */
export const figuresPart = (
  metric: Metric,
  answer: FiguresAnswer,
): FiguresPart => {
  const { rows, sql, result, hasTime } = answer;
  const computed = readComputationRows(rows, sql);
  const baseline = answerOf(metric, { kind: 'with-facts', ...answer });
  const shared = {
    population: {
      units: result.populationUnits,
      unitsPerDay: hasTime ? result.unitsPerDay : null,
    },
    history: historyOf(computed),
    steps: stepsOf(computed, metric),
  };
  if (baseline.status === 'problem') {
    const { problem } = baseline;
    return {
      ...shared,
      figures: { status: 'problem', problem },
      detectable: { status: 'problem', problem },
    };
  }
  const { mean, variance, units, cumulativeUnits } = baseline;
  const figures: Figures = {
    status: 'known',
    value: {
      mean,
      variance,
      units,
      ...uncappedOf(computed),
      cap: computed.caps[metric.id] ?? null,
    },
  };
  const entered = result.populationUnits;
  return {
    ...shared,
    figures,
    detectable: detectableEffect({
      metric,
      mean,
      variance,
      cumulativeUnits,
      enteringShare: leavesOut(metric, units, entered),
    }),
  };
};

/**
 * Units whose window is not over yet will enter later; those that are left out
 * for want of a value will not.
 */
const leavesOut = (
  { nulls, aggregation, type }: Metric,
  units: number,
  population: number,
): number => {
  const isLeftOut =
    nulls === 'exclude' ||
    (nulls === undefined &&
      type === 'average' &&
      ['max', 'min', 'average', 'last'].includes(aggregation));
  return isLeftOut && population > 0 ? Math.min(1, units / population) : 1;
};

/** Why a metric has no figures of its own. */
export const withoutFigures = (
  problem: Pick<Problem, 'code' | 'message'>,
): Pick<MetricPreview, 'figures' | 'history' | 'steps' | 'detectable'> => ({
  figures: { status: 'problem', problem },
  history: [],
  steps: [],
  detectable: { status: 'problem', problem },
});
