import { normalSf } from '../distributions/normal';
import { logMillsRatio } from '../special/error-function';

const STEPS_PER_UNIT = 16;
const TABLE_END = 8;
const SQRT_2PI = Math.sqrt(2 * Math.PI);
const BEYOND_DOUBLE = 38.5;

// Mills ratio (1 − Φ(z))/φ(z) on a grid; its derivatives follow from
// M' = zM − 1.
const MILLS: readonly number[] = Array.from(
  { length: TABLE_END * STEPS_PER_UNIT + 1 },
  (_, i) => {
    const z = i / STEPS_PER_UNIT;
    return z < 2
      ? normalSf(z) * SQRT_2PI * Math.exp(0.5 * z * z)
      : Math.exp(logMillsRatio(z));
  },
);

const upperTail = (z: number): number => {
  if (z >= TABLE_END) {
    return z > BEYOND_DOUBLE
      ? 0
      : Math.exp(logMillsRatio(z) - 0.5 * z * z) / SQRT_2PI;
  }
  const i = Math.round(z * STEPS_PER_UNIT);
  const node = i / STEPS_PER_UNIT;
  const step = z - node;
  const m0 = MILLS[i] ?? Number.NaN;
  const m1 = node * m0 - 1;
  const m2 = node * m1 + m0;
  const m3 = node * m2 + 2 * m1;
  const m4 = node * m3 + 3 * m2;
  const m5 = node * m4 + 4 * m3;
  const m6 = node * m5 + 5 * m4;
  const mills =
    m0 +
    step *
      (m1 +
        (step / 2) *
          (m2 +
            (step / 3) *
              (m3 + (step / 4) * (m4 + (step / 5) * (m5 + (step / 6) * m6)))));
  return (mills * Math.exp(-0.5 * z * z)) / SQRT_2PI;
};

/**
 * Right tail P(Z > z) of the standard normal, about ten times as fast as
 * `normalSf` and good to 1e-12 relative: for sums over quadrature nodes.
 *
 * Taylor series of the Mills ratio around a grid of step 1/16. NaN for NaN.
 */
export const fastNormalSf = (z: number): number =>
  z >= 0 ? upperTail(z) : 1 - upperTail(-z);
