import type { Random } from '../../random/random';
import type { Dependence, World } from './published-rates';
import type { TestLevels } from './test-levels';
import { FAMILY, LOOKS } from './test-levels';

const { success, guardrails, extra, quality } = FAMILY;
const METRICS = success + guardrails;
const PATHS = METRICS + extra + quality;
const STEP = Math.sqrt(1 / LOOKS);
const CORRELATION = 0.99;
const SHARED = Math.sqrt(CORRELATION);
const OWN = Math.sqrt(1 - CORRELATION);

/** Brownian paths without drift, one after the other, a value per look. */
type Paths = Float64Array;

const walk = (random: Random, path: Float64Array): void => {
  let level = 0;
  for (let k = 0; k < LOOKS; k += 1) {
    level += STEP * random.normal();
    path[k] = level;
  }
};

// The metrics that share a path of their own, as [from, to).
const blockOf = (dependence: Dependence): readonly [number, number] => {
  switch (dependence) {
    case 'all dependent':
      return [0, METRICS];
    case 'success dependent':
      return [0, success];
    case 'guardrails dependent':
      return [success, METRICS];
    default:
      return [0, 0];
  }
};

const drawPaths = (
  random: Random,
  dependence: Dependence,
  paths: Paths,
): void => {
  const [from, to] = blockOf(dependence);
  for (let m = 0; m < PATHS; m += 1) {
    walk(random, paths.subarray(m * LOOKS, (m + 1) * LOOKS));
  }
  if (to === from) return;
  const common = new Float64Array(LOOKS);
  walk(random, common);
  for (let i = from * LOOKS; i < to * LOOKS; i += 1) {
    paths[i] = SHARED * (common[i % LOOKS] ?? 0) + OWN * (paths[i] ?? 0);
  }
};

/** Expected z at the end, by kind of metric, on the scale of the effect. */
type Drifts = { readonly success: number; readonly guardrail: number };

const driftsOf = (world: World, levels: TestLevels): Drifts => ({
  success: world === 'alternative' ? levels.successDrift : 0,
  guardrail: world === 'all at their nulls' ? -levels.guardrailDrift : 0,
});

const endOf = (paths: Paths, metric: number): number =>
  paths[metric * LOOKS + LOOKS - 1] ?? Number.NaN;

const shipsByRuleOne = (
  paths: Paths,
  levels: TestLevels,
  drifts: Drifts,
): boolean => {
  for (let m = success; m < METRICS; m += 1) {
    const z = endOf(paths, m) + drifts.guardrail + levels.guardrailDrift;
    if (!(z > levels.zGuardrail)) return false;
  }
  for (let m = 0; m < success; m += 1) {
    if (endOf(paths, m) + drifts.success > levels.zSuccess) return true;
  }
  return false;
};

const isVetoed = (
  paths: Paths,
  { bounds }: TestLevels,
  drifts: Drifts,
): boolean => {
  for (let m = 0; m < PATHS; m += 1) {
    const isSuccess = m < success;
    const drift = isSuccess
      ? drifts.success
      : m < METRICS
        ? drifts.guardrail
        : 0;
    for (let k = 0; k < LOOKS; k += 1) {
      const level = (paths[m * LOOKS + k] ?? 0) + (drift * (k + 1)) / LOOKS;
      if (level < -(bounds[k] ?? Infinity)) return true;
    }
  }
  return false;
};

/** Ships by rule 1 and by rule 2. */
export type Ships = { ruleOne: number; ruleTwo: number };

/** A world judged with one set of levels. */
export type Judged = { readonly world: World; readonly levels: TestLevels };

/** How often each case ships, all of them on the same paths. */
export const simulateShips = (
  cases: readonly Judged[],
  dependence: Dependence,
  run: { readonly random: Random; readonly replications: number },
): readonly Ships[] => {
  const counted = cases.map(({ world, levels }) => ({
    levels,
    drifts: driftsOf(world, levels),
    ships: { ruleOne: 0, ruleTwo: 0 },
  }));
  const paths = new Float64Array(PATHS * LOOKS);
  for (let i = 0; i < run.replications; i += 1) {
    drawPaths(run.random, dependence, paths);
    for (const { levels, drifts, ships } of counted) {
      if (shipsByRuleOne(paths, levels, drifts)) {
        ships.ruleOne += 1;
        if (!isVetoed(paths, levels, drifts)) ships.ruleTwo += 1;
      }
    }
  }
  return counted.map(({ ships }) => ships);
};
