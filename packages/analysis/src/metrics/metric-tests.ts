import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import type { SampleSummary } from '@etude/stats';
import {
  asymptoticConfidenceSequence,
  meanDifferenceTest,
  normalUpperQuantile,
  relativeLift,
  testEffect,
  varianceOfMean,
} from '@etude/stats';
import type {
  AdjustedDesign,
  Interval,
  MetricBound,
  MetricDifference,
  MetricLift,
} from '../analysis-result';
import { levelOf, mainTestOf } from '../decision/error-rates';
import type { LookLevel } from '../designs/look-level';
import { lookLevel } from '../designs/look-level';
import type { CriticalValues } from '../designs/critical-values';
import type { Watch } from '../designs/watch';
import type { TestHistory } from '../looks/look-history';
import type { ComparedSamples } from './compared-samples';

/** One directed test at one look, with what it leaves for the next. */
export type JudgedTest = {
  readonly bound: MetricBound;
  readonly level: LookLevel;
  readonly history: TestHistory;
};

/** Estimates and tests of one metric in one treatment variant. */
export type MetricTests = {
  readonly difference: MetricDifference;
  readonly lift: MetricLift | undefined;
  /** The test by which the metric takes part in the decision. */
  readonly main: JudgedTest;
  readonly inferiority: JudgedTest;
};

/** How and how often each test of a metric has been looked at. */
export type TestWatch = (kind: MetricBound['kind']) => {
  readonly watch: Watch;
  readonly history: TestHistory;
};

/** A metric to be tested at its adjusted levels. */
export type MetricTestInput = {
  readonly metric: ExperimentMetric;
  readonly samples: ComparedSamples;
  readonly design: AdjustedDesign;
  readonly watchOf: TestWatch;
  readonly criticalValues: CriticalValues;
};

/** An interval whose infinite ends are open. */
export const openEnds = ([from, to]: readonly [number, number]): Interval => [
  Number.isFinite(from) ? from : null,
  Number.isFinite(to) ? to : null,
];

const LARGEST_Z = 37;

// A look that may not spend anything (yet, or any more) excludes nothing: its
// intervals are open.
const OPEN: Interval = [null, null];

/** The level at which figures of a look are computed that may spend nothing. */
export const LEAST_LEVEL = 1e-300;

type Effect = {
  readonly difference: number;
  readonly stdErr: number;
  readonly df: number;
};

const effectOf = ({ control, treatment, df }: ComparedSamples): Effect => ({
  difference: treatment.mean - control.mean,
  stdErr: Math.sqrt(varianceOfMean(control) + varianceOfMean(treatment)),
  df,
});

type Hypothesis = {
  readonly kind: MetricBound['kind'];
  readonly side: 'larger' | 'smaller';
  readonly nullValue: number;
  readonly alpha: number;
};

const hypothesisOf = (
  { metric, samples, design }: MetricTestInput,
  kind: MetricBound['kind'],
): Hypothesis => {
  const isIncrease = metric.direction === 'increase';
  if (kind === 'inferiority') {
    const side = isIncrease ? 'smaller' : 'larger';
    return { kind, side, nullValue: 0, alpha: design.alphaDeterioration };
  }
  const margin =
    kind === 'non-inferiority'
      ? (metric.nimRelative ?? Number.NaN) * Math.abs(samples.baseline)
      : 0;
  return {
    kind,
    side: isIncrease ? 'larger' : 'smaller',
    nullValue: isIncrease ? 0 - margin : margin,
    alpha: levelOf(metric, design),
  };
};

// With few clusters the statistic is t: its tail, as a z with the same tail.
const supportOf = (
  statistic: number,
  pValue: number,
  { side, df }: { readonly side: Hypothesis['side']; readonly df: number },
): number => {
  if (df === Infinity) return side === 'larger' ? statistic : -statistic;
  return Math.max(-LARGEST_Z, Math.min(normalUpperQuantile(pValue), LARGEST_Z));
};

const isSignificant = (
  level: LookLevel,
  { pValue, alpha }: { readonly pValue: number; readonly alpha: number },
): boolean => {
  if (level.runningP !== null) return level.runningP <= alpha;
  return level.nominal > 0 && pValue <= level.nominal;
};

const judgedTest = (
  input: MetricTestInput,
  effect: Effect,
  hypothesis: Hypothesis,
): Result<JudgedTest> => {
  const { kind, side, nullValue, alpha } = hypothesis;
  const { watch, history } = input.watchOf(kind);
  const asked = { ...effect, alternative: side, null: nullValue };
  const fixed = testEffect({ ...asked, alpha });
  if (!fixed.ok) return fixed;
  const { statistic, pValue } = fixed.value;
  const { control, treatment } = input.samples;
  const look = lookLevel({
    watch,
    alpha,
    history,
    units: control.n + treatment.n,
    statistic: supportOf(statistic, pValue, { side, df: effect.df }),
    criticalValues: input.criticalValues,
  });
  if (!look.ok) return look;
  const level = look.value;
  const atLook =
    level.method === 'once'
      ? fixed
      : testEffect({ ...asked, alpha: level.nominal || LEAST_LEVEL });
  if (!atLook.ok) return atLook;
  return ok({
    level,
    history,
    bound: {
      kind,
      nullValue,
      statistic,
      pValue: level.runningP ?? pValue,
      alpha: level.method === 'group-sequential' ? level.nominal : alpha,
      significant:
        history.crossedAt !== undefined ||
        isSignificant(level, { pValue, alpha }),
      ci: level.nominal === 0 ? OPEN : openEnds(atLook.value.ci),
    },
  });
};

