import { normalSf } from '../distributions/normal';
import { checkAlpha } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type { Sides } from '../sample-size/required-sample-size';
import type { AlphaSpending } from './alpha-spending';
import { checkSpending, spentAlpha } from './alpha-spending';
import type { SurvivingPath } from './brownian-exit';
import { START_PATH, survive } from './brownian-exit';
import { boundZ } from './bound-level';

/** What a group sequential test may spend, whenever it looks. */
export type SpendingDesign = {
  readonly spending: AlphaSpending;
  readonly alpha: number;
  /** Two sides are two one-sided tests at alpha/2. */
  readonly sides: Sides;
};

/** The critical value of one look. */
export type SequentialBound = {
  readonly informationFraction: number;
  /** Reject when z exceeds it (either side, if two-sided). */
  readonly z: number;
  readonly cumulativeAlphaPerSide: number;
  /** `1 − Φ(z)`: the level of the look on its own. */
  readonly nominalPPerSide: number;
};

/**
 * Everything the next look needs of the looks before. Plain JSON: store it as
 * it is and give it back unchanged. It holds no data of the experiment.
 */
export type GroupSequentialState = {
  readonly design: SpendingDesign;
  /** Looks so far, repeated ones included. */
  readonly looks: number;
  /** Paths that survived all looks before the latest one. */
  readonly path: SurvivingPath;
  /** The latest look; null before the first, `z` null without a bound. */
  readonly latest: {
    readonly t: number;
    readonly z: number | null;
    readonly spent: number;
  } | null;
};

/** Looks closer than this carry no new information: the bound is reused. */
export const MIN_INCREMENT = 1e-5;

/** Problems of a design's rates and spending function. */
export const checkSpendingDesign = (
  design: SpendingDesign,
): readonly StatsProblem[] => [
  ...checkAlpha(design.alpha),
  ...checkSpending(design.spending),
];

const freshState = (design: SpendingDesign): GroupSequentialState => ({
  design,
  looks: 0,
  path: START_PATH,
  latest: null,
});

/**
 * The state of a group sequential test before its first look. Refuses an
 * alpha outside (0, 1) and parameters that no spending function has.
 */
export const startGroupSequential = (
  design: SpendingDesign,
): StatsResult<GroupSequentialState> =>
  refusalOf(checkSpendingDesign(design)) ?? computed(freshState(design));

/** A look with the state after it. */
export type NextLook = {
  readonly state: GroupSequentialState;
  readonly bound: SequentialBound;
};

const boundOf = (
  t: number,
  z: number,
  cumulativeAlphaPerSide: number,
): SequentialBound => ({
  informationFraction: t,
  z,
  cumulativeAlphaPerSide,
  nominalPPerSide: normalSf(z),
});

const noConvergence = (look: number): StatsProblem => ({
  code: 'ETUDE_STATS_NO_CONVERGENCE',
  path: `informationFractions[${look}]`,
  message: `The bound of look ${look + 1} could not be solved. Use fewer looks or another spending function.`,
});

// Crossed and surviving paths are all paths. A grid too coarse for the steps
// loses this first, and with it every later bound.
const MASS_TOLERANCE = 1e-8;

const losesPaths = (path: SurvivingPath, spent: number): boolean => {
  const surviving = path.masses.reduce((sum, mass) => sum + mass, 0);
  return !(Math.abs(1 - surviving - spent) <= MASS_TOLERANCE);
};

// The surviving paths are brought forward only now that the distance to the
// next look, which sets the grid, is known.
const pathBefore = (state: GroupSequentialState, t: number): SurvivingPath => {
  const { latest, path } = state;
  if (latest === null) return path;
  const level = (latest.z ?? Infinity) * Math.sqrt(latest.t);
  return survive(path, { t: latest.t, level }, t - latest.t);
};

/**
 * {@link nextLook} with a given cumulative alpha per side instead of what the
 * design's function spends at the fraction.
 */
export const nextLookSpending = (
  state: GroupSequentialState,
  t: number,
  spent: number,
): StatsResult<NextLook> => {
  const { latest, looks } = state;
  if (latest !== null && t - latest.t < MIN_INCREMENT) {
    const bound = boundOf(t, latest.z ?? Infinity, latest.spent);
    return computed({ state: { ...state, looks: looks + 1 }, bound });
  }
  const path = pathBefore(state, t);
  const before = latest?.spent ?? 0;
  const z = boundZ(
    path,
    { t, increment: spent - before },
    latest?.z ?? Infinity,
  );
  if (Number.isNaN(z) || losesPaths(path, before))
    return refusedWith(noConvergence(looks));
  return computed({
    state: {
      design: state.design,
      looks: looks + 1,
      path,
      latest: { t, z: Number.isFinite(z) ? z : null, spent },
    },
    bound: boundOf(t, z, spent),
  });
};

const checkNextFraction = (
  state: GroupSequentialState,
  t: number,
): readonly StatsProblem[] =>
  t > 0 && t <= 1 && t >= (state.latest?.t ?? 0)
    ? []
    : [
        {
          code: 'ETUDE_STATS_INVALID_SCHEDULE',
          path: 'informationFraction',
          message: `informationFraction is ${t} after ${state.latest?.t ?? 0}: fractions lie in (0, 1] and never decrease. A decrease means that units vanished from the data.`,
        },
      ];

/**
 * The bound of one more look and the state after it, without solving the
 * looks before again: the same numbers as {@link groupSequentialBounds} gives
 * for the whole schedule.
 *
 * Takes a state that `startGroupSequential` or this function returned (also
 * when it was stored as JSON in between). When the plan itself changes, as in
 * a rescaled over-run, all fractions do: start anew. Refuses a fraction
 * outside (0, 1] or before the latest one, and a state whose paths no longer
 * add up.
 */
export const nextLook = (
  state: GroupSequentialState,
  informationFraction: number,
): StatsResult<NextLook> => {
  const { spending, alpha, sides } = state.design;
  return (
    refusalOf(checkNextFraction(state, informationFraction)) ??
    nextLookSpending(
      state,
      informationFraction,
      spentAlpha(spending, informationFraction, alpha / sides),
    )
  );
};
