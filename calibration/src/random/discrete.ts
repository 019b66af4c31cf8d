import type { Random } from './random';

/** Draws of a distribution on 0, 1, 2, … */
export type DiscreteSampler = (random: Random) => number;

const GUIDES_PER_VALUE = 2;

/**
 * A sampler of the distribution with these weights, by inversion with a guide
 * table (Chen & Asau 1974): exact to rounding, about two steps a draw.
 */
const samplerOf = (weights: Float64Array): DiscreteSampler => {
  let sum = 0;
  const cumulative = weights.map(weight => (sum += weight));
  const size = Math.max(16, weights.length * GUIDES_PER_VALUE);
  const guide = new Int32Array(size);
  let value = 0;
  for (let g = 0; g < size; g += 1) {
    while ((cumulative[value] ?? Infinity) <= (g / size) * sum) value += 1;
    guide[g] = value;
  }
  const last = weights.length - 1;
  return ({ uniform }) => {
    const u = uniform();
    let drawn = guide[Math.floor(u * size)] ?? 0;
    while (drawn < last && (cumulative[drawn] ?? Infinity) < u * sum) {
      drawn += 1;
    }
    return drawn;
  };
};

/** Draws of Binomial(n, p), p in (0, 1); the table takes n + 1 numbers. */
export const binomialSampler = (n: number, p: number): DiscreteSampler => {
  const weights = new Float64Array(n + 1);
  // From the mode outwards, so that nothing underflows where it matters.
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  weights[mode] = 1;
  for (let k = mode; k < n; k += 1) {
    weights[k + 1] = (weights[k] ?? 0) * ((n - k) / (k + 1)) * odds;
  }
  for (let k = mode; k > 0; k -= 1) {
    weights[k - 1] = (weights[k] ?? 0) * (k / (n - k + 1) / odds);
  }
  return samplerOf(weights);
};

const SD_OF_THE_TABLE = 12;

/** Draws of Poisson(mean), mean above 0. */
export const poissonSampler = (mean: number): DiscreteSampler => {
  const size = Math.ceil(mean + SD_OF_THE_TABLE * Math.sqrt(mean) + 20);
  const weights = new Float64Array(size);
  const mode = Math.floor(mean);
  weights[mode] = 1;
  for (let k = mode; k < size - 1; k += 1) {
    weights[k + 1] = (weights[k] ?? 0) * (mean / (k + 1));
  }
  for (let k = mode; k > 0; k -= 1) {
    weights[k - 1] = (weights[k] ?? 0) * (k / mean);
  }
  return samplerOf(weights);
};
