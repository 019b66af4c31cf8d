export type { SparkConnectionOptions } from './spark-connection';
export { createSparkDriver } from './spark-driver';
export type { SparkDriverOptions } from './spark-driver';
