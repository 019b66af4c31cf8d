import type { AnalysisInput } from '../analysis-input';

const MS_PER_DAY = 86_400_000;

/** Units first exposed on one day, by variant of the plan in its order. */
export type DaySplit = {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly counts: readonly number[];
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * The split of every day from the first to the last with an exposure, days
 * without any included; empty when the traffic has no dates.
 */
export const dailySplit = ({
  plan,
  traffic,
}: Pick<AnalysisInput, 'plan' | 'traffic'>): readonly DaySplit[] => {
  const rowOf = new Map(plan.variants.map(({ id }, index) => [id, index]));
  const byDay = new Map<string, number[]>();
  for (const { variant, exposureDate, units } of traffic) {
    const index = rowOf.get(variant);
    if (exposureDate === null || index === undefined || units === 0) continue;
    const counts = byDay.get(exposureDate) ?? plan.variants.map(() => 0);
    counts[index] = (counts[index] ?? 0) + units;
    byDay.set(exposureDate, counts);
  }
  const days = [...byDay.keys()].sort();
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const span = Math.round((Date.parse(last) - Date.parse(first)) / MS_PER_DAY);
  return Array.from({ length: span + 1 }, (_, index) => {
    const day = dayOf(Date.parse(first) + index * MS_PER_DAY);
    return { day, counts: byDay.get(day) ?? plan.variants.map(() => 0) };
  });
};
