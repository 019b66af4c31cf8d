import type { Random } from '../random/random';

/** A distribution of unit values, with what is known of it exactly. */
export type Population = {
  readonly name: string;
  readonly mean: number;
  /** Of one unit. */
  readonly variance: number;
  readonly draw: (random: Random) => number;
};

/** N(mean, sd²). */
export const normalPopulation = (mean: number, sd: number): Population => ({
  name: `normal, mean ${mean}, sd ${sd}`,
  mean,
  variance: sd * sd,
  draw: ({ normal }) => mean + sd * normal(),
});

/**
 * Lognormal(0, 1), skewness 6.2, as money and time are; every value times
 * `factor`, which makes an effect that grows with the value.
 */
export const lognormalPopulation = (factor = 1): Population => ({
  name: 'lognormal(0, 1)',
  mean: factor * Math.exp(0.5),
  variance: factor * factor * Math.exp(1) * Math.expm1(1),
  draw: ({ normal }) => factor * Math.exp(normal()),
});

/** 1 with probability `rate`, else 0. */
export const bernoulliPopulation = (rate: number): Population => ({
  name: `Bernoulli ${rate}`,
  mean: rate,
  variance: rate * (1 - rate),
  draw: ({ uniform }) => (uniform() < rate ? 1 : 0),
});

const BUYERS = 0.1;

/** Nine units in ten have 0, the rest lognormal(0, 1) times `factor`. */
export const zeroHeavyPopulation = (factor = 1): Population => {
  const mean = BUYERS * Math.exp(0.5) * factor;
  return {
    name: '90 % zeros, else lognormal(0, 1)',
    mean,
    variance: BUYERS * Math.exp(2) * factor * factor - mean * mean,
    draw: ({ uniform, normal }) =>
      uniform() < BUYERS ? factor * Math.exp(normal()) : 0,
  };
};

/** `n` unit values. */
export const drawUnits = (
  population: Population,
  n: number,
  random: Random,
): Float64Array => {
  const values = new Float64Array(n);
  for (let i = 0; i < n; i += 1) values[i] = population.draw(random);
  return values;
};
