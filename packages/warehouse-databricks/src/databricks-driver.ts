import type { WarehouseDriver } from '@etude/warehouse';
import { createThriftDriver, setIfAvailable } from '@etude/warehouse-spark';
import type { Send, ThriftSession } from '@etude/warehouse-spark';
import { classifyFailure } from './classify-failure';
import { connectDatabricks } from './databricks-connection';
import type { DatabricksConnectionOptions } from './databricks-connection';
import { runStatement } from './run-statement';

export type DatabricksDriverOptions = DatabricksConnectionOptions & {
  /** Limit of one query; 10 minutes by default. */
  readonly timeoutMs?: number;
  /** How long a silent server is waited for; 30 seconds by default. */
  readonly answerTimeoutMs?: number;
};

const sessionOf = async (
  options: DatabricksConnectionOptions,
): Promise<ThriftSession> => {
  const opened = await connectDatabricks(options);
  const { client, session, lost } = opened;
  return {
    run: (statement, limits) => runStatement(opened, statement, limits),
    lost,
    close: async () => {
      await session.close();
    },
    disconnect: () => {
      client.close().catch(() => undefined);
    },
  };
};

const plain = (sql: string) => ({ text: sql, sql, linesBefore: 0 });

/** What the printed SQL relies on, in the words of a SQL warehouse. */
const setUpSession =
  (schemaPath: readonly string[] | undefined) =>
  async (send: Send): Promise<void> => {
    await send(plain("SET TIME ZONE 'UTC'"));
    // A cast or a sum that fails is an error, not NULL.
    await send(plain('SET ANSI_MODE = true'));
    // Clusters know it by this name, and replace variables in SQL.
    await setIfAvailable(send, 'spark.sql.ansi.enabled=true');
    await setIfAvailable(send, 'spark.sql.variable.substitute=false');
    if (schemaPath === undefined) return;
    const quoted = schemaPath.map(name => `\`${name.replaceAll('`', '``')}\``);
    await send(plain(`USE ${quoted.join('.')}`));
  };

/**
 * A driver for a SQL warehouse of Databricks. Statements share one session in
 * UTC and run side by side; closing cancels what still runs. The client is
 * loaded and logs in at the first query.
 */
export const createDatabricksDriver = (
  options: DatabricksDriverOptions,
): WarehouseDriver => {
  const { timeoutMs = 600_000, answerTimeoutMs = 30_000 } = options;
  const engine = 'Databricks';
  const address = `${options.host}:${options.port ?? 443}`;
  const limits = {
    signal: undefined,
    timeoutMs,
    answerTimeoutMs,
    engine,
    address,
  };
  return createThriftDriver({
    timeoutMs,
    answerTimeoutMs,
    engine,
    address,
    connect: async () => {
      try {
        return await sessionOf(options);
      } catch (error) {
        throw classifyFailure(error, plain(''), limits);
      }
    },
    setUp: setUpSession(options.schemaPath),
  });
};
