export { createBigQueryDriver } from './bigquery-driver';
export type { BigQueryDriverOptions } from './bigquery-driver';
