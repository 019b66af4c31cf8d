import {
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { ButtonLink, Flex, Link, Text } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import {
  LoadedView,
  PageFrame,
  StateMessage,
  Timestamp,
  useLoaded,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { definitionSentence, measureLabel } from '../../model/metric-words';
import { sourceWords } from '../../model/source-words';
import {
  factTableRouteRef,
  metricRouteRef,
  metricsRouteRef,
  newMetricRouteRef,
} from '../../routes';
import { PropertyList } from '../PropertyList';
import type { Property } from '../PropertyList';
import { SqlText } from '../SqlText';
import styles from './FactTablePage.module.css';
import { FreshnessSection } from './FreshnessSection';

const propertiesOf = (table: StoredFactTable): readonly Property[] => [
  { label: 'Source', value: sourceWords(table) },
  {
    label: 'Time of a row',
    value: table.timestampColumn ?? 'none: rows count whenever they happened',
  },
  {
    label: 'Entities',
    value: Object.entries(table.entityColumns)
      .map(([entity, column]) => `${entity}, from column ${column}`)
      .join('; '),
  },
  {
    label: 'Measures',
    value:
      table.measures
        .map(measure =>
          measure.name === measure.column
            ? measureLabel(measure)
            : `${measureLabel(measure)}, from column ${measure.column}`,
        )
        .join('; ') || 'none: metrics can only count rows',
  },
  { label: 'Dimensions', value: table.dimensions.join(', ') || 'none' },
  {
    label: 'Last changed',
    value: (
      <>
        <Timestamp at={table.updatedAt} /> by {table.updatedBy}
      </>
    ),
  },
];

const NewMetricLink = ({ id }: { readonly id: string }) => {
  const newMetric = useRouteRef(newMetricRouteRef);
  return newMetric ? (
    <ButtonLink
      href={`${newMetric()}?${new URLSearchParams({ factTable: id })}`}
    >
      New metric from it
    </ButtonLink>
  ) : null;
};

const MetricsOfTable = (props: {
  readonly table: StoredFactTable;
  readonly metrics: readonly StoredMetric[];
}) => {
  const metricPath = useRouteRef(metricRouteRef);
  const { table, metrics } = props;
  if (metrics.length === 0) {
    return (
      <StateMessage
        title="No metric reads this table yet"
        reason="A metric turns its rows into one number per unit, with a direction that is better."
        action={<NewMetricLink id={table.id} />}
      />
    );
  }
  return (
    <ul className={styles.metrics}>
      {metrics.map(metric => (
        <li key={metric.id}>
          <Link href={metricPath?.({ id: metric.id }) ?? ''}>
            {metric.name}
          </Link>{' '}
          <Text color="secondary">
            {metric.state === 'archived' ? 'Archived. ' : ''}
            {definitionSentence(metric, table)}.
          </Text>
        </li>
      ))}
    </ul>
  );
};

const FactTableView = (props: {
  readonly table: StoredFactTable;
  readonly metrics: readonly StoredMetric[];
}) => {
  const { table } = props;
  return (
    <Flex direction="column" gap="5">
      {table.description && <Text as="p">{table.description}</Text>}
      <PropertyList properties={propertiesOf(table)} />
      {table.source.kind === 'query' && (
        <SqlText sql={table.source.sql} label="SQL of the source" />
      )}
      {table.timestampColumn !== null && (
        <FreshnessSection factTableId={table.id} />
      )}
      <Text as="h2" variant="title-small" weight="bold">
        Metrics of this table
      </Text>
      <MetricsOfTable {...props} />
    </Flex>
  );
};

/** One fact table: where its rows come from and what is made of them. */
export const FactTablePage = () => {
  const { id } = useRouteRefParams(factTableRouteRef);
  const api = useApi(metricsApiRef);
  const metricsPath = useRouteRef(metricsRouteRef)?.() ?? '';
  const view = useLoaded(`fact-table:${id}`, async () => {
    const [table, metrics] = await Promise.all([
      api.getFactTable(id),
      api.listMetrics({ factTableId: id }),
    ]);
    return { table, metrics };
  });
  const table =
    view.loaded.state === 'loaded' ? view.loaded.value.table : undefined;
  return (
    <PageFrame
      title={table?.name ?? id}
      metadata={[
        {
          label: 'Listed in',
          value: (
            <Link href={`${metricsPath}?tab=fact-tables`}>Fact tables</Link>
          ),
        },
        ...(table
          ? [
              {
                label: 'Owner',
                value: <EntityRefLink entityRef={table.owner} />,
              },
            ]
          : []),
      ]}
      actions={table && <NewMetricLink id={table.id} />}
    >
      <LoadedView {...view} what="this fact table">
        {value => <FactTableView {...value} />}
      </LoadedView>
    </PageFrame>
  );
};
