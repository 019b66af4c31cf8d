import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import { normalUpperQuantile, testEffect } from '@etude/stats';
import type { AdjustedDesign, MetricBound } from '../analysis-result';
import { levelOf } from '../decision/error-rates';
import type { CriticalValues } from '../designs/critical-values';
import type { LookLevel } from '../designs/look-level';
import { lookLevel } from '../designs/look-level';
import type { Watch } from '../designs/watch';
import type { TestHistory } from '../looks/look-history';
import type { ComparedSamples } from './compared-samples';
import {
  LEAST_LEVEL,
  OPEN_INTERVAL,
  effectOf,
  openEnds,
} from './shown-difference';

/** One directed test at one look, with what it leaves for the next. */
export type JudgedTest = {
  readonly bound: MetricBound;
  readonly level: LookLevel;
  readonly history: TestHistory;
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

/** Beyond this z a tail has no number left. */
export const LARGEST_Z = 37;

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

/**
 * What speaks for the alternative, as a z. With few clusters the statistic is
 * t: its tail, as a z with the same tail.
 */
export const supportOf = (
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

/**
 * One directed test of a metric at this look. Refuses with the reasons of the
 * statistics.
 */
export const judgedTest = (
  input: MetricTestInput,
  kind: MetricBound['kind'],
): Result<JudgedTest> => {
  const { side, nullValue, alpha } = hypothesisOf(input, kind);
  const effect = effectOf(input.samples);
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
      ci: level.nominal === 0 ? OPEN_INTERVAL : openEnds(atLook.value.ci),
    },
  });
};
