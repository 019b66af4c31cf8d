import { checkFinite, checkPower, lengthMismatch } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type { ReachedLook } from '../sequential/boundary-crossings';
import { crossingChance, pathsBelow } from '../sequential/boundary-crossings';
import { MIN_INCREMENT } from '../sequential/group-sequential-state';
import { solveIncreasing } from '../special/solve-increasing';

/** A one-sided boundary of z at planned looks, however it was found. */
export type PlannedBoundary = {
  /**
   * In (0, 1], each at least 1e-5 above the one before: units at the look over
   * units at the latest end.
   */
  readonly informationFractions: readonly number[];
  /** Reject when z exceeds it; Infinity where nothing may be rejected. */
  readonly z: readonly number[];
};

const checkBoundary = ({
  informationFractions: fractions,
  z,
}: PlannedBoundary): readonly StatsProblem[] => {
  const problems: StatsProblem[] = [];
  if (fractions.length !== z.length) {
    const lengths = `${fractions.length} and ${z.length}`;
    problems.push(lengthMismatch('informationFractions and z', lengths));
  }
  // Closer looks carry no new information and would need a grid without end.
  const isIncreasing = fractions.every(
    (t, k) => t - (fractions[k - 1] ?? 0) >= MIN_INCREMENT && t <= 1,
  );
  if (fractions.length === 0 || !isIncreasing) {
    problems.push({
      code: 'ETUDE_STATS_INVALID_SCHEDULE',
      path: 'informationFractions',
      message: `informationFractions are ${JSON.stringify(fractions)}: they lie in (0, 1] and increase by at least ${MIN_INCREMENT}.`,
    });
  }
  if (z.some(Number.isNaN)) {
    problems.push(...checkFinite(Number.NaN, 'z'));
  }
  return problems;
};

const reachedLooks = ({
  informationFractions,
  z,
}: PlannedBoundary): readonly ReachedLook[] =>
  pathsBelow(
    informationFractions.map((t, k) => ({
      t,
      level: (z[k] ?? Infinity) * Math.sqrt(t),
    })),
  );

const crossingsAt = (
  reached: readonly ReachedLook[],
  drift: number,
): readonly number[] =>
  reached.map(at =>
    at.look.level === Infinity ? 0 : crossingChance(at, drift),
  );

/**
 * Chance to cross a boundary first at each look, one list per drift θ (the
 * expected z at full information).
 *
 * The recursion of Armitage, McPherson & Rowe 1969 (*JRSS A* 132) over given
 * bounds: for group sequential tests as well as the curved boundary of an
 * always-valid test at many looks. The wrong side is ignored. Refuses lists
 * of different lengths and fractions that do not increase within (0, 1] by at
 * least 1e-5 each.
 */
export const boundaryCrossings = (
  input: PlannedBoundary & { readonly drifts: readonly number[] },
): StatsResult<readonly (readonly number[])[]> => {
  const refusal = refusalOf([
    ...checkBoundary(input),
    ...input.drifts.flatMap((drift, i) => checkFinite(drift, `drifts[${i}]`)),
  ]);
  if (refusal) return refusal;
  const reached = reachedLooks(input);
  return computed(input.drifts.map(drift => crossingsAt(reached, drift)));
};

/**
 * The drift at which a boundary is crossed with the wanted power by the last
 * look: its square over that of the fixed-horizon test is the factor by which
 * the test needs more units.
 *
 * Root search on {@link boundaryCrossings} to 4 ε of the drift.
 */
export const boundaryDrift = (
  input: PlannedBoundary & { readonly power: number },
): StatsResult<number> => {
  const refusal = refusalOf([
    ...checkBoundary(input),
    ...checkPower(input.power),
  ]);
  if (refusal) return refusal;
  const reached = reachedLooks(input);
  const drift = solveIncreasing(
    theta =>
      crossingsAt(reached, theta).reduce((sum, chance) => sum + chance, 0) -
      input.power,
    { guess: Math.min(...input.z) + 1, step: 0.25 },
  );
  return Number.isNaN(drift)
    ? refusedWith({
        code: 'ETUDE_STATS_NO_CONVERGENCE',
        path: 'power',
        message: `No drift reaches a power of ${input.power} with these looks.`,
      })
    : computed(drift);
};
