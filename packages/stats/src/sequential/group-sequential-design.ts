import { checkPower } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import { designDistance } from '../sample-size/required-sample-size';
import { solveIncreasing } from '../special/solve-increasing';
import { exitProbability, startPath, survive } from './brownian-exit';
import type { GroupSequentialSchedule } from './group-sequential-bounds';
import { groupSequentialBounds } from './group-sequential-bounds';

/** Chance to stop for the effect, in total and at each look. */
export type GroupSequentialPower = {
  readonly power: number;
  readonly rejectProbabilityPerLook: readonly number[];
};

/** What sequential looks cost and save, against a fixed horizon. */
export type GroupSequentialInflation = {
  /** Maximal units over those of the fixed-horizon test. */
  readonly inflationFactor: number;
  /** Expected units under the effect, over the fixed horizon's. */
  readonly expectedRatioUnderEffect: number;
  /** Expected units without an effect, over the fixed horizon's. */
  readonly expectedRatioUnderNull: number;
};

const crossingsOf = (
  fractions: readonly number[],
  z: readonly number[],
  drift: number,
): readonly number[] => {
  let path = startPath(drift);
  return fractions.map((t, k) => {
    // A repeated look cannot reject again.
    if (t <= path.t) return 0;
    const level = (z[k] ?? Infinity) * Math.sqrt(t);
    const probability = exitProbability(path, t, level);
    const next = fractions.find(later => later > t) ?? t + 1;
    path = survive(path, { t, level, nextDt: next - t });
    return probability;
  });
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/**
 * Power of a group sequential test at a drift θ, the expected z at full
 * information (`effect / se` at the planned end).
 *
 * The recursion of the bounds with mean θ·dt per increment; crossings on the
 * wrong side are ignored. Source: Jennison & Turnbull 2000, chapter 19.
 */
export const groupSequentialPower = (
  schedule: GroupSequentialSchedule & { readonly drift: number },
): StatsResult<GroupSequentialPower> => {
  const bounds = groupSequentialBounds(schedule);
  if (!bounds.ok) return bounds;
  const perLook = crossingsOf(
    schedule.informationFractions,
    bounds.value.z,
    schedule.drift,
  );
  return computed({ power: sum(perLook), rejectProbabilityPerLook: perLook });
};

// Expected information fraction at the end of the test.
const expectedFraction = (
  fractions: readonly number[],
  stops: readonly number[],
): number =>
  1 -
  sum(stops.map((probability, k) => probability * (1 - (fractions[k] ?? 1))));

/**
 * The factor by which a group sequential test needs more units at most than
 * the fixed-horizon test, and what it needs on average.
 *
 * Solves `P(cross | drift θ) = power`; factor `(θ/(z_{1−α/sides} + z_power))²`.
 * Source: Jennison & Turnbull 2000, chapter 7. The last look has to be at
 * fraction 1. Checked against rpact.
 */
export const groupSequentialInflation = (
  schedule: GroupSequentialSchedule & { readonly power: number },
): StatsResult<GroupSequentialInflation> => {
  const { informationFractions: fractions, power } = schedule;
  const refusal = refusalOf([
    ...checkPower(power),
    ...(fractions.at(-1) === 1
      ? []
      : [
          {
            code: 'ETUDE_STATS_INVALID_SCHEDULE' as const,
            path: 'informationFractions',
            message: `The last look is at ${fractions.at(-1)}: a plan ends at information fraction 1.`,
          },
        ]),
  ]);
  if (refusal) return refusal;
  const bounds = groupSequentialBounds(schedule);
  if (!bounds.ok) return bounds;
  const { z } = bounds.value;
  const fixed = designDistance(schedule);
  const drift = solveIncreasing(
    theta => sum(crossingsOf(fractions, z, theta)) - power,
    { guess: fixed, step: 0.05 * fixed },
  );
  if (Number.isNaN(drift)) {
    return refusedWith({
      code: 'ETUDE_STATS_NO_CONVERGENCE',
      path: 'power',
      message: `No drift reaches a power of ${power} with these looks.`,
    });
  }
  const inflationFactor = (drift / fixed) ** 2;
  const underNull = crossingsOf(fractions, z, 0).map(p => p * schedule.sides);
  return computed({
    inflationFactor,
    expectedRatioUnderEffect:
      inflationFactor *
      expectedFraction(fractions, crossingsOf(fractions, z, drift)),
    expectedRatioUnderNull:
      inflationFactor * expectedFraction(fractions, underNull),
  });
};
