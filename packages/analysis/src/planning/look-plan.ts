import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { PlannedSpending } from '@etude/lifecycle';
import {
  asymptoticConfidenceSequence,
  boundaryCrossings,
  boundaryDrift,
  groupSequentialDesign,
  normalCdf,
  normalQuantile,
  normalUpperQuantile,
} from '@etude/stats';
import type { PlannedBoundary } from '@etude/stats';

/** When effects are looked at, and how that is paid for. */
export type LookPlan =
  | { readonly kind: 'once' }
  | {
      readonly kind: 'group-sequential';
      readonly looks: number;
      readonly spending: PlannedSpending;
    }
  | { readonly kind: 'always-valid' };

/** What a look plan means for one test at its level and power. */
export type TestCost = {
  /** Units at the latest end over those of one look. */
  readonly inflation: number;
  readonly boundary: PlannedBoundary;
  /** Power by the drift at the latest end, solved when first asked for. */
  readonly power: () => Result<PowerByDrift>;
};

/** Power of a test by its expected z at the latest end. */
export type PowerByDrift = (drift: number) => number;

/** A one-sided test of a plan. */
export type TestRates = { readonly alpha: number; readonly power: number };

/** Looks at which an always-valid test is taken to be looked at. */
export const ALWAYS_VALID_LOOKS = 28;

// `z_{1−α} + z_{power}`: the drift of the fixed-horizon test.
const fixedDrift = ({ alpha, power }: TestRates): number =>
  normalUpperQuantile(alpha) + normalUpperQuantile(1 - power);

const equalFractions = (looks: number): readonly number[] =>
  Array.from({ length: looks }, (_, k) => (k + 1) / looks);

// The sequence tuned to be tightest at the latest end, as a bound of z; on
// the scale of information fractions it does not depend on the units.
const alwaysValidBoundary = (alpha: number): Result<PlannedBoundary> => {
  const informationFractions = equalFractions(ALWAYS_VALID_LOOKS);
  const z: number[] = [];
  for (const fraction of informationFractions) {
    const sequence = asymptoticConfidenceSequence({
      difference: 0,
      stdErr: 1,
      nTotal: fraction,
      tuningN: 1,
      alpha,
      alternative: 'larger',
    });
    if (!sequence.ok) return sequence;
    z.push(sequence.value.halfWidth);
  }
  return ok({ informationFractions, z });
};

type Boundary = Pick<TestCost, 'inflation' | 'boundary'>;

const alwaysValidCost = (rates: TestRates): Result<Boundary> => {
  const boundary = alwaysValidBoundary(rates.alpha);
  if (!boundary.ok) return boundary;
  const drift = boundaryDrift({ ...boundary.value, power: rates.power });
  return drift.ok
    ? ok({
        boundary: boundary.value,
        inflation: (drift.value / fixedDrift(rates)) ** 2,
      })
    : drift;
};

const boundaryOf = (plan: LookPlan, rates: TestRates): Result<Boundary> => {
  if (plan.kind === 'once') {
    const z = normalUpperQuantile(rates.alpha);
    return ok({
      inflation: 1,
      boundary: { informationFractions: [1], z: [z] },
    });
  }
  if (plan.kind === 'always-valid') return alwaysValidCost(rates);
  const { looks, spending } = plan;
  const design = groupSequentialDesign({ ...rates, sides: 1, looks, spending });
  if (!design.ok) return design;
  const { informationFractions, z, inflationFactor } = design.value;
  return ok({
    inflation: inflationFactor,
    boundary: { informationFractions, z },
  });
};

/**
 * Expected z at the latest end, when a test that needs `fixedUnits` with one
 * look gets `units`.
 */
export const driftAt = (
  rates: TestRates,
  units: number,
  fixedUnits: number,
): number => fixedDrift(rates) * Math.sqrt(units / fixedUnits);

// Power in standard normal units is almost a line in the drift, so that a
// coarse grid leaves an error below 2e-4.
const GRID_STEP = 0.25;
// Beyond it the power is 1 to six digits.
const GRID_BEYOND_LEVEL = 5;

/**
 * Power of a test by its drift at the latest end, from one pass over a grid
 * of drifts, for curves with many points.
 */
const powerByDrift = (
  { boundary }: Boundary,
  alpha: number,
): Result<PowerByDrift> => {
  const zAlpha = normalUpperQuantile(alpha);
  if (boundary.z.length === 1) {
    return ok(drift => normalCdf(drift - zAlpha));
  }
  const count = Math.ceil((zAlpha + GRID_BEYOND_LEVEL) / GRID_STEP);
  const drifts = Array.from({ length: count }, (_, k) => (k + 1) * GRID_STEP);
  const crossings = boundaryCrossings({ ...boundary, drifts: [0, ...drifts] });
  if (!crossings.ok) return crossings;
  const scores = crossings.value.map(chances =>
    normalQuantile(chances.reduce((sum, chance) => sum + chance, 0)),
  );
  return ok(drift => {
    const at = Math.min(Math.max(drift / GRID_STEP, 0), count - 1);
    const below = Math.floor(at);
    const [low = 0, high = 0] = [scores[below], scores[below + 1]];
    return normalCdf(low + (drift / GRID_STEP - below) * (high - low));
  });
};

/** What looking costs a test: the price of one look is 1. */
export const testCost = (
  plan: LookPlan,
  rates: TestRates,
): Result<TestCost> => {
  const cost = boundaryOf(plan, rates);
  if (!cost.ok) return cost;
  let power: Result<PowerByDrift> | undefined;
  return ok({
    ...cost.value,
    power: () => (power ??= powerByDrift(cost.value, rates.alpha)),
  });
};

/**
 * What looking costs tests of one plan, by level and power; each pair of them
 * is solved once.
 */
export const testCosts = (
  plan: LookPlan,
): ((rates: TestRates) => Result<TestCost>) => {
  const known = new Map<string, Result<TestCost>>();
  return ({ alpha, power }) => {
    const key = `${alpha} ${power}`;
    const cost = known.get(key) ?? testCost(plan, { alpha, power });
    known.set(key, cost);
    return cost;
  };
};
