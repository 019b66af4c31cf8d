import type { VectorDraw } from '../several-covariates';
import { drawVectors } from '../several-covariates';
import type { VariantDraw } from './variant-draw';
import { momentsRow } from './variant-draw';

/** Moments of `n` units, each drawn as outcome and companions. */
export const ofUnits =
  (unit: VectorDraw, n: number): VariantDraw =>
  (variant, random, factor) => ({
    moments: [momentsRow(variant, drawVectors(unit, n, { random, factor }))],
  });

/** Outcome with mean 10, sd 1, and its past, correlation 0.8. */
export const normalWithPast: VectorDraw = ({ normal }, factor) => {
  const past = normal();
  return [10 * factor + 0.8 * past + 0.6 * normal(), past];
};

/** Outcome with mean 10 and three covariates, the last redundant. */
export const normalWithThree: VectorDraw = ({ normal }, factor) => {
  const [a, b] = [normal(), normal()];
  return [10 * factor + 0.6 * a + 0.5 * b + 0.6 * normal(), a, b, a - b];
};

/** Lognormal outcome with mean e^0.5 and its lognormal past. */
export const lognormalWithPast: VectorDraw = ({ normal }, factor) => {
  const z = normal();
  return [factor * Math.exp(0.8 * z + 0.6 * normal()), Math.exp(z)];
};

/** Value and number of orders now and before; a taste drives all four. */
export const ordersWithPast: VectorDraw = (random, factor) => {
  const taste = random.normal();
  const orders = () => Math.exp(0.6 * taste + 0.5 * random.normal());
  const value = () => Math.exp(0.5 * taste + 0.3 * random.normal());
  const [now, before] = [orders(), orders()];
  return [factor * now * value(), now, before * value(), before];
};
