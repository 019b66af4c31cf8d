/** Nodes and weights of an integral: Σ weight·f(node). */
export type Quadrature = {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
};

const NEWTON_CAP = 100;

const legendre = (
  degree: number,
  x: number,
): { readonly value: number; readonly derivative: number } => {
  let [previous, value] = [1, x];
  for (let k = 2; k <= degree; k += 1) {
    const next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
    [previous, value] = [value, next];
  }
  return { value, derivative: (degree * (x * value - previous)) / (x * x - 1) };
};

/**
 * Gauss–Legendre rule of `degree` ≥ 2 points on (−1, 1).
 *
 * Roots by Newton from `cos(π(i + ¾)/(n + ½))`, to which they tend. Source:
 * Abramowitz & Stegun 25.4.29. Exact for polynomials of degree 2·degree − 1;
 * nodes to a few ε.
 */
export const gaussLegendre = (degree: number): Quadrature => {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < degree; i += 1) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (degree + 0.5));
    for (let step = 0; step < NEWTON_CAP; step += 1) {
      const { value, derivative } = legendre(degree, x);
      const change = value / derivative;
      x -= change;
      if (Math.abs(change) < 4 * Number.EPSILON) break;
    }
    const { derivative } = legendre(degree, x);
    nodes.push(x);
    weights.push(2 / ((1 - x * x) * derivative * derivative));
  }
  return { nodes, weights };
};

/** The rule repeated on equal panels of [from, to]; empty if to ≤ from. */
export const compositeRule = (
  rule: Quadrature,
  range: { readonly from: number; readonly to: number },
  maxPanelWidth: number,
): Quadrature => {
  const { from, to } = range;
  if (!(to > from)) return { nodes: [], weights: [] };
  const panels = Math.ceil((to - from) / maxPanelWidth);
  const half = (to - from) / panels / 2;
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let panel = 0; panel < panels; panel += 1) {
    const centre = from + (2 * panel + 1) * half;
    rule.nodes.forEach((node, i) => {
      nodes.push(centre + half * node);
      weights.push(half * (rule.weights[i] ?? 0));
    });
  }
  return { nodes, weights };
};
