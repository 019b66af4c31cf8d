export type { DatabricksLogin } from './databricks-connection';
export { createDatabricksDriver } from './databricks-driver';
export type { DatabricksDriverOptions } from './databricks-driver';
