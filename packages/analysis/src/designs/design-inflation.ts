import type { ExperimentDesign } from '@etude/lifecycle';
import type { LookPlan, TestRates } from '../planning/look-plan';
import { testCosts } from '../planning/look-plan';

// A pure function of few different inputs, solved numerically. The oldest
// entries give way, so that memory stays flat.
const MOST_KNOWN = 64;
const known = new Map<string, number>();

const lookPlanOf = (design: ExperimentDesign): LookPlan | undefined => {
  if (design.kind === 'always-valid') return { kind: 'always-valid' };
  return design.kind === 'group-sequential'
    ? {
        kind: 'group-sequential',
        looks: design.plannedLooks,
        spending: design.spending,
      }
    : undefined;
};

/**
 * By how much a design needs more units at most than a single look, for the
 * same one-sided level and power: what the planner sized it with. NaN where
 * that cannot be solved.
 */
export const designInflation = (
  design: ExperimentDesign,
  { alpha, power }: TestRates,
): number => {
  const plan = lookPlanOf(design);
  if (plan === undefined) return 1;
  const key = JSON.stringify([plan, alpha, power]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const cost = testCosts(plan)({ alpha, power });
  const inflation = cost.ok ? cost.value.inflation : Number.NaN;
  if (known.size >= MOST_KNOWN) {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }
  known.set(key, inflation);
  return inflation;
};
