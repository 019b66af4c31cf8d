import type { ResultSnapshot } from '@etude/plugin-experiments-common';
import type { LineSeries } from '@etude/ui';
import type { ExperimentPlan } from '../../experiment-types';

export type Traffic = ResultSnapshot['traffic'];
type Variants = ExperimentPlan['variants'];

/** Units of one variant next to those its weight asks for. */
export type VariantTraffic = {
  readonly variant: string;
  readonly units: number;
  readonly share: number | null;
  /** Null for a variant that is not in the plan. */
  readonly expectedUnits: number | null;
  readonly expectedShare: number | null;
};

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

const unitsOf = (traffic: Traffic): number =>
  sum(traffic.map(({ units }) => units));

const expectedShares = (variants: Variants): ReadonlyMap<string, number> => {
  const total = sum(variants.map(({ weight }) => weight));
  return new Map(variants.map(({ id, weight }) => [id, weight / total]));
};

/** Each variant's units and share next to what the plan asks for. */
export const trafficByVariant = (
  traffic: Traffic,
  variants: Variants,
): readonly VariantTraffic[] => {
  const total = unitsOf(traffic);
  const shares = expectedShares(variants);
  const ids = [
    ...new Set([
      ...variants.map(({ id }) => id),
      ...traffic.map(({ variant }) => variant),
    ]),
  ];
  return ids.map(variant => {
    const units = unitsOf(traffic.filter(row => row.variant === variant));
    const expectedShare = shares.get(variant) ?? null;
    return {
      variant,
      units,
      share: total === 0 ? null : units / total,
      expectedUnits: expectedShare === null ? null : expectedShare * total,
      expectedShare,
    };
  });
};

const daysOf = (traffic: Traffic): readonly string[] =>
  [
    ...new Set(
      traffic.flatMap(({ exposureDate }) =>
        exposureDate === null ? [] : [exposureDate],
      ),
    ),
  ].sort();

const until = (traffic: Traffic, day: string): Traffic =>
  traffic.filter(
    ({ exposureDate }) => exposureDate !== null && exposureDate <= day,
  );

/**
 * Exposed units so far by day, one line per variant, with a dashed line for
 * each share the plan asks for; empty when exposures have no dates.
 */
export const trafficSeries = (
  traffic: Traffic,
  variants: Variants,
): readonly LineSeries[] => {
  const days = daysOf(traffic);
  if (days.length === 0) return [];
  const pointsOf = (units: (soFar: Traffic) => number) =>
    days.map(day => ({
      x: new Date(day).getTime(),
      y: units(until(traffic, day)),
    }));
  const shares = [...new Set(expectedShares(variants).values())];
  return [
    ...variants.map(({ id }) => ({
      name: id,
      points: pointsOf(soFar =>
        unitsOf(soFar.filter(({ variant }) => variant === id)),
      ),
    })),
    ...shares.map(share => ({
      name: 'expected',
      isReference: true as const,
      points: pointsOf(soFar => share * unitsOf(soFar)),
    })),
  ];
};
