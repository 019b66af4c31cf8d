import type { Problem } from '@etude/kernel';
import type { Metric } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import { columnKind } from '@etude/plugin-metrics-common';
import type { ColumnKind } from '@etude/plugin-metrics-common';

type FilterValue = string | number | boolean;

const FITS: Readonly<Record<ColumnKind, (value: FilterValue) => boolean>> = {
  number: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  time: value => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  text: value => typeof value === 'string',
  other: () => true,
};

const WORDS: Readonly<Record<ColumnKind, string>> = {
  number: 'a number',
  boolean: 'true or false',
  time: 'a date or time such as 2026-03-01',
  text: 'a text',
  other: 'a value',
};

/**
 * Filters whose value is of another kind than its column. The warehouse would
 * notice only at the first row, in the middle of an experiment.
 */
export const checkFilters = (
  metric: Metric,
  columns: readonly Column[],
): Problem[] =>
  metric.filters.flatMap((filter, index) => {
    const column = columns.find(({ name }) => name === filter.column);
    if (!column) return [];
    const kind = columnKind(column.type);
    const values: FilterValue[] = Array.isArray(filter.value)
      ? filter.value
      : [filter.value];
    const wrong = values.find(value => !FITS[kind](value));
    if (wrong === undefined) return [];
    return [
      {
        code: 'ETUDE_METRICS_FILTER_TYPE',
        message: `Metric '${metric.id}' compares column '${filter.column}' of type ${column.type} with ${JSON.stringify(wrong)}. Compare it with ${WORDS[kind]}.`,
        path: `filters[${index}].value`,
      },
    ];
  });
