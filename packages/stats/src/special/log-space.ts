/**
 * `log(1 − exp(x))` for x ≤ 0 without cancellation.
 *
 * Source: Mächler 2012, "Accurately computing log(1 − exp(−|a|))"
 * (switch at −log 2). 0 gives −Infinity, x > 0 gives NaN.
 */
export const log1mExp = (x: number): number =>
  x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
