import { warehouseIdOf } from '@etude/metrics';
import type { FactTable, Metric, MetricFilter } from '@etude/metrics';
import type { MetricLineage } from '@etude/plugin-metrics-common';
import { metricFactTableIds } from './definitions';

type Read = MetricLineage['reads'][number]['columns'][number];

const filterReads = (
  filters: readonly MetricFilter[],
  name: string | null,
): Read[] => filters.map(({ column }) => ({ column, as: 'filter', name }));

const measureReads = (
  names: readonly (string | undefined)[],
  { measures }: FactTable,
): Read[] =>
  names.flatMap(name => {
    if (name === undefined) return [];
    const column = measures.find(one => one.name === name)?.column ?? name;
    return [{ column, as: 'measure', name }];
  });

const columnsOf = (metric: Metric, factTable: FactTable): Read[] => {
  const isOwn = factTable.id === metric.factTableId;
  const unit = factTable.entityColumns[metric.entity];
  const steps = (metric.steps ?? []).filter(
    step => (step.factTableId ?? metric.factTableId) === factTable.id,
  );
  const { denominator } = metric;
  const reads: Read[] = [
    ...(unit === undefined
      ? []
      : [{ column: unit, as: 'unit' as const, name: metric.entity }]),
    ...(factTable.timestampColumn === null
      ? []
      : [
          {
            column: factTable.timestampColumn,
            as: 'time' as const,
            name: null,
          },
        ]),
    ...(isOwn
      ? [
          ...measureReads([metric.measure, denominator?.measure], factTable),
          ...filterReads(metric.filters, null),
          ...filterReads(denominator?.filters ?? [], 'denominator'),
        ]
      : []),
    ...steps.flatMap(step => filterReads(step.filters, step.name)),
  ];
  return [...new Map(reads.map(read => [JSON.stringify(read), read])).values()];
};

/** The fact tables and columns that a metric reads, its own table first. */
export const metricLineage = (
  metric: Metric,
  factTables: readonly FactTable[],
): MetricLineage => ({
  reads: metricFactTableIds(metric).map(factTableId => {
    const factTable = factTables.find(({ id }) => id === factTableId);
    return {
      factTableId,
      name: factTable?.name ?? null,
      warehouseId: factTable ? warehouseIdOf(factTable) : null,
      columns: factTable ? columnsOf(metric, factTable) : [],
    };
  }),
});
