import type { Problem } from '@etude/kernel';
import { metricFigures } from '@etude/metrics';
import type { Metric } from '@etude/metrics';
import type { DetectableEffect } from '@etude/plugin-metrics-common';
import {
  expectedUnitsByDay,
  poweredEffect,
  poweredEffectForProportion,
} from '@etude/stats';
import type { StatsResult } from '@etude/stats';

/** One-sided, as tests of success metrics are planned. */
const TARGET = { alpha: 0.05, power: 0.8, sides: 1 } as const;
const PERIODS_DAYS = [7, 14, 28];
const VARIANTS = 2;

/** What a detectable effect is worked out from. */
export type DetectableInput = {
  readonly metric: Metric;
  readonly mean: number;
  /** Of one unit; of the units that enter. */
  readonly variance: number;
  /** Distinct units first seen up to each day; null without time. */
  readonly cumulativeUnits: readonly number[] | null;
  /** Share of units that enter the metric: all but those left out. */
  readonly enteringShare: number;
};

const absoluteEffect = (
  { metric, mean, variance }: DetectableInput,
  n: number,
): StatsResult<number> =>
  metricFigures(metric).type === 'proportion'
    ? poweredEffectForProportion({
        ...TARGET,
        baseline: mean,
        nControl: n,
        nTreatment: n,
        direction: metric.direction,
      })
    : poweredEffect({
        ...TARGET,
        control: { n, variance },
        treatment: { n, variance },
      });

type Detectable =
  | { readonly status: 'known'; readonly value: DetectableEffect }
  | {
      readonly status: 'problem';
      readonly problem: Pick<Problem, 'code' | 'message'>;
    };

const unknown = (message: string): Detectable => ({
  status: 'problem',
  problem: { code: 'ETUDE_METRICS_NOT_DETECTABLE', message },
});

/**
 * The relative effects that two variants of equal size would detect after one,
 * two and four weeks of the traffic seen, at α = 0.05 (one-sided) and 80 %
 * power at a fixed horizon without CUPED; or why that is not known.
 */
export const detectableEffect = (input: DetectableInput): Detectable => {
  const { mean, variance, cumulativeUnits, enteringShare } = input;
  if (cumulativeUnits === null) {
    return unknown(
      'How many units come by per day is not known: it takes rows with a time, on at least two whole days.',
    );
  }
  if (mean === 0) {
    return unknown(
      'The mean is 0, so no effect can be told relative to it. Choose more days, or another metric.',
    );
  }
  if (variance === 0) {
    return unknown(
      'All units have the same value, so how small an effect would be detected cannot be told. Check the filters and the threshold.',
    );
  }
  const periods: DetectableEffect['periods'][number][] = [];
  for (const days of PERIODS_DAYS) {
    const arrived = expectedUnitsByDay({
      cumulativeUniqueUnits: [...cumulativeUnits],
      trafficShare: 1,
      day: days,
    });
    if (!arrived.ok)
      return unknown(arrived.problems.map(({ message }) => message).join(' '));
    const perVariant = Math.floor((arrived.value * enteringShare) / VARIANTS);
    const effect = absoluteEffect(input, perVariant);
    // Too few units for one period may be enough for a longer one.
    if (effect.ok) {
      periods.push({
        days,
        units: perVariant * VARIANTS,
        relative: effect.value / Math.abs(mean),
      });
    }
  }
  const { alpha, power } = TARGET;
  return periods.length === 0
    ? unknown(
        'Even four weeks of this traffic are too few units to detect any effect.',
      )
    : { status: 'known', value: { alpha, power, periods } };
};
