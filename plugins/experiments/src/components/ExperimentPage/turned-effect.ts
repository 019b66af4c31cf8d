import type { MetricResult } from '../../experiment-types';

type Interval = readonly [number | null, number | null];

/** A relative effect turned so that greater is better. */
export type TurnedEffect = {
  readonly estimate: number;
  readonly interval: Interval;
  readonly mde: number | undefined;
  readonly nonInferiorityMargin: number | undefined;
};

const negated = (end: number | null): number | null =>
  end === null ? null : -end;

/** The effect of a row to plot; undefined when there is no estimate of it. */
export const turnedEffect = (
  result: Pick<
    MetricResult,
    'lift' | 'control' | 'direction' | 'mdeRelative' | 'nimRelative'
  >,
): TurnedEffect | undefined => {
  const { lift, control, direction, mdeRelative, nimRelative } = result;
  if (!lift || !control) return undefined;
  // Relative to a negative mean, more of the metric has a negative sign.
  const isTurned = (direction === 'decrease') !== control.mean < 0;
  const [from, to] = lift.ci;
  return {
    estimate: isTurned ? -lift.estimate : lift.estimate,
    interval: isTurned ? [negated(to), negated(from)] : [from, to],
    mde: mdeRelative,
    nonInferiorityMargin: nimRelative === undefined ? undefined : -nimRelative,
  };
};

const KIND = {
  success: 'superiority',
  guardrail: 'non-inferiority',
  deterioration: 'inferiority',
} as const;

/** The test that the outcome of a row rests on. */
export const decisiveTest = (result: MetricResult) => {
  const tests = result.bound ?? [];
  const kind = result.outcome === 'worse' ? 'inferiority' : KIND[result.role];
  return tests.find(test => test.kind === kind) ?? tests[0];
};
