import {
  and,
  caseWhen,
  cast,
  column,
  compare,
  isIn,
  isNull,
  isTextIn,
  literal,
  not,
  or,
} from '@etude/sql';
import type { Expression } from '@etude/sql';
import type {
  FactScanPlan,
  FactValuePlan,
  MetricPlan,
} from './computation-plan';
import { filterExpression } from './filter-expression';
import type { MetricFilter } from './metric';

/** Alias of a scan's facts. */
export const FACTS = 'facts';

/** All that a metric reads from facts: of a ratio, two values. */
export const valuesOf = (metric: MetricPlan): readonly FactValuePlan[] =>
  metric.denominator === null ? [metric] : [metric, metric.denominator];

/** All that is read from the facts of a scan. */
const factValuesOf = (scan: FactScanPlan): readonly FactValuePlan[] => [
  ...scan.metrics.flatMap(valuesOf),
  ...scan.quantiles.map(({ metric }) => metric),
  ...scan.steps,
];

/**
 * Columns of the source that values and their filters read, each once. They
 * are carried as they are: what a metric makes of them is worked out after the
 * join, on the facts that are left.
 */
export const factColumns = (
  scan: FactScanPlan,
): readonly { readonly source: string; readonly alias: string }[] => {
  const names = factValuesOf(scan).flatMap(({ measureColumn, filters }) => [
    ...filters.map(filter => filter.column),
    ...(measureColumn === null ? [] : [measureColumn]),
  ]);
  return [...new Set(names)].map((source, index) => ({
    source,
    alias: `fact_${index + 1}`,
  }));
};

/** The name inside the query of a column of the source. */
export const factAlias = (scan: FactScanPlan, source: string): string =>
  factColumns(scan).find(one => one.source === source)?.alias ?? source;

/** What a value reads of a fact, and for which facts. */
export type FactValue = {
  /** The measure, or 1 where facts are counted. */
  readonly value: Expression;
  /** Conditions of which all have to hold. */
  readonly conditions: readonly Expression[];
};

/** What a value of a scan reads of the facts that {@link FACTS} names. */
export const factValue = (
  scan: FactScanPlan,
  { aggregation, measureColumn, filters }: FactValuePlan,
): FactValue => {
  const alias = (source: string): string => factAlias(scan, source);
  const measure =
    measureColumn === null ? null : column(FACTS, alias(measureColumn));
  const isCounted = aggregation === 'count';
  return {
    value: isCounted
      ? literal(1)
      : cast(
          measure ?? literal(null),
          aggregation === 'count-distinct' ? 'text' : 'double',
        ),
    conditions: [
      ...filters.map(filter =>
        filterExpression({ ...filter, column: alias(filter.column) }, FACTS),
      ),
      ...(isCounted && measure !== null ? [not(isNull(measure))] : []),
    ],
  };
};

/** The same as one expression: NULL for facts that the value leaves out. */
export const factNumber = (
  scan: FactScanPlan,
  plan: FactValuePlan,
): Expression => {
  const { value, conditions } = factValue(scan, plan);
  return conditions.length === 0
    ? value
    : caseWhen([{ when: and(conditions), then: value }]);
};

/** Past so many alternatives, looking at each costs more than it saves. */
const MAX_ALTERNATIVES = 5;

type Filters = readonly MetricFilter[];
export type FilterValue = string | number | boolean;

/** Values of which a column must have one; null where filters do not say. */
export const requiredValues = (
  filters: Filters,
  name: string,
): readonly FilterValue[] | null => {
  const found = filters.find(
    ({ column: of, operator }) =>
      of === name && (operator === 'equals' || operator === 'in'),
  );
  return found === undefined ? null : [found.value].flat();
};

/** Values of one type for every list of filters, or null. */
const commonValues = (lists: readonly Filters[], name: string) => {
  const values = lists.map(filters => requiredValues(filters, name));
  if (values.includes(null)) return null;
  const distinct = [...new Set(values.flatMap(found => found ?? []))];
  const types = new Set(distinct.map(value => typeof value));
  return distinct.length > 0 && types.size === 1 ? distinct : null;
};

/** Holds where a column of the source has one of some values. */
export const hasOneOf = (
  { textColumns }: Pick<FactScanPlan, 'textColumns'>,
  arg: Expression,
  values: readonly FilterValue[],
): Expression => {
  const [only, ...more] = values;
  if (only !== undefined && more.length === 0) {
    return compare(arg, '=', literal(only));
  }
  const texts = values.filter(value => typeof value === 'string');
  return arg.kind === 'column' &&
    textColumns.includes(arg.name) &&
    texts.length === values.length
    ? isTextIn(arg, texts)
    : isIn(
        arg,
        values.map(value => literal(value)),
      );
};

/**
 * Holds for facts that some value reads, and for few others; null where one
 * value reads them all.
 */
export const readsFact = (
  scan: FactScanPlan,
  source: string,
): Expression | null => {
  const lists = [
    ...new Map(
      factValuesOf(scan).map(({ filters }) => [
        JSON.stringify(filters),
        filters,
      ]),
    ).values(),
  ];
  if (lists.some(filters => filters.length === 0)) return null;
  const all = (filters: Filters) =>
    and(filters.map(filter => filterExpression(filter, source)));
  const [first, ...others] = lists;
  if (first !== undefined && others.length === 0) return all(first);
  const columns = new Set(lists.flat().map(filter => filter.column));
  const shared = [...columns].flatMap(name => {
    const values = commonValues(lists, name);
    return values === null
      ? []
      : [hasOneOf(scan, column(source, name), values)];
  });
  if (shared.length > 0) return and(shared);
  return lists.length > MAX_ALTERNATIVES ? null : or(lists.map(all));
};
