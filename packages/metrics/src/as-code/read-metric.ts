import type { Metric, MetricCap, MetricWindow } from '../metric';
import type { PartContext } from './read-source';
import { readConditions } from './read-conditions';
import type { Defaults } from './read-fact-table';
import { readOwner } from './read-fact-table';
import type { TimeLength } from './written-figures';
import type { WrittenMetric } from './written-definitions';

const NO_LENGTH: TimeLength = { days: 0, hours: 0 };

const readWindow = (window: WrittenMetric['window']): MetricWindow | null => {
  if (window === undefined) return null;
  const { kind, offset = NO_LENGTH, length = NO_LENGTH } = window;
  return {
    ...(kind === undefined ? {} : { kind }),
    offsetHours: offset.hours,
    lengthHours: length.hours,
    ...(offset.days === 0 ? {} : { offsetDays: offset.days }),
    ...(length.days === 0 ? {} : { lengthDays: length.days }),
  };
};

const readCap = (
  { cap }: WrittenMetric,
  { path, report }: PartContext,
): MetricCap | undefined => {
  if (cap === undefined) return undefined;
  const { percentile, ignoreZeros, atLeast: lower, atMost: upper } = cap;
  const isAbsolute = lower !== undefined || upper !== undefined;
  if (percentile !== undefined && !isAbsolute) {
    return {
      kind: 'percentile',
      percentile,
      ignoreZeros: ignoreZeros ?? false,
    };
  }
  if (percentile === undefined && isAbsolute && ignoreZeros === undefined) {
    return {
      kind: 'absolute',
      ...(lower === undefined ? {} : { lower }),
      ...(upper === undefined ? {} : { upper }),
    };
  }
  report.add(
    [...path, 'cap'],
    'ETUDE_DEFINITIONS_CAP',
    `The cap is neither a percentile nor bounds. Write 'cap: p99', 'cap: {percentile: p99, ignoreZeros: true}', or 'cap: {atLeast: 0, atMost: 500}' with one or both bounds.`,
  );
  return undefined;
};

/** The aggregation of a metric that does not name one. */
export const impliedAggregation = (
  type: Metric['type'],
  measure: string | undefined,
): Metric['aggregation'] | undefined => {
  switch (type) {
    case 'count':
    case 'retention':
    case 'funnel':
      return 'count';
    case 'count-distinct':
      return 'count-distinct';
    case 'quantile':
      return 'sum';
    default:
      return measure === undefined ? 'count' : undefined;
  }
};

const readAggregation = (
  { type, aggregation, measure }: WrittenMetric,
  { path, report }: PartContext,
): Metric['aggregation'] => {
  const found = aggregation ?? impliedAggregation(type, measure);
  if (found === undefined) {
    report.add(
      path,
      'ETUDE_DEFINITIONS_AGGREGATION',
      `'${String(path.at(-1))}' does not say how the values of '${measure ?? ''}' of one unit become one number. Write 'aggregation: sum', or count, count-distinct, average, min, max or last.`,
    );
  }
  return found ?? 'count';
};

/** The entity of a part: the one it names, or the only one of the file. */
export const readEntity = (
  written: { readonly entity?: string | undefined },
  { entity }: Defaults,
  { path, report }: PartContext,
): string => {
  const found = written.entity ?? entity;
  if (found === undefined) {
    report.add(
      path,
      'ETUDE_DEFINITIONS_ENTITY',
      `'${String(path.at(-1))}' does not say whom it is about, and the file has more than one entity or none. Write 'entity: …'.`,
    );
  }
  return found ?? '';
};

const readKind = (
  { denominator, quantile, steps }: WrittenMetric,
  { path, report }: PartContext,
): Pick<Metric, 'denominator' | 'quantile' | 'steps'> => ({
  ...(denominator === undefined
    ? {}
    : {
        denominator: {
          aggregation: denominator.aggregation,
          ...(denominator.measure === undefined
            ? {}
            : { measure: denominator.measure }),
          filters: readConditions(denominator.where, {
            path: [...path, 'denominator', 'where'],
            report,
          }),
        },
      }),
  ...(quantile === undefined
    ? {}
    : { quantile: { of: quantile.of ?? 'units', level: quantile.level } }),
  ...(steps === undefined
    ? {}
    : {
        steps: steps.map(({ name, factTable, where }, index) => ({
          name,
          filters: readConditions(where, {
            path: [...path, 'steps', index, 'where'],
            report,
          }),
          ...(factTable === undefined ? {} : { factTableId: factTable }),
        })),
      }),
});

/** The metric that a person wrote under an id. */
export const readMetric = (
  id: string,
  written: WrittenMetric,
  context: PartContext & { readonly defaults: Defaults },
): Metric | undefined => {
  const { path, report, defaults } = context;
  const before = report.problems.length;
  const { measure, threshold, nulls, covariate, mde, nim } = written;
  const cap = readCap(written, context);
  const metric: Metric = {
    id,
    name: written.name ?? id,
    description: written.description ?? '',
    owner: readOwner(written, defaults, context),
    factTableId: written.factTable,
    entity: readEntity(written, defaults, context),
    type: written.type,
    aggregation: readAggregation(written, context),
    ...(measure === undefined ? {} : { measure }),
    filters: readConditions(written.where, {
      path: [...path, 'where'],
      report,
    }),
    ...(threshold === undefined ? {} : { threshold }),
    ...readKind(written, context),
    window: readWindow(written.window),
    ...(nulls === undefined ? {} : { nulls }),
    ...(cap === undefined ? {} : { cap }),
    ...(covariate === undefined
      ? {}
      : {
          covariate: {
            lengthHours: covariate.hours,
            ...(covariate.days === 0 ? {} : { lengthDays: covariate.days }),
          },
        }),
    direction: written.direction,
    ...(mde === undefined ? {} : { defaultMdeRelative: mde }),
    ...(nim === undefined ? {} : { defaultNimRelative: nim }),
    state: written.state ?? 'active',
  };
  return report.problems.length === before ? metric : undefined;
};
