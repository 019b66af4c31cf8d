import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { PersonLink, StateMessage, Timestamp } from '@etude/ui';
import { factTableFacts } from '../../model/fact-table-facts';
import { definitionSentence } from '../../model/metric-words';
import { metricRouteRef } from '../../routes';
import { PropertyList } from '../PropertyList';
import type { Property } from '../PropertyList';
import { SqlText } from '../SqlText';
import styles from './FactTablePage.module.css';
import { FreshnessSection } from './FreshnessSection';
import { NewMetricLink } from './NewMetricLink';

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

/** What a fact table is, how fresh it is and what is measured with it. */
export const FactTableOverview = (props: {
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
