import { normalSf, normalUpperQuantile } from '../distributions/normal';
import { checkAlpha } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type { Sides } from '../sample-size/required-sample-size';
import { solveIncreasing } from '../special/solve-increasing';
import type { AlphaSpending } from './alpha-spending';
import { checkSpending, spentAlpha } from './alpha-spending';
import type { SurvivingPath } from './brownian-exit';
import { exitProbability, startPath, survive } from './brownian-exit';

/** When a group sequential test looks and what it may spend. */
export type GroupSequentialSchedule = {
  readonly spending: AlphaSpending;
  /** Increasing, in (0, 1]: units seen over units planned. */
  readonly informationFractions: readonly number[];
  readonly alpha: number;
  /** Two sides are two one-sided tests at alpha/2. */
  readonly sides: Sides;
};

/** Critical values of every look, in order. */
export type GroupSequentialBounds = {
  /** Reject when z exceeds it (either side, if two-sided). */
  readonly z: readonly number[];
  readonly cumulativeAlphaPerSide: readonly number[];
  /** `1 − Φ(z)`: the level of the look on its own. */
  readonly nominalPPerSide: readonly number[];
};

// Looks closer than this carry no new information: the bound is reused.
const MIN_INCREMENT = 1e-5;

/** Problems of a schedule of looks. */
export const checkSchedule = (
  schedule: GroupSequentialSchedule,
): readonly StatsProblem[] => {
  const fractions = schedule.informationFractions;
  const isValid =
    fractions.length > 0 &&
    fractions.every((t, k) => t > 0 && t <= 1 && t >= (fractions[k - 1] ?? 0));
  return [
    ...checkAlpha(schedule.alpha),
    ...checkSpending(schedule.spending),
    ...(isValid
      ? []
      : [
          {
            code: 'ETUDE_STATS_INVALID_SCHEDULE' as const,
            path: 'informationFractions',
            message: `informationFractions are ${JSON.stringify(fractions)}: they lie in (0, 1] and never decrease. A decrease means that units vanished from the data.`,
          },
        ]),
  ];
};

const boundLevel = (
  path: SurvivingPath,
  t: number,
  increment: number,
): number => {
  if (increment <= 0) return Infinity;
  if (path.t === 0) return normalUpperQuantile(increment) * Math.sqrt(t);
  const target = Math.log(increment);
  return solveIncreasing(
    level => target - Math.log(exitProbability(path, t, level)),
    { guess: 2 * Math.sqrt(t), step: 0.25 * Math.sqrt(t) },
  );
};

const noConvergence = (look: number): StatsProblem => ({
  code: 'ETUDE_STATS_NO_CONVERGENCE',
  path: `informationFractions[${look}]`,
  message: `The bound of look ${look + 1} could not be solved. Use fewer looks or another spending function.`,
});

/**
 * Critical values of a group sequential test.
 *
 * The bound of look k solves `P(no crossing before, Z_k ≥ c_k) = α(t_k) −
 * α(t_{k−1})` by the recursion of Armitage, McPherson & Rowe 1969 on
 * composite Gauss–Legendre nodes. Source: Lan & DeMets 1983; Jennison &
 * Turnbull 2000, *Group Sequential Methods*, chapters 7 and 19. Error in z
 * below 1e-6 (checked against rpact); one look gives the fixed-horizon value.
 * Two sides are treated apart at alpha/2, within 2e-4 of the joint solution
 * for alpha ≤ 0.05. A look that may spend nothing has the bound Infinity.
 */
export const groupSequentialBounds = (
  schedule: GroupSequentialSchedule,
): StatsResult<GroupSequentialBounds> => {
  const refusal = refusalOf(checkSchedule(schedule));
  if (refusal) return refusal;
  const { informationFractions: fractions, spending } = schedule;
  const perSide = schedule.alpha / schedule.sides;
  const z: number[] = [];
  const cumulative: number[] = [];
  let path = startPath(0);
  let [spent, previous] = [0, Infinity];
  for (const [k, t] of fractions.entries()) {
    if (t - path.t >= MIN_INCREMENT || k === 0) {
      const upTo = spentAlpha(spending, t, perSide);
      const level = boundLevel(path, t, upTo - spent);
      if (Number.isNaN(level)) return refusedWith(noConvergence(k));
      const next = fractions.find(later => later - t >= MIN_INCREMENT);
      path = survive(path, { t, level, nextDt: (next ?? t + 1) - t });
      [spent, previous] = [upTo, level / Math.sqrt(t)];
    }
    z.push(previous);
    cumulative.push(spent);
  }
  return computed({
    z,
    cumulativeAlphaPerSide: cumulative,
    nominalPPerSide: z.map(normalSf),
  });
};
