import type {
  ComputationPlan,
  FactScanPlan,
  FactValuePlan,
  MetricPlan,
} from './computation-plan';
import { unitMetricsOf } from './computation-plan';
import { requiredValues, valuesOf } from './fact-value';
import type { FilterValue } from './fact-value';
import type { UnitValuesPlan } from './moments-cte';
import { groupNames, scanNames } from './scan-names';
import type { ScanNames } from './scan-names';

/** A column of the source, and the values of which facts have one. */
export type RequiredValues = {
  readonly column: string;
  readonly values: readonly FilterValue[];
};

/** Metrics of a scan that are worked out together, from the same facts. */
export type FactGroup = UnitValuesPlan & {
  readonly names: ScanNames;
  /** What all values of the group require; null: all facts are read. */
  readonly required: RequiredValues | null;
};

/**
 * From so many metrics on, to aggregate them alone saves more than it costs to
 * read the facts once more. Measured over the lakes of `bench --only refresh`.
 */
const LEAST_METRICS = 4;

/** The values of which each fact that a metric reads has one, or null. */
const requiredBy = (
  metric: MetricPlan,
  column: string,
): readonly FilterValue[] | null => {
  const lists = valuesOf(metric).map(({ filters }) =>
    requiredValues(filters, column),
  );
  return lists.some(list => list === null || list.length === 0)
    ? null
    : [...new Set(lists.flatMap(list => list ?? []))].toSorted();
};

type Part = {
  readonly required: RequiredValues | null;
  readonly metrics: readonly MetricPlan[];
};

/** One part for metrics that are too few for one each. */
const together = (column: string, parts: readonly Part[]): Part[] => {
  if (parts.length === 0) return [];
  const values = parts.flatMap(({ required }) => required?.values ?? []);
  const isOfOneType = new Set(values.map(value => typeof value)).size === 1;
  const readsAll = parts.some(({ required }) => required === null);
  return [
    {
      required:
        readsAll || !isOfOneType
          ? null
          : { column, values: [...new Set(values)] },
      metrics: parts.flatMap(({ metrics }) => metrics),
    },
  ];
};

/** Metrics by what they require of a column. */
const partsBy = (column: string, metrics: readonly MetricPlan[]): Part[] => {
  const parts = new Map<string, Part>();
  for (const metric of metrics) {
    const values = requiredBy(metric, column);
    const key = JSON.stringify(values);
    parts.set(key, {
      required: values === null ? null : { column, values },
      metrics: [...(parts.get(key)?.metrics ?? []), metric],
    });
  }
  const isLarge = (part: Part) =>
    part.required !== null && part.metrics.length >= LEAST_METRICS;
  const all = [...parts.values()];
  return [
    ...all.filter(isLarge),
    ...together(
      column,
      all.filter(part => !isLarge(part)),
    ),
  ];
};

/**
 * The metrics of a scan in groups that read different facts, such as those of
 * one event each: an aggregate costs as much for facts that it leaves out. One
 * group where that saves nothing.
 */
export const factGroups = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  index: number,
): FactGroup[] => {
  const unitMetrics = unitMetricsOf(scan);
  const columns = new Set(
    unitMetrics
      .flatMap(valuesOf)
      .flatMap(({ filters }) => filters.map(filter => filter.column)),
  );
  const [parts = []] = plan.numbersUnits
    ? [...columns]
        .map(column => partsBy(column, unitMetrics))
        .toSorted((left, right) => right.length - left.length)
    : [];
  if (parts.length < 2) {
    return [
      {
        names: scanNames(index),
        metrics: scan.metrics,
        unitMetrics,
        required: null,
      },
    ];
  }
  return parts.map(({ required, metrics }, group) => ({
    names: groupNames(index, group),
    metrics: metrics.filter(metric => scan.metrics.includes(metric)),
    unitMetrics: metrics,
    required,
  }));
};

/** A value without the filters that hold for every fact of its group. */
export const valueInGroup = <T extends FactValuePlan>(
  value: T,
  required: RequiredValues | null,
): T => {
  if (required === null) return value;
  const wanted = JSON.stringify(required.values.toSorted());
  return {
    ...value,
    filters: value.filters.filter(filter => {
      if (filter.column !== required.column) return true;
      const values = requiredValues([filter], required.column);
      return JSON.stringify(values?.toSorted()) !== wanted;
    }),
  };
};