/**
 * Treatment − control with a two-sided interval at `alpha`, as the stored
 * difference of a metric; with an alpha of 0 the interval is open.
 */
export const shownDifference = (
  samples: ComparedSamples,
  alpha: number,
): Result<MetricDifference> => {
  const { control, treatment, df } = samples;
  const checked = meanDifferenceTest({
    control,
    treatment,
    alternative: 'two-sided',
    alpha: alpha || LEAST_LEVEL,
  });
  const test =
    checked.ok && df !== Infinity
      ? testEffect({
          ...effectOf(samples),
          alternative: 'two-sided',
          alpha: alpha || LEAST_LEVEL,
        })
      : checked;
  if (!test.ok) return test;
  const { difference, stdErr, pValue, ci } = test.value;
  return ok({
    estimate: difference,
    stdErr,
    ci: alpha === 0 ? OPEN : openEnds(ci),
    pValue,
  });
};

// The delta method takes the denominator for nearly certain.
const MIN_DELTA_STD_ERRS = 10;

/** How the interval of a lift is made: a control mean near 0 takes Fieller's. */
export const liftMethodOf = ({
  control,
  baseline,
}: ComparedSamples): 'delta' | 'fieller' =>
  Math.abs(baseline) < MIN_DELTA_STD_ERRS * Math.sqrt(varianceOfMean(control))
    ? 'fieller'
    : 'delta';

/**
 * The relative effect with its interval: the difference as a share of the
 * *unadjusted* control mean. Undefined when that is 0, or so close to 0 that
 * the interval has no end.
 */
export const shownLift = (
  samples: ComparedSamples,
  alpha: number,
): MetricLift | undefined => {
  const { control, treatment, baseline } = samples;
  const stdErrOf = (sample: SampleSummary): number =>
    Math.sqrt(varianceOfMean(sample));
  const method = liftMethodOf(samples);
  const result = relativeLift({
    method,
    control: { mean: baseline, stdErr: stdErrOf(control) },
    treatment: {
      mean: baseline + (treatment.mean - control.mean),
      stdErr: stdErrOf(treatment),
    },
    alpha: alpha || LEAST_LEVEL,
    df: samples.df,
  });
  return result.ok
    ? {
        estimate: result.value.lift,
        ci: alpha === 0 ? OPEN : openEnds(result.value.ci),
        ...(method === 'fieller' ? { method } : {}),
      }
    : undefined;
};

// The p-value of no difference has to hold at every look, as the interval.
const alwaysValidP = (
  { estimate, stdErr }: MetricDifference,
  { samples, metric, design, watchOf }: MetricTestInput,
): number | undefined => {
  const { watch } = watchOf(mainTestOf(metric));
  if (watch.kind !== 'always-valid') return undefined;
  const sequence = asymptoticConfidenceSequence({
    difference: estimate,
    stdErr,
    nTotal: samples.control.n + samples.treatment.n,
    tuningN: watch.tuningUnits,
    alpha: 2 * levelOf(metric, design),
    alternative: 'two-sided',
  });
  return sequence.ok ? sequence.value.pValue : undefined;
};

/**
 * Everything the design asks of one metric in one treatment variant.
 *
 * Intervals to show are two-sided at twice the one-sided level of the look,
 * so that their relevant end is the bound the decision uses: with a
 * sequential design they hold at all looks together. A lift is left out when
 * the control mean has none (0). Refuses with the reasons of the statistics:
 * fewer than two units in a variant, no variance, units that vanished.
 */
export const testMetric = (input: MetricTestInput): Result<MetricTests> => {
  const { metric, samples, design } = input;
  // Checks the samples before anything is made of them.
  const checked = shownDifference(samples, 2 * levelOf(metric, design));
  if (!checked.ok) return checked;
  const effect = effectOf(samples);
  const kind = mainTestOf(metric);
  const inferiority = judgedTest(
    input,
    effect,
    hypothesisOf(input, 'inferiority'),
  );
  if (!inferiority.ok) return inferiority;
  const main =
    kind === 'inferiority'
      ? inferiority
      : judgedTest(input, effect, hypothesisOf(input, kind));
  if (!main.ok) return main;
  const { level } = main.value;
  const alpha =
    level.method === 'once' ? 2 * levelOf(metric, design) : 2 * level.nominal;
  const shown =
    level.method === 'once' ? checked : shownDifference(samples, alpha);
  if (!shown.ok) return shown;
  return ok({
    difference: {
      ...shown.value,
      pValue: alwaysValidP(shown.value, input) ?? shown.value.pValue,
    },
    lift: shownLift(samples, alpha),
    main: main.value,
    inferiority: inferiority.value,
  });
};
