export { queryFailure } from './classify-failure';
export { setIfAvailable } from './session-settings';
export { createSparkDriver } from './spark-driver';
export type { SparkDriverOptions } from './spark-driver';
export type { Send, Statement, StatementLimits } from './statement';
export { createThriftDriver } from './thrift-driver';
export type { ThriftDriverOptions, ThriftSession } from './thrift-driver';
