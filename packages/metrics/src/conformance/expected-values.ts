import type { ComputationRequest } from '../computation-request';
import type { FactTable } from '../fact-table';
import type { Metric, MetricFilter } from '../metric';
import type { ExposedUnit } from './expected-exposures';
import { factTableById, passes, rowsOfUnit } from './expected-exposures';
import { instantOf } from './expected-relations';
import type { NamedRow } from './row-table';
import { daysLater } from './wall-clock';

const HOUR = 3_600_000;

/** The time in which facts count, and when a unit enters the metric. */
type Bounds = {
  readonly start: number;
  readonly end: number;
  readonly enters: number;
};

const boundsOf = (
  { timeZone = 'UTC', until }: ComputationRequest,
  { window }: Metric,
  at: number,
): Bounds => {
  const last = Date.parse(until);
  if (window === null) return { start: at, end: last, enters: at };
  const { offsetHours, lengthHours, offsetDays = 0, lengthDays = 0 } = window;
  const start = daysLater(at, offsetDays, timeZone) + offsetHours * HOUR;
  const end =
    daysLater(at, offsetDays + lengthDays, timeZone) +
    (offsetHours + lengthHours) * HOUR;
  switch (window.kind ?? 'closed') {
    case 'closed':
      return { start, end, enters: end };
    case 'semi-open':
      return { start, end, enters: start };
    case 'cumulative':
      return { start, end: last, enters: start };
  }
};

/** Facts of one unit with their time; all of them where nothing has time. */
type Fact = { readonly at: number | null; readonly row: NamedRow };

const factsOf = (
  request: ComputationRequest,
  table: FactTable,
  unit: ExposedUnit,
): Fact[] =>
  rowsOfUnit(request, table, unit.unit).map(row => ({
    row,
    at:
      unit.at === null || table.timestampColumn === null
        ? null
        : instantOf(row[table.timestampColumn]),
  }));

type Aggregated = {
  readonly aggregation: Metric['aggregation'];
  readonly measure?: string | undefined;
  readonly filters: readonly MetricFilter[];
};

const numbersOf = (facts: readonly Fact[], column: string): number[] =>
  facts.flatMap(({ row }) => {
    const value = row[column];
    return typeof value === 'number' ? [value] : [];
  });

/** The greatest value among those at the latest time. */
const lastOf = (facts: readonly Fact[], column: string): number | null => {
  let found: { readonly at: number; readonly value: number } | null = null;
  for (const { at, row } of facts) {
    const value = row[column];
    if (at === null || typeof value !== 'number') continue;
    const isLater =
      found === null ||
      at > found.at ||
      (at === found.at && value > found.value);
    if (isLater) found = { at, value };
  }
  return found?.value ?? null;
};

/** The number that facts come to; null without any that counts. */
const aggregate = (
  all: readonly Fact[],
  { aggregation, measure, filters }: Aggregated,
  table: FactTable,
): number | null => {
  const facts = all.filter(({ row }) =>
    filters.every(filter => passes(row, filter)),
  );
  const column =
    table.measures.find(({ name }) => name === measure)?.column ??
    measure ??
    '';
  const values = numbersOf(facts, column);
  const sum = values.reduce((total, value) => total + value, 0);
  if (aggregation === 'count') {
    const counted =
      measure === undefined
        ? facts
        : facts.filter(({ row }) => (row[column] ?? null) !== null);
    return counted.length === 0 ? null : counted.length;
  }
  if (aggregation === 'count-distinct') {
    const distinct = new Set(facts.flatMap(({ row }) => row[column] ?? []));
    return distinct.size === 0 ? null : distinct.size;
  }
  if (aggregation === 'last') return lastOf(facts, column);
  if (values.length === 0) return null;
  switch (aggregation) {
    case 'sum':
      return sum;
    case 'average':
      return sum / values.length;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
  }
};

const aggregationOf = ({ type, aggregation }: Metric) => {
  if (type === 'count' || type === 'retention') return 'count';
  return type === 'count-distinct' ? 'count-distinct' : aggregation;
};

