import { diagnoseConnection } from '@etude/warehouse';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf, queryFailure } from './classify-failure';
import { scanEstimate } from './scan-estimate';
import { createSparkDriver } from './spark-driver';
import type { SparkDriverOptions } from './spark-driver';

const SECRET = 'hunter2';
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const listen = (server: Server): Promise<number> =>
  new Promise(resolve => {
    const sockets = new Set<Socket>();
    server.on('connection', socket => sockets.add(socket));
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
  });

/** A server that refuses every login as HiveServer2 does, over SASL. */
const refusing = () =>
  createServer(socket => {
    socket.once('data', () => {
      const why = Buffer.from('Error validating the login');
      const header = Buffer.alloc(5);
      header.writeUInt8(3);
      header.writeUInt32BE(why.length, 1);
      socket.write(Buffer.concat([header, why]));
    });
  });

const problemAt = async (options: Partial<SparkDriverOptions>) => {
  const driver = createSparkDriver({
    host: '127.0.0.1',
    port: 1,
    user: 'etude',
    password: SECRET,
    answerTimeoutMs: 300,
    ...options,
  });
  const diagnosis = await diagnoseConnection(driver);
  await driver.close();
  return diagnosis.ok ? undefined : diagnosis.problems[0];
};

describe('a connection to Spark that fails', () => {
  it('says why, never the secret', async () => {
    const unauthorized = await listen(
      createHttpServer((_request, response) => {
        response.statusCode = 401;
        response.end();
      }),
    );
    const silent = await listen(createServer());
    const cases: [Partial<SparkDriverOptions>, string][] = [
      [{ port: await listen(refusing()) }, 'AUTHENTICATION'],
      [{ port: unauthorized, httpPath: '/cliservice' }, 'AUTHENTICATION'],
      [{ port: silent }, 'UNREACHABLE'],
      [{ port: silent, httpPath: '/cliservice' }, 'UNREACHABLE'],
      [{ port: 1 }, 'UNREACHABLE'],
      [{ port: 1, httpPath: '/cliservice' }, 'UNREACHABLE'],
      [{ host: 'no-such-host.invalid' }, 'UNREACHABLE'],
    ];
    for (const [options, code] of cases) {
      const problem = await problemAt(options);
      expect(problem?.code, JSON.stringify(options)).toBe(
        `ETUDE_WAREHOUSE_${code}`,
      );
      expect(JSON.stringify(problem)).not.toContain(SECRET);
    }
  });

  it('without a login is lost at once where nobody listens', async () => {
    const driver = createSparkDriver({ host: '127.0.0.1', port: 1 });
    await expect(driver.query('SELECT 1')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_UNREACHABLE',
    });
    await driver.close();
  });
});

describe('what Spark calls an error', () => {
  it.each([
    ['[PARSE_SYNTAX_ERROR] Syntax error', '42601', 'sql'],
    ['[TABLE_OR_VIEW_NOT_FOUND] The table', '42P01', 'sql'],
    ['failed 4 times: [CAST_OVERFLOW] The value', null, 'sql'],
    ['[INSUFFICIENT_PERMISSIONS] Insufficient', '42501', 'permission'],
    ['java.lang.OutOfMemoryError: Java heap space', null, 'out-of-memory'],
    ['java.io.FileNotFoundException: part-0', null, 'file'],
    ['[INTERNAL_ERROR] The Spark SQL phase', 'XX000', 'engine'],
    ['java.lang.RuntimeException: boo', null, 'engine'],
  ] as const)('%s is %s', (message, sqlState, failure) => {
    expect(failureOf({ message, sqlState })).toBe(failure);
  });

  it('is told in one sentence, at the place in the text of its writer', () => {
    const error = queryFailure(
      {
        // As Spark 3.5.6 sends it.
        message: `org.apache.hive.service.cli.HiveSQLException: Error running query: [PARSE_SYNTAX_ERROR] org.apache.spark.sql.catalyst.parser.ParseException: \n[PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'.(line 3, pos 4)\n\n== SQL ==\nEXPLAIN\nSELEC 1\n^^^\n\n\tat org.apache.spark.sql.hive.Errors$.runningQueryError(Errors.scala:43)`,
        sqlState: '42601',
      },
      { sql: 'SELECT 1 +\n    SELEC', linesBefore: 1 },
      'Spark',
    );
    expect(error.message.split('\n')[0]).toBe(
      "Line 2, column 5: Spark did not answer the query: [PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'.",
    );
    expect(error.details).toMatchObject({ line: 2, column: 5 });
  });
});

describe('the estimate of a plan', () => {
  it('adds up the tables it scans', () => {
    // As Spark 3.5.6 prints it; one table has statistics.
    const plan = `== Optimized Logical Plan ==
Join Inner, (a#1 = b#2), Statistics(sizeInBytes=9.1 GiB)
:- Relation spark_catalog.default.facts[a#1] parquet, Statistics(sizeInBytes=2.0 KiB, rowCount=1.00E+2)
+- Relation spark_catalog.default.units[b#2] parquet, Statistics(sizeInBytes=512.0 B)

== Physical Plan ==
*(1) FileScan parquet`;
    expect(scanEstimate(plan)).toEqual({ bytes: 2560, rows: null });
  });

  it('is not known where Spark knows nothing of a table', () => {
    const plan =
      '== Optimized Logical Plan ==\nRelation [a#1] JDBCRelation, Statistics(sizeInBytes=8.0 EiB)';
    expect(scanEstimate(plan)).toEqual({ bytes: null, rows: null });
  });
});
