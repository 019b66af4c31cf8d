import { bytesText } from '@etude/plugin-metrics-common';
import type { WarehouseInfo } from '@etude/plugin-metrics-common';

const TYPE_NAMES: Readonly<Record<WarehouseInfo['type'], string>> = {
  duckdb: 'DuckDB',
  postgres: 'PostgreSQL',
  redshift: 'Redshift',
  clickhouse: 'ClickHouse',
  trino: 'Trino',
  spark: 'Spark SQL',
  bigquery: 'BigQuery',
  snowflake: 'Snowflake',
  databricks: 'Databricks',
};

/** What kind of warehouse it is and where, such as `PostgreSQL at db:5432`. */
export const typeWords = ({ type, address }: WarehouseInfo): string =>
  address === null
    ? `${TYPE_NAMES[type]}, embedded`
    : `${TYPE_NAMES[type]} at ${address}`;

/** How the SQL of a dialect is called, such as `PostgreSQL`. */
export const dialectWords = (dialect: string): string =>
  new Map<string, string>(Object.entries(TYPE_NAMES)).get(dialect) ?? dialect;

/** What a query may cost there, as a sentence. */
export const limitWords = ({ limits }: WarehouseInfo): string => {
  const { timeoutSeconds, maxConcurrentQueries, maxBytes } = limits;
  const many =
    maxConcurrentQueries === 1
      ? 'One query runs at a time'
      : `${maxConcurrentQueries} queries run at a time`;
  const large =
    maxBytes === null
      ? ''
      : `, and is refused when it would read more than ${bytesText(maxBytes)}`;
  return `${many}; each is stopped after ${timeoutSeconds} s${large}.`;
};
