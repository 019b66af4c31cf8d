import { convolvedMasses } from './panel-convolution';
import type { PanelGrid } from './panel-grid';
import { POINTS, WEIGHTS, pointsOf } from './panel-grid';
import { fastNormalSf } from './normal-tail';

// In standard deviations. What lies below has a chance of 1e-12 per look.
const REACH_BELOW = 7;
// The smallest positive number is the tail beyond 38 standard deviations.
const REACH_ABOVE = 38;
// Reach of the kernel around the most likely origin.
const KERNEL_REACH = 7.5;
// Panels in standard deviations of the finer step. Twelve points on such a
// panel leave an error in z below 1e-9.
const PANEL = 4;

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/**
 * Driftless Brownian motion that has crossed no boundary so far: its
 * (defective) density at information fraction `t`. Plain JSON.
 */
export type SurvivingPath = PanelGrid & { readonly t: number };

/** The path before the first look: all mass at 0. */
export const START_PATH: SurvivingPath = {
  t: 0,
  top: 0,
  panelWidth: 0,
  masses: [1],
};

/** A look at fraction `t` and the boundary it has on the scale of the path. */
export type PathLook = { readonly t: number; readonly level: number };

/** Chance to exceed a level, and its derivative by the level. */
export type ExitChance = {
  readonly probability: number;
  readonly slope: number;
};

// Node-wise tails beyond this many standard deviations add nothing.
const tailReach = (path: SurvivingPath, look: PathLook): number =>
  KERNEL_REACH +
  (Math.max(look.level, 0) * Math.sqrt(look.t - path.t)) / look.t;

/**
 * Probability that the path first exceeds `level` at fraction `t`, having
 * survived all looks before; under a drift θ when given.
 *
 * Source: Armitage, McPherson & Rowe 1969, *JRSS A* 132, 235–244; Jennison &
 * Turnbull 2000, chapter 19. Each tail is added directly, so that 1e-25 has
 * digits. A drift only weights the driftless paths, by `exp(θu − θ²t/2)`.
 */
export const exitChance = (
  path: SurvivingPath,
  look: PathLook,
  drift = 0,
): ExitChance => {
  const dt = look.t - path.t;
  const sd = Math.sqrt(dt);
  const reach = tailReach(path, look) + Math.abs(drift) * sd;
  const { masses } = path;
  const pointOf = pointsOf(path);
  const tailOf = fastNormalSf;
  let [probability, slope] = [0, 0];
  for (let i = 0; i < masses.length; i += 1) {
    const u = pointOf(i);
    const z = (look.level - u - drift * dt) / sd;
    if (z > reach) break;
    const weight =
      drift === 0 ? 1 : Math.exp(drift * (u - 0.5 * drift * path.t));
    const mass = weight * (masses[i] ?? 0);
    probability += mass * tailOf(z);
    slope -= (mass * Math.exp(-0.5 * z * z)) / (sd * SQRT_2PI);
  }
  return { probability, slope };
};

// Density of the first look, before which nothing can have been crossed.
const firstMasses = (t: number, grid: Omit<PanelGrid, 'masses'>, n: number) => {
  const sd = Math.sqrt(t);
  const pointOf = pointsOf(grid);
  return Array.from({ length: n * POINTS }, (_, i) => {
    const z = pointOf(i) / sd;
    const weight = (WEIGHTS[i % POINTS] ?? 0) * grid.panelWidth;
    return (weight * Math.exp(-0.5 * z * z)) / (sd * SQRT_2PI);
  });
};

/**
 * The path after a look whose boundary it did not cross. `nextDt` is the
 * distance to the look after it and sets the grid with the last one.
 */
export const survive = (
  path: SurvivingPath,
  look: PathLook,
  nextDt: number,
): SurvivingPath => {
  const { t } = look;
  const dt = t - path.t;
  const sd = Math.sqrt(dt);
  const scale = Math.sqrt(t);
  const top = Math.min(look.level, REACH_ABOVE * scale);
  const panelWidth = PANEL * Math.sqrt(Math.min(dt, nextDt));
  const panels = Math.max(
    1,
    Math.ceil((top + REACH_BELOW * scale) / panelWidth),
  );
  const grid = { top, panelWidth };
  if (path.t === 0) return { t, ...grid, masses: firstMasses(t, grid, panels) };
  const reachAbove = KERNEL_REACH * sd;
  // Seen from a high level the origin is pulled towards 0.
  const reachBelow = reachAbove + (Math.max(top, 0) * dt) / t;
  const target = { ...grid, panels, sd, reachBelow, reachAbove };
  return { t, ...grid, masses: convolvedMasses(path, target) };
};
