import type { ComputationRequest } from '../computation-request';
import type {
  CompanionMoments,
  DimensionValue,
  FunnelStepRow,
  MomentsRow,
  TrafficRow,
} from '../computation-result';
import type { Metric } from '../metric';
import { capOf } from './expected-cap';
import type { Clamp } from './expected-cap';
import { dimensionsOfUnit } from './expected-dimensions';
import { exposedUnits } from './expected-exposures';
import type { ExposedUnit } from './expected-exposures';
import { quantileRows } from './expected-quantiles';
import { countsAsZero, unitValue } from './expected-values';
import type { UnitValue } from './expected-values';
import type { RowCase, RowOutcome } from './row-case';
import { dayShownAt } from './wall-clock';

const dateOf = (
  { timeZone = 'UTC' }: ComputationRequest,
  { at }: ExposedUnit,
): string | null => (at === null ? null : dayShownAt(at, timeZone));

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of each column and the lower triangle of sums of centred products. */
const momentsOf = (
  rows: readonly (readonly number[])[],
): Pick<MomentsRow, 'n' | 'mean' | 'm2' | 'companions'> => {
  const columns = rows[0]?.map((_, index) =>
    rows.map(row => row[index] ?? Number.NaN),
  );
  const means = (columns ?? []).map(meanOf);
  const comoments = (columns ?? []).flatMap((left, i) =>
    (columns ?? [])
      .slice(0, i + 1)
      .map((right, j) =>
        left.reduce(
          (sum, value, k) =>
            sum +
            (value - (means[i] ?? 0)) * ((right[k] ?? NaN) - (means[j] ?? 0)),
          0,
        ),
      ),
  );
  const [mean = Number.NaN, ...others] = means;
  const [m2 = Number.NaN, ...rest] = comoments;
  const companions: CompanionMoments = { means: others, comoments: rest };
  return {
    n: rows.length,
    mean,
    m2,
    ...(others.length === 0 ? {} : { companions }),
  };
};

/** Covariates that the assignment table holds, as columns. */
const tableCovariates = (
  { assignment }: ComputationRequest,
  metric: Metric,
  { rows }: ExposedUnit,
): number[] =>
  (assignment.kind === 'table' ? (assignment.covariates ?? []) : [])
    .filter(({ metricId }) => metricId === metric.id)
    .flatMap(({ column, missing }) => {
      const known = rows.flatMap(row => {
        const value = row[column];
        return typeof value === 'number' ? [value] : [];
      });
      const value = known.length === 0 ? 0 : meanOf(known);
      return missing === 'zero' ? [value] : [value, Number(known.length === 0)];
    });

const preExposure = (metric: Metric, row: UnitValue, clamp: Clamp) => {
  if (!metric.covariate) return [];
  const isZero = countsAsZero(metric);
  const known = isZero ? (row.before ?? 0) : row.before;
  const value = known === null ? 0 : clamp(known);
  if (metric.type === 'ratio') return [value, row.denominatorBefore];
  return isZero ? [value] : [value, Number(row.before === null)];
};

type Cell = {
  readonly variant: string;
  readonly exposureDate: string | null;
  readonly dimension?: DimensionValue;
};

type Measured = Cell & { readonly row: UnitValue };

const cellsOf = (
  request: ComputationRequest,
  values: readonly UnitValue[],
): Measured[] =>
  values.flatMap(row => {
    const cell = {
      variant: row.unit.variant,
      exposureDate: dateOf(request, row.unit),
      row,
    };
    return [
      cell,
      ...dimensionsOfUnit(request, row.unit).map(dimension => ({
        ...cell,
        dimension,
      })),
    ];
  });

const momentsRows = (
  metric: Metric,
  measured: readonly Measured[],
  columnsOf: (row: UnitValue) => number[],
): MomentsRow[] => {
  const groups = Map.groupBy(
    measured.filter(({ row }) => row.value !== null),
    ({ variant, exposureDate, dimension }) =>
      JSON.stringify([variant, exposureDate, dimension ?? null]),
  );
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    if (first === undefined) return [];
    const { variant, exposureDate, dimension } = first;
    return [
      {
        metricId: metric.id,
        variant,
        exposureDate,
        ...momentsOf(group.map(({ row }) => columnsOf(row))),
        ...(dimension === undefined ? {} : { dimension }),
      },
    ];
  });
};

const stepRows = (
  request: ComputationRequest,
  metric: Metric,
  values: readonly UnitValue[],
): FunnelStepRow[] =>
  (metric.steps ?? []).flatMap((_, index) => {
    const step = index + 1;
    const reached = values.filter(({ steps }) => steps >= step);
    const groups = Map.groupBy(reached, ({ unit }) =>
      JSON.stringify([unit.variant, dateOf(request, unit)]),
    );
    return [...groups.values()].flatMap(group => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        {
          metricId: metric.id,
          variant: first.unit.variant,
          exposureDate: dateOf(request, first.unit),
          step,
          units: group.length,
        },
      ];
    });
  });

const trafficRows = (
  request: ComputationRequest,
  units: readonly ExposedUnit[],
): TrafficRow[] =>
  [
    ...Map.groupBy(units, unit =>
      JSON.stringify([unit.variant, dateOf(request, unit)]),
    ).values(),
  ].flatMap(group => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        variant: first.variant,
        exposureDate: dateOf(request, first),
        units: group.length,
      },
    ];
  });

const extremes = (units: readonly ExposedUnit[]) => {
  const times = units.flatMap(({ at }) => at ?? []);
  const iso = (ms: number) =>
    times.length === 0 ? null : new Date(ms).toISOString();
  return {
    firstExposureAt: iso(Math.min(...times)),
    lastExposureAt: iso(Math.max(...times)),
  };
};

/**
 * What a case has to come to, by loops over the raw rows: neither the planner
 * nor any SQL has a part in it.
 */
export const expectedMoments = ({ request, metricId }: RowCase): RowOutcome => {
  const metric = request.metrics.find(({ id }) => id === metricId);
  if (metric === undefined) throw new Error(`No metric '${metricId}'.`);
  const exposed = exposedUnits(request);
  const units = exposed.filter(({ isCrossover }) => !isCrossover);
  const values = units.flatMap(unit => unitValue(request, metric, unit) ?? []);
  const { clamp, percentileValue } = capOf(metric, values);
  const measured = cellsOf(request, values);
  const isQuantile = metric.type === 'quantile';
  const columnsOf = (row: UnitValue): number[] => [
    clamp(row.value ?? Number.NaN),
    ...(metric.denominator === undefined ? [] : [row.denominator]),
    ...tableCovariates(request, metric, row.unit),
    ...preExposure(metric, row, clamp),
  ];
  return {
    moments: isQuantile ? [] : momentsRows(metric, measured, columnsOf),
    uncapped: metric.cap
      ? momentsRows(metric, measured, row => [row.value ?? Number.NaN])
      : [],
    cap: percentileValue,
    quantiles: isQuantile ? quantileRows(metric, values) : [],
    funnelSteps: stepRows(request, metric, values),
    traffic: trafficRows(request, units),
    crossoverUnits: exposed.length - units.length,
    totalUnits: exposed.length,
    ...extremes(exposed),
  };
};
