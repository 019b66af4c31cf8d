import { checkCount, checkFinite } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type { DesignTarget } from '../sample-size/required-sample-size';
import {
  checkTarget,
  designDistance,
} from '../sample-size/required-sample-size';
import { solveIncreasing } from '../special/solve-increasing';
import type { AlphaSpending } from './alpha-spending';
import type { ReachedLook } from './boundary-crossings';
import {
  crossingChance,
  expectedFraction,
  stopChances,
} from './boundary-crossings';
import type {
  GroupSequentialBounds,
  GroupSequentialSchedule,
} from './group-sequential-bounds';
import { solvedLooks } from './group-sequential-bounds';
import type { NextLook } from './group-sequential-state';

/** Chance to stop for the effect, in total and at each look. */
export type GroupSequentialPower = {
  readonly power: number;
  readonly rejectProbabilityPerLook: readonly number[];
};

/** Where a plan looks: given fractions, or `looks` equally spaced ones. */
export type PlannedLooks =
  | { readonly informationFractions: readonly number[] }
  | { readonly looks: number };

/** A group sequential test to be planned. */
export type GroupSequentialDesignInput = DesignTarget &
  PlannedLooks & { readonly spending: AlphaSpending };

/**
 * What sequential looks cost and save. Ratios are to the units of the
 * fixed-horizon test with the same alpha, power and sides; lists have one
 * entry per look.
 */
export type GroupSequentialDesign = GroupSequentialBounds & {
  readonly informationFractions: readonly number[];
  /** Expected z at full information under the effect: `effect / se`. */
  readonly drift: number;
  /** Maximal units over those of the fixed-horizon test. */
  readonly inflationFactor: number;
  /** Chance to have found the effect by each look; the last is the power. */
  readonly cumulativePower: readonly number[];
  /** Chance that the test ends at each look; the last takes the rest. */
  readonly stopProbabilityUnderEffect: readonly number[];
  readonly stopProbabilityUnderNull: readonly number[];
  /** Expected units under the effect, over the fixed horizon's. */
  readonly expectedRatioUnderEffect: number;
  /** Expected units without an effect, over the fixed horizon's. */
  readonly expectedRatioUnderNull: number;
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

// What can be crossed: a repeated look or one without a bound cannot.
const reachedLooks = (
  looks: readonly NextLook[],
): readonly (ReachedLook | null)[] =>
  looks.map(({ state: { path, latest } }, k) => {
    const isRepeated = latest === looks[k - 1]?.state.latest;
    if (latest === null || latest.z === null || isRepeated) return null;
    return {
      path,
      look: { t: latest.t, level: latest.z * Math.sqrt(latest.t) },
    };
  });

const crossingsOf = (
  reached: readonly (ReachedLook | null)[],
  drift: number,
): readonly number[] => reached.map(at => (at ? crossingChance(at, drift) : 0));

/**
 * Power of a group sequential test at a drift θ, the expected z at full
 * information (`effect / se` at the planned end).
 *
 * The recursion of the bounds with its paths weighted by the likelihood ratio
 * of the drift; crossings on the wrong side are ignored. Source: Jennison &
 * Turnbull 2000, chapter 19.
 */
export const groupSequentialPower = (
  schedule: GroupSequentialSchedule & { readonly drift: number },
): StatsResult<GroupSequentialPower> => {
  const refusal = refusalOf(checkFinite(schedule.drift, 'drift'));
  if (refusal) return refusal;
  const looks = solvedLooks(schedule);
  if (!looks.ok) return looks;
  const perLook = crossingsOf(reachedLooks(looks.value), schedule.drift);
  return computed({ power: sum(perLook), rejectProbabilityPerLook: perLook });
};

// Steps grow with the square of the looks: ten times as many take minutes.
const MAX_LOOKS = 1000;

const tooManyLooks = (looks: number): StatsProblem => ({
  code: 'ETUDE_STATS_INVALID_COUNT',
  path: 'looks',
  message: `looks is ${looks}: at most ${MAX_LOOKS} are computed. For more use an always-valid test.`,
});

const fractionsOf = (planned: PlannedLooks): readonly number[] => {
  if ('informationFractions' in planned) return planned.informationFractions;
  const { looks } = planned;
  return Array.from({ length: looks }, (_, k) => (k + 1) / looks);
};

const checkPlan = (
  input: GroupSequentialDesignInput,
): readonly StatsProblem[] => {
  if ('looks' in input) {
    return [
      ...checkCount(input.looks, 'looks', 1),
      ...(input.looks > MAX_LOOKS ? [tooManyLooks(input.looks)] : []),
    ];
  }
  const last = input.informationFractions.at(-1);
  return last === 1
    ? []
    : [
        {
          code: 'ETUDE_STATS_INVALID_SCHEDULE',
          path: 'informationFractions',
          message: `The last look is at ${last}: a plan ends at information fraction 1.`,
        },
      ];
};

const runningSum = (values: readonly number[]): readonly number[] => {
  let total = 0;
  return values.map(value => (total += value));
};

/**
 * A plan of a group sequential test: its bounds, the factor by which it needs
 * more units at most than the fixed-horizon test, when it is expected to end
 * and how its power grows from look to look.
 *
 * Solves `P(cross | drift θ) = power`; factor `(θ/(z_{1−α/sides} + z_power))²`.
 * Source: Jennison & Turnbull 2000, chapter 7. A two-sided test ends on either
 * side under the null; its wrong side is ignored under the effect. The last
 * look has to be at fraction 1. Checked against rpact to 1e-6.
 */
export const groupSequentialDesign = (
  input: GroupSequentialDesignInput,
): StatsResult<GroupSequentialDesign> => {
  const refusal = refusalOf([...checkTarget(input), ...checkPlan(input)]);
  if (refusal) return refusal;
  const { alpha, sides, spending, power } = input;
  const informationFractions = fractionsOf(input);
  const solved = solvedLooks({ alpha, sides, spending, informationFractions });
  if (!solved.ok) return solved;
  const looks = solved.value;
  const reached = reachedLooks(looks);
  const fixed = designDistance(input);
  const drift = solveIncreasing(
    theta => sum(crossingsOf(reached, theta)) - power,
    { guess: fixed, step: 0.05 * fixed },
  );
  if (Number.isNaN(drift)) {
    return refusedWith({
      code: 'ETUDE_STATS_NO_CONVERGENCE',
      path: 'power',
      message: `No drift reaches a power of ${power} with these looks.`,
    });
  }
  const underEffect = crossingsOf(reached, drift);
  const stopProbabilityUnderEffect = stopChances(underEffect);
  const stopProbabilityUnderNull = stopChances(
    crossingsOf(reached, 0).map(probability => probability * sides),
  );
  const inflationFactor = (drift / fixed) ** 2;
  const bounds = looks.map(look => look.bound);
  return computed({
    informationFractions,
    z: bounds.map(bound => bound.z),
    cumulativeAlphaPerSide: bounds.map(bound => bound.cumulativeAlphaPerSide),
    nominalPPerSide: bounds.map(bound => bound.nominalPPerSide),
    drift,
    inflationFactor,
    cumulativePower: runningSum(underEffect),
    stopProbabilityUnderEffect,
    stopProbabilityUnderNull,
    expectedRatioUnderEffect:
      inflationFactor *
      expectedFraction(informationFractions, stopProbabilityUnderEffect),
    expectedRatioUnderNull:
      inflationFactor *
      expectedFraction(informationFractions, stopProbabilityUnderNull),
  });
};
