import type {
  ComputationResult,
  FunnelStepRow,
  MomentsRow,
  TrafficRow,
} from './computation-result';
import { mergeCells } from './merge-cells';

/** Rows with the same key as one, in order of their first appearance. */
const mergedBy = <Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => readonly unknown[],
  merge: (left: Row, right: Row) => Row,
): Row[] => {
  const merged = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const known = merged.get(key);
    merged.set(key, known === undefined ? row : merge(known, row));
  }
  return [...merged.values()];
};

const mergedMoments = (rows: readonly MomentsRow[]): MomentsRow[] =>
  mergedBy(
    rows,
    ({ metricId, variant, exposureDate, dimension }) => [
      metricId,
      variant,
      exposureDate,
      dimension === undefined ? null : [dimension.name, dimension.value],
    ],
    mergeCells,
  );

const mergedTraffic = (rows: readonly TrafficRow[]): TrafficRow[] =>
  mergedBy(
    rows,
    ({ variant, exposureDate }) => [variant, exposureDate],
    (left, right) => ({ ...left, units: left.units + right.units }),
  );

const mergedSteps = (rows: readonly FunnelStepRow[]): FunnelStepRow[] =>
  mergedBy(
    rows,
    ({ metricId, variant, exposureDate, step }) => [
      metricId,
      variant,
      exposureDate,
      step,
    ],
    (left, right) => ({ ...left, units: left.units + right.units }),
  );

const extreme = (
  instants: readonly (string | null)[],
  which: 'first' | 'last',
): string | null =>
  instants
    .filter(instant => instant !== null)
    .toSorted((left, right) => Date.parse(left) - Date.parse(right))
    .at(which === 'first' ? 0 : -1) ?? null;

/**
 * The computation over all units, from those of `slicedPlans`: the same
 * numbers as in one go, up to rounding. Its `sql` is that of the first slice.
 */
export const mergeComputations = (
  first: ComputationResult,
  ...others: readonly ComputationResult[]
): ComputationResult => {
  const all = [first, ...others];
  const sum = (of: (one: ComputationResult) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  return {
    moments: mergedMoments(all.flatMap(one => one.moments)),
    uncapped: mergedMoments(all.flatMap(one => one.uncapped)),
    caps: first.caps,
    quantiles: first.quantiles,
    funnelSteps: mergedSteps(all.flatMap(one => one.funnelSteps)),
    traffic: mergedTraffic(all.flatMap(one => one.traffic)),
    crossoverUnits: sum(one => one.crossoverUnits),
    totalUnits: sum(one => one.totalUnits),
    firstExposureAt: extreme(
      all.map(one => one.firstExposureAt),
      'first',
    ),
    lastExposureAt: extreme(
      all.map(one => one.lastExposureAt),
      'last',
    ),
    sql: first.sql,
  };
};
