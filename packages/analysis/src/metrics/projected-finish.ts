import type { ExperimentPlan } from '@etude/lifecycle';

const MS_PER_DAY = 86_400_000;

/**
 * When `missing` more units will be there at the observed traffic, as an ISO
 * instant; null without traffic, and when nothing is missing.
 */
export const projectedInstant = (
  missing: number,
  at: { readonly now: string; readonly unitsPerDay: number | null },
): string | null => {
  const { now, unitsPerDay } = at;
  if (unitsPerDay === null || !(unitsPerDay > 0) || !(missing > 0)) return null;
  const finish = new Date(
    new Date(now).getTime() + (missing / unitsPerDay) * MS_PER_DAY,
  );
  // Beyond the calendar of a Date there is no instant to name.
  return Number.isNaN(finish.getTime()) ? null : finish.toISOString();
};

/** Units over all variants for one unit of control and `variant` together. */
export const wholePerPair = (plan: ExperimentPlan, variant: string): number => {
  let [pair, whole] = [0, 0];
  for (const { id, weight } of plan.variants) {
    whole += weight;
    if (id === plan.controlVariant || id === variant) pair += weight;
  }
  return whole / pair;
};
