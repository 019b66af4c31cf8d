import { Flex, Grid, Text } from '@backstage/ui';
import { LAKE_WAREHOUSE_ID } from '@etude/plugin-metrics-common';
import type { WarehouseInfo } from '@etude/plugin-metrics-common';
import { LoadedView, StateMessage } from '@etude/ui';
import { useWarehouses } from '../../hooks/use-warehouses';
import { SqlText } from '../SqlText';
import { WarehouseCard } from './WarehouseCard';

const EXAMPLE = `etude:
  warehouses:
    - id: dwh
      name: Data warehouse
      type: postgres   # or redshift, clickhouse, trino, spark, bigquery, snowflake, databricks
      host: dwh.example.com
      port: 5432
      database: analytics
      user: etude_reader
      password: \${ETUDE_DWH_PASSWORD}
      limits:
        timeoutSeconds: 120
        maxConcurrentQueries: 4
        maxBytes: 200000000000`;

const NoneYet = () => (
  <>
    <StateMessage
      title="No warehouse of yours is connected yet"
      reason="Metrics can be measured where the facts already lie: PostgreSQL, Redshift, ClickHouse, Trino, Spark SQL, BigQuery, Snowflake or Databricks. Whoever runs the portal adds it to the configuration, with an account that only reads and the password in an environment variable, and starts the backend again."
    />
    <SqlText sql={EXAMPLE} label="Example of the configuration" />
  </>
);

const Warehouses = (props: {
  readonly warehouses: readonly WarehouseInfo[];
  readonly reload: () => void;
}) => (
  <Flex direction="column" gap="5">
    <Text as="p" color="secondary">
      Facts can lie in any of these. One computation runs in one warehouse, so
      the metrics and the assignments of an experiment have to be together.
    </Text>
    <Grid.Root columns={{ initial: '1', md: '2' }} gap="4">
      {props.warehouses.map(warehouse => (
        <WarehouseCard
          key={warehouse.id}
          warehouse={warehouse}
          onTested={props.reload}
        />
      ))}
    </Grid.Root>
    {props.warehouses.every(({ id }) => id === LAKE_WAREHOUSE_ID) && (
      <NoneYet />
    )}
  </Flex>
);

/** The warehouses that facts can lie in, and whether they answer. */
export const WarehousesTab = () => {
  const view = useWarehouses();
  return (
    <LoadedView {...view} what="the warehouses">
      {warehouses => (
        <Warehouses warehouses={warehouses} reload={view.reload} />
      )}
    </LoadedView>
  );
};
