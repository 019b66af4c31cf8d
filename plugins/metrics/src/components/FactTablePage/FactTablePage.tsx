import {
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, ButtonLink, Flex, Link, Text } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import {
  LoadedView,
  PageFrame,
  PersonLink,
  StateMessage,
  Timestamp,
  useLoaded,
  useSearchParam,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { factTableFacts } from '../../model/fact-table-facts';
import { definitionSentence } from '../../model/metric-words';
import {
  factTableRouteRef,
  metricRouteRef,
  metricsRouteRef,
  newMetricRouteRef,
} from '../../routes';
import { PropertyList } from '../PropertyList';
import type { Property } from '../PropertyList';
import { SqlText } from '../SqlText';
import { EditFactTable } from './EditFactTable';
import styles from './FactTablePage.module.css';
import { FreshnessSection } from './FreshnessSection';

const EDIT = 'edit';

const propertiesOf = (table: StoredFactTable): readonly Property[] => [
  ...factTableFacts(table),
  {
    label: 'Last changed',
    value: (
      <>
        <Timestamp at={table.updatedAt} /> by{' '}
        <PersonLink actor={table.updatedBy} />
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

const useFactTableView = (id: string) => {
  const api = useApi(metricsApiRef);
  return useLoaded(`fact-table:${id}`, async () => {
    const [table, metrics] = await Promise.all([
      api.getFactTable(id),
      api.listMetrics({ factTableId: id }),
    ]);
    return { table, metrics };
  });
};

/** One fact table: where its rows come from and what is made of them. */
export const FactTablePage = () => {
  const { id } = useRouteRefParams(factTableRouteRef);
  const metricsPath = useRouteRef(metricsRouteRef)?.() ?? '';
  const [mode, setMode] = useSearchParam('mode', '');
  const view = useFactTableView(id);
  const table =
    view.loaded.state === 'loaded' ? view.loaded.value.table : undefined;
  const isEditing = mode === EDIT;
  return (
    <PageFrame
      title={table?.name ?? id}
      parent={{
        label: 'Fact tables',
        href: `${metricsPath}?tab=fact-tables`,
      }}
      metadata={
        table
          ? [
              {
                label: 'Owner',
                value: <EntityRefLink entityRef={table.owner} />,
              },
            ]
          : []
      }
      actions={
        table &&
        !isEditing && (
          <Flex gap="2">
            <Button variant="secondary" onPress={() => setMode(EDIT)}>
              Edit
            </Button>
            <NewMetricLink id={table.id} />
          </Flex>
        )
      }
    >
      <LoadedView {...view} what="this fact table">
        {value =>
          isEditing ? (
            <EditFactTable
              {...value}
              onClose={() => setMode('')}
              onSaved={() => {
                setMode('');
                view.reload();
              }}
            />
          ) : (
            <FactTableView {...value} />
          )
        }
      </LoadedView>
    </PageFrame>
  );
};
