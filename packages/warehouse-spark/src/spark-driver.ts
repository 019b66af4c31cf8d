import type { WarehouseDriver } from '@etude/warehouse';
import { runStatement } from './run-statement';
import { setUpSession } from './session-settings';
import { connectSpark } from './spark-connection';
import type { SparkConnectionOptions } from './spark-connection';
import { createThriftDriver } from './thrift-driver';
import type { ThriftSession } from './thrift-driver';

export type SparkDriverOptions = SparkConnectionOptions & {
  /** Limit of one query; 10 minutes by default. */
  readonly timeoutMs?: number;
  /** How long a silent server is waited for; 30 seconds by default. */
  readonly answerTimeoutMs?: number;
};

const sessionOf = async (
  options: SparkConnectionOptions,
): Promise<ThriftSession> => {
  const connection = await connectSpark(options);
  const { session, lost, disconnect } = connection;
  return {
    run: (statement, limits) => runStatement(connection, statement, limits),
    lost,
    close: async () => {
      await session.close();
    },
    disconnect,
  };
};

/**
 * A driver for Spark SQL over the Thrift server (HiveServer2's protocol).
 * Statements share one session in UTC and run side by side; closing cancels what
 * still runs.
 */
export const createSparkDriver = (
  options: SparkDriverOptions,
): WarehouseDriver =>
  createThriftDriver({
    ...options,
    engine: 'Spark',
    address: `${options.host}:${options.port}`,
    connect: () => sessionOf(options),
    setUp: send => setUpSession(send, options.schemaPath),
  });
