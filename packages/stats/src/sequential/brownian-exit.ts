import { normalPdf, normalSf } from '../distributions/normal';
import type { Quadrature } from '../special/gauss-legendre';
import { compositeRule, gaussLegendre } from '../special/gauss-legendre';

// Ten points on a panel of one standard deviation integrate a Gaussian kernel
// to about 1e-12.
const RULE = gaussLegendre(10);
// Mass beyond nine standard deviations is 1e-19.
const REACH = 9;

/**
 * Brownian motion with drift that has not yet crossed any boundary: its
 * (defective) density on the nodes of a quadrature, at information fraction
 * `t`.
 */
export type SurvivingPath = {
  readonly t: number;
  readonly drift: number;
  readonly nodes: readonly number[];
  /** Quadrature weight times density. */
  readonly masses: readonly number[];
};

/** The path before the first look. */
export const startPath = (drift: number): SurvivingPath => ({
  t: 0,
  drift,
  nodes: [0],
  masses: [1],
});

/**
 * Probability that the path first exceeds `level` at fraction `t`, having
 * survived all looks before.
 *
 * Source: Armitage, McPherson & Rowe 1969, *JRSS A* 132, 235–244; Jennison &
 * Turnbull 2000, chapter 19. Each tail is added directly, so that 1e-25 has
 * digits.
 */
export const exitProbability = (
  path: SurvivingPath,
  t: number,
  level: number,
): number => {
  const dt = t - path.t;
  const sd = Math.sqrt(dt);
  let sum = 0;
  path.nodes.forEach((u, i) => {
    const mass = path.masses[i] ?? 0;
    sum += mass * normalSf((level - u - path.drift * dt) / sd);
  });
  return sum;
};

const densityAt = (path: SurvivingPath, x: number, dt: number): number => {
  const sd = Math.sqrt(dt);
  const centre = x - path.drift * dt;
  const { nodes, masses } = path;
  let sum = 0;
  for (let i = 0; i < nodes.length; i += 1) {
    const z = (centre - (nodes[i] ?? 0)) / sd;
    // Skipping the far kernel makes many looks affordable.
    if (z < REACH && z > -REACH) sum += (masses[i] ?? 0) * normalPdf(z);
  }
  return sum / sd;
};

const grid = (
  path: SurvivingPath,
  look: { readonly t: number; readonly level: number; readonly nextDt: number },
): Quadrature => {
  const sd = Math.sqrt(look.t);
  const centre = path.drift * look.t;
  const panel = Math.sqrt(Math.min(look.t - path.t, look.nextDt));
  return compositeRule(
    RULE,
    {
      from: Math.min(centre, 0) - REACH * sd,
      to: Math.min(look.level, Math.max(centre, 0) + REACH * sd),
    },
    panel,
  );
};

/**
 * The path after a look at fraction `t` whose boundary `level` it did not
 * cross. `nextDt` is the distance to the next look and sets the grid.
 */
export const survive = (
  path: SurvivingPath,
  look: { readonly t: number; readonly level: number; readonly nextDt: number },
): SurvivingPath => {
  const { nodes, weights } = grid(path, look);
  const dt = look.t - path.t;
  return {
    t: look.t,
    drift: path.drift,
    nodes,
    masses: nodes.map((x, i) => (weights[i] ?? 0) * densityAt(path, x, dt)),
  };
};