/** Whether a unit without a value counts as 0. */
export const countsAsZero = (metric: Metric): boolean => {
  if (['ratio', 'retention', 'funnel'].includes(metric.type)) return true;
  if (metric.nulls !== undefined) return metric.nulls === 'zero';
  const aggregation = aggregationOf(metric);
  return (
    metric.type === 'proportion' ||
    ['sum', 'count', 'count-distinct'].includes(aggregation)
  );
};

const yesOrNo = (metric: Metric, value: number | null): number | null => {
  const isShare = metric.type === 'proportion' || metric.type === 'retention';
  if (!isShare || value === null) return value;
  return value >= (metric.threshold ?? 1) ? 1 : 0;
};

/** What is known of one unit that enters a metric. */
export type UnitValue = {
  readonly unit: ExposedUnit;
  /** Null: the unit is left out. */
  readonly value: number | null;
  readonly denominator: number;
  /** From before exposure; null where nothing is known. */
  readonly before: number | null;
  readonly denominatorBefore: number;
  /** Values of single events. */
  readonly events: readonly number[];
  /** Steps of a funnel that the unit took in order. */
  readonly steps: number;
};

const stepsTaken = (
  request: ComputationRequest,
  metric: Metric,
  unit: ExposedUnit,
): number => {
  if (unit.at === null) return 0;
  const { start, end } = boundsOf(request, metric, unit.at);
  let after = start;
  let taken = 0;
  for (const step of metric.steps ?? []) {
    const id = step.factTableId ?? metric.factTableId;
    const times = factsOf(request, factTableById(request, id), unit).flatMap(
      ({ at, row }) =>
        at !== null &&
        at >= after &&
        at < end &&
        at < Date.parse(request.until) &&
        step.filters.every(filter => passes(row, filter))
          ? [at]
          : [],
    );
    if (times.length === 0) break;
    after = Math.min(...times);
    taken += 1;
  }
  return taken;
};

const beforeExposure = (
  facts: readonly Fact[],
  { covariate }: Metric,
  of: { readonly exposedAt: number | null; readonly timeZone: string },
): readonly Fact[] => {
  const { exposedAt, timeZone } = of;
  if (!covariate || exposedAt === null) return [];
  const { lengthDays = 0, lengthHours } = covariate;
  const start =
    daysLater(exposedAt, -lengthDays, timeZone) - lengthHours * HOUR;
  return facts.filter(({ at }) => at !== null && at >= start && at < exposedAt);
};

/** One unit in one metric; null when the unit does not enter yet. */
export const unitValue = (
  request: ComputationRequest,
  metric: Metric,
  unit: ExposedUnit,
): UnitValue | null => {
  const table = factTableById(request, metric.factTableId);
  const all = factsOf(request, table, unit);
  const until = Date.parse(request.until);
  const bounds = unit.at === null ? null : boundsOf(request, metric, unit.at);
  if (bounds !== null && bounds.enters > until) return null;
  const facts = all.filter(
    ({ at }) =>
      at === null ||
      bounds === null ||
      (at >= bounds.start && at < bounds.end && at < until),
  );
  const before = beforeExposure(all, metric, {
    exposedAt: unit.at,
    timeZone: request.timeZone ?? 'UTC',
  });
  const how = { ...metric, aggregation: aggregationOf(metric) };
  const { denominator } = metric;
  const steps = stepsTaken(request, metric, unit);
  const value =
    metric.type === 'funnel'
      ? Number(steps === (metric.steps ?? []).length)
      : yesOrNo(metric, aggregate(facts, how, table));
  const column =
    table.measures.find(({ name }) => name === metric.measure)?.column ?? '';
  return {
    unit,
    value: value ?? (countsAsZero(metric) ? 0 : null),
    denominator: denominator ? (aggregate(facts, denominator, table) ?? 0) : 0,
    before: yesOrNo(metric, aggregate(before, how, table)),
    denominatorBefore: denominator
      ? (aggregate(before, denominator, table) ?? 0)
      : 0,
    events: numbersOf(
      facts.filter(({ row }) =>
        metric.filters.every(filter => passes(row, filter)),
      ),
      column,
    ),
    steps,
  };
};
