import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Cell, Link, Table, useTable } from '@backstage/ui';
import type { ColumnConfig } from '@backstage/ui';
import type { StoredMetric } from '@etude/plugin-metrics-common';
import { StatusBadge } from '@etude/ui';
import { DIRECTION_WORDS } from '../../model/metric-labels';
import { typeCell } from '../../model/metric-words';
import { windowWords } from '../../model/window-words';
import { factTableRouteRef, metricRouteRef } from '../../routes';
import { sortBy } from './sort-by';

const PAGE_SIZE = 50;

/** A metric with the name of its fact table. */
export type MetricRow = StoredMetric & { readonly factTableName: string };

export const MetricLink = (props: {
  readonly metric: Pick<StoredMetric, 'id' | 'name'>;
}) => {
  const metricPath = useRouteRef(metricRouteRef);
  const { id, name } = props.metric;
  return (
    <Link href={metricPath?.({ id }) ?? ''} weight="bold">
      {name}
    </Link>
  );
};

const FactTableLink = ({ metric }: { readonly metric: MetricRow }) => {
  const factTablePath = useRouteRef(factTableRouteRef);
  return (
    <Link href={factTablePath?.({ id: metric.factTableId }) ?? ''}>
      {metric.factTableName}
    </Link>
  );
};

const COLUMNS: readonly ColumnConfig<MetricRow>[] = [
  {
    id: 'name',
    label: 'Name',
    isRowHeader: true,
    isSortable: true,
    cell: metric => (
      <Cell>
        <MetricLink metric={metric} />
      </Cell>
    ),
  },
  {
    id: 'owner',
    label: 'Owner',
    isSortable: true,
    cell: metric => (
      <Cell>
        <EntityRefLink entityRef={metric.owner} />
      </Cell>
    ),
  },
  {
    id: 'type',
    label: 'Type',
    isSortable: true,
    cell: metric => <Cell>{typeCell(metric)}</Cell>,
  },
  {
    id: 'factTable',
    label: 'Fact table',
    isSortable: true,
    cell: metric => (
      <Cell>
        <FactTableLink metric={metric} />
      </Cell>
    ),
  },
  {
    id: 'direction',
    label: 'Direction',
    isSortable: true,
    cell: metric => <Cell>{DIRECTION_WORDS[metric.direction]}</Cell>,
  },
  {
    id: 'window',
    label: 'Window',
    isSortable: true,
    cell: metric => <Cell>{windowWords(metric.window)}</Cell>,
  },
  {
    id: 'state',
    label: 'State',
    isSortable: true,
    cell: metric => (
      <Cell>
        {metric.state === 'active' ? (
          <StatusBadge tone="active">Active</StatusBadge>
        ) : (
          <StatusBadge tone="muted">Archived</StatusBadge>
        )}
      </Cell>
    ),
  },
];

const sortFn = sortBy<MetricRow>({
  name: metric => metric.name,
  owner: metric => metric.owner,
  type: metric => typeCell(metric),
  factTable: metric => metric.factTableName,
  direction: metric => metric.direction,
  window: ({ window }) =>
    window
      ? window.offsetHours +
        window.lengthHours +
        24 * ((window.offsetDays ?? 0) + (window.lengthDays ?? 0))
      : Infinity,
  state: metric => metric.state,
});

/** Metrics in a table, sortable, in pages. */
export const MetricsTable = (props: { readonly metrics: MetricRow[] }) => {
  const { tableProps } = useTable({
    mode: 'complete',
    data: props.metrics,
    sortFn,
    initialSort: { column: 'name', direction: 'ascending' },
    paginationOptions:
      props.metrics.length > PAGE_SIZE
        ? { pageSize: PAGE_SIZE }
        : { type: 'none' },
  });
  return <Table columnConfig={COLUMNS} {...tableProps} />;
};
