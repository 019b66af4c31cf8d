import type { Problem } from '@etude/kernel';
import type { Metric, MetricFilter } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import { columnKind } from '@etude/plugin-metrics-common';
import type { ColumnKind } from '@etude/plugin-metrics-common';
import { z } from 'zod';

type FilterValue = string | number | boolean;

// What every engine reads as the same instant: another offset than UTC is
// dropped by some of them.
const timeSchema = z.union([
  z.iso.date(),
  z
    .string()
    .transform(text => text.replace(' ', 'T'))
    .pipe(z.iso.datetime({ local: true })),
]);

const FITS: Readonly<Record<ColumnKind, (value: FilterValue) => boolean>> = {
  number: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  time: value => timeSchema.safeParse(value).success,
  text: value => typeof value === 'string',
  other: () => true,
};

const WORDS: Readonly<Record<ColumnKind, string>> = {
  number: 'a number',
  boolean: 'true or false',
  time: 'a day or a time in UTC, such as 2026-03-01 or 2026-03-01 12:30:00',
  text: 'a text',
  other: 'a value',
};

type Filters = {
  readonly filters: readonly MetricFilter[];
  readonly path: string;
  readonly factTableId: string;
};

const filtersOf = ({
  factTableId,
  filters,
  denominator,
  steps = [],
}: Metric): Filters[] => [
  { filters, path: 'filters', factTableId },
  ...(denominator
    ? [
        {
          filters: denominator.filters,
          path: 'denominator.filters',
          factTableId,
        },
      ]
    : []),
  ...steps.map((step, index) => ({
    filters: step.filters,
    path: `steps[${index}].filters`,
    factTableId: step.factTableId ?? factTableId,
  })),
];

const mistyped = (
  { column: name, value }: MetricFilter,
  columns: readonly Column[],
): { readonly type: string; readonly wrong: FilterValue } | undefined => {
  const column = columns.find(one => one.name === name);
  if (!column) return undefined;
  const fits = FITS[columnKind(column.type)];
  const values: FilterValue[] = Array.isArray(value) ? value : [value];
  const wrong = values.find(one => !fits(one));
  return wrong === undefined ? undefined : { type: column.type, wrong };
};

/**
 * Filters of a metric, of its denominator and of its steps whose value is of
 * another kind than their column; `columnsOf` tells the columns of a fact
 * table by its id. The warehouse would notice only at the first row, in the
 * middle of an experiment.
 */
export const checkFilters = (
  metric: Metric,
  columnsOf: (factTableId: string) => readonly Column[],
): Problem[] =>
  filtersOf(metric).flatMap(({ filters, path, factTableId }) =>
    filters.flatMap((filter, index) => {
      const found = mistyped(filter, columnsOf(factTableId));
      if (!found) return [];
      const { type, wrong } = found;
      return [
        {
          code: 'ETUDE_METRICS_FILTER_TYPE',
          message: `Metric '${metric.id}' compares column '${filter.column}' of type ${type} with ${JSON.stringify(wrong)}. Compare it with ${WORDS[columnKind(type)]}.`,
          path: `${path}[${index}].value`,
        },
      ];
    }),
  );
