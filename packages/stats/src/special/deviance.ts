const TERM_CAP = 1000;

/**
 * `x log(x/m) + m − x`, the Poisson deviance of x at mean m (halved).
 *
 * Near x = m the three terms cancel, so a series in (x − m)/(x + m) is used.
 * Source: Loader 2000, "Fast and accurate computation of binomial
 * probabilities", section 3 (bd0). Relative error about 4 ε; x = 0 gives m.
 */
export const poissonDeviance = (x: number, m: number): number => {
  if (x === 0) return m;
  if (m === 0) return Infinity;
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let j = 1; j < TERM_CAP; j += 1) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) return next;
    sum = next;
  }
  return Number.NaN;
};
