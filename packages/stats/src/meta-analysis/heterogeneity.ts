import type { EstimatedEffect } from './estimated-effect';

/** Estimators of the variance of true effects between experiments. */
export type HeterogeneityMethod = 'dersimonian-laird' | 'paule-mandel' | 'reml';

/** Where effects scatter around: a given value, or (absent) their mean. */
export type Centre = number | undefined;

/** Sums over effects at weights 1/(se² + τ²). */
export type WeightedSums = {
  readonly centre: number;
  readonly weight: number;
  readonly squaredWeight: number;
  /** Σ w (y − centre)²: Cochran's Q when τ² is 0. */
  readonly q: number;
  /** Σ w² (y − centre)². */
  readonly squaredQ: number;
  /** Σ log w. */
  readonly logWeight: number;
};

/** The sums that every estimator and test is made of. */
export const weightedSums = (
  effects: readonly EstimatedEffect[],
  tauSquared: number,
  given: Centre,
): WeightedSums => {
  const weights = effects.map(
    ({ stdErr }) => 1 / (stdErr * stdErr + tauSquared),
  );
  // Measured from the first effect: the centre of equal effects is exact.
  const origin = effects[0]?.estimate ?? NaN;
  let [weight, weighted] = [0, 0];
  effects.forEach(({ estimate }, i) => {
    const w = weights[i] ?? NaN;
    weight += w;
    weighted += w * (estimate - origin);
  });
  const centre = given ?? origin + weighted / weight;
  let [squaredWeight, q, squaredQ, logWeight] = [0, 0, 0, 0];
  effects.forEach(({ estimate }, i) => {
    const w = weights[i] ?? NaN;
    const squared = (estimate - centre) ** 2;
    squaredWeight += w * w;
    q += w * squared;
    squaredQ += w * w * squared;
    logWeight += Math.log(w);
  });
  return { centre, weight, squaredWeight, q, squaredQ, logWeight };
};

type Estimator = (
  effects: readonly EstimatedEffect[],
  centre: Centre,
) => number;

const degreesOfFreedom = (
  effects: readonly EstimatedEffect[],
  centre: Centre,
): number => effects.length - (centre === undefined ? 1 : 0);

const dersimonianLaird: Estimator = (effects, given) => {
  const sums = weightedSums(effects, 0, given);
  const lost = given === undefined ? sums.squaredWeight / sums.weight : 0;
  const excess = sums.q - degreesOfFreedom(effects, given);
  return Math.max(0, excess / (sums.weight - lost));
};

// Beyond this the scatter of the estimates is explained by τ² alone.
const upperBound = (effects: readonly EstimatedEffect[], given: Centre) => {
  const values = effects.map(({ estimate }) => estimate);
  if (given !== undefined) values.push(given);
  const range = Math.max(...values) - Math.min(...values);
  const largest = Math.max(...effects.map(({ stdErr }) => stdErr));
  return 2 * Math.max(range * range, largest * largest);
};

const BISECTION_CAP = 200;

// The sign change of `f`, positive at `low` and not at `high`, to the last
// digits of a double.
const signChange = (
  f: (x: number) => number,
  [from, to]: readonly [number, number],
): number => {
  let [low, high] = [from, to];
  for (let i = 0; i < BISECTION_CAP; i += 1) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
};

/**
 * The τ² at which the generalised Q statistic equals `target`, 0 when it is
 * below that already: Q falls as τ² grows.
 */
export const tauSquaredAtQ = (
  effects: readonly EstimatedEffect[],
  target: number,
  centre: Centre,
): number => {
  const excess = (tauSquared: number): number =>
    weightedSums(effects, tauSquared, centre).q - target;
  if (excess(0) <= 0) return 0;
  let high = upperBound(effects, centre);
  while (excess(high) > 0) high *= 2;
  return signChange(excess, [0, high]);
};

const pauleMandel: Estimator = (effects, centre) =>
  tauSquaredAtQ(effects, degreesOfFreedom(effects, centre), centre);

const GRID_SIZE = 160;
const GRID_DECADES = 10;

const restrictedLogLikelihood = (
  sums: WeightedSums,
  isEstimated: boolean,
): number =>
  (sums.logWeight - (isEstimated ? Math.log(sums.weight) : 0) - sums.q) / 2;

// The likelihood can have two maxima, so a grid finds the higher one and the
// score its exact place.
const reml: Estimator = (effects, given) => {
  const isEstimated = given === undefined;
  const at = (tauSquared: number): number =>
    restrictedLogLikelihood(
      weightedSums(effects, tauSquared, given),
      isEstimated,
    );
  const score = (tauSquared: number): number => {
    const sums = weightedSums(effects, tauSquared, given);
    const lost = isEstimated ? sums.squaredWeight / sums.weight : 0;
    return sums.squaredQ - (sums.weight - lost);
  };
  const top = upperBound(effects, given);
  const grid = Array.from({ length: GRID_SIZE + 1 }, (_, i) =>
    i === 0 ? 0 : top * 10 ** (GRID_DECADES * (i / GRID_SIZE - 1)),
  );
  const values = grid.map(at);
  const best = values.indexOf(Math.max(...values));
  const here = grid[best] ?? 0;
  if (score(here) > 0) return signChange(score, [here, grid[best + 1] ?? top]);
  return here === 0 ? 0 : signChange(score, [grid[best - 1] ?? 0, here]);
};

const ESTIMATORS: Readonly<Record<HeterogeneityMethod, Estimator>> = {
  'dersimonian-laird': dersimonianLaird,
  'paule-mandel': pauleMandel,
  reml,
};

/**
 * Variance of true effects between experiments, at least 0, for checked
 * effects.
 *
 * dersimonian-laird: moments of Cochran's Q (DerSimonian & Laird 1986,
 * *Controlled Clinical Trials* 7, 177–188). paule-mandel: the τ² at which the
 * generalised Q equals its degrees of freedom (Paule & Mandel 1982). reml: the
 * maximum of the restricted likelihood over τ² ≥ 0 (Viechtbauer 2005,
 * *Journal of Educational and Behavioral Statistics* 30, 261–293). With a
 * given centre no mean is estimated and one degree of freedom is not lost.
 */
export const tauSquaredOf = (
  effects: readonly EstimatedEffect[],
  method: HeterogeneityMethod,
  centre?: number,
): number => ESTIMATORS[method](effects, centre);

/**
 * Approximate variance of an estimate of τ², from the restricted likelihood:
 * the inverse of `½(Σw² − 2Σw³/Σw + (Σw²/Σw)²)` with `w = 1/(se² + τ²)`, or of
 * `½Σw²` around a given centre.
 *
 * Source: Viechtbauer 2005, *Journal of Educational and Behavioral Statistics*
 * 30, 261–293. Exact for no finite number of effects.
 */
export const tauSquaredVariance = (
  effects: readonly EstimatedEffect[],
  tauSquared: number,
  centre: Centre,
): number => {
  let [first, second, third] = [0, 0, 0];
  for (const { stdErr } of effects) {
    const weight = 1 / (stdErr * stdErr + tauSquared);
    first += weight;
    second += weight ** 2;
    third += weight ** 3;
  }
  const lost =
    centre === undefined ? (2 * third) / first - (second / first) ** 2 : 0;
  return 2 / (second - lost);
};
