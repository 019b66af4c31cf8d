import { diagnoseConnection } from '@etude/warehouse';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from './classify-failure';
import { createTrinoDriver } from './trino-driver';
import type { TrinoDriverOptions } from './trino-driver';

const SECRET = 'hunter2';
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
) => void;

/** A server that speaks as little of Trino's protocol as a case needs. */
const serve = (answer: Answer): Promise<string> =>
  new Promise(resolve => {
    const server = createServer((request, response) =>
      answer(request, response, `http://${request.headers.host ?? ''}`),
    );
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      resolve(`http://127.0.0.1:${port}`);
    });
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
  });

const driverAt = (server: string, options: Partial<TrinoDriverOptions> = {}) =>
  createTrinoDriver({
    server,
    catalog: 'c',
    schema: 's',
    user: 'etude',
    password: SECRET,
    ...options,
  });

const send = (response: ServerResponse, body: object) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
};

const ONE_PAGE = {
  id: 'q1',
  columns: [{ name: 'one', type: 'integer' }],
  data: [[1]],
  stats: { state: 'FINISHED' },
};

const problemAt = async (server: string, options = {}) => {
  const driver = driverAt(server, { answerTimeoutMs: 200, ...options });
  const diagnosis = await diagnoseConnection(driver);
  await driver.close();
  return diagnosis.ok ? undefined : diagnosis.problems[0];
};

describe('a connection to Trino that fails', () => {
  it('says why, never the secret', async () => {
    const refusing = await serve((_request, response) => {
      response.statusCode = 401;
      response.end('Invalid credentials');
    });
    const silent = await serve(() => undefined);
    const cases = [
      [refusing, 'AUTHENTICATION'],
      [silent, 'UNREACHABLE'],
      ['http://127.0.0.1:1', 'UNREACHABLE'],
      ['http://no-such-host.invalid', 'UNREACHABLE'],
    ] as const;
    for (const [server, code] of cases) {
      const problem = await problemAt(server);
      expect(problem?.code).toBe(`ETUDE_WAREHOUSE_${code}`);
      expect(problem?.message).toContain(server);
    }
    const driver = driverAt(refusing, { accessToken: SECRET });
    const error = await driver
      .query('SELECT 1')
      .catch((thrown: unknown) => thrown);
    const seen = JSON.stringify([error, String(error)]);
    expect(seen).toContain('AUTHENTICATION');
    expect(seen).not.toContain(SECRET);
    expect(error).not.toHaveProperty('cause');
  });

  it('is repeated where a proxy drops a request', async () => {
    const dropped = new Map<string, number>();
    const server = await serve((request, response, address) => {
      const url = `${request.method ?? ''} ${request.url ?? ''}`;
      const before = dropped.get(url) ?? 0;
      dropped.set(url, before + 1);
      if (before === 0) {
        response.statusCode = 503;
        response.end();
      } else if (before === 1) {
        request.socket.destroy();
      } else if (request.method === 'POST') {
        send(response, { id: 'q1', nextUri: `${address}/next` });
      } else {
        send(response, ONE_PAGE);
      }
    });
    const driver = driverAt(server);
    expect((await driver.query('SELECT 1')).rows).toEqual([{ one: 1 }]);
    await driver.close();
  });
});

describe('a query that does not end', () => {
  it('is stopped by its id before it has answered anything', async () => {
    const deleted: string[] = [];
    const server = await serve((request, response, address) => {
      const url = request.url ?? '';
      if (request.method === 'DELETE') {
        deleted.push(url);
        response.statusCode = 204;
        response.end();
      } else if (deleted.length === 0) {
        setTimeout(
          () => send(response, { id: 'q7', nextUri: `${address}/next` }),
          20,
        );
      } else {
        send(response, {
          id: 'q7',
          error: {
            errorName: 'USER_CANCELED',
            errorType: 'USER_ERROR',
            message: '',
          },
        });
      }
    });
    const driver = driverAt(server, { timeoutMs: 100 });
    await expect(driver.query('SELECT 1')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    expect(deleted).toEqual(['/v1/query/q7']);
    await driver.close();
  });

  it('is cancelled again where it starts after the first cancel', async () => {
    let cancels = 0;
    const server = await serve((request, response, address) => {
      if (request.method === 'DELETE') {
        cancels += 1;
        response.statusCode = 204;
        response.end();
      } else if (cancels < 2) {
        setTimeout(
          () => send(response, { id: 'q8', nextUri: `${address}/next` }),
          20,
        );
      } else {
        send(response, { id: 'q8', error: { errorName: 'USER_CANCELED' } });
      }
    });
    const driver = driverAt(server, { timeoutMs: 100 });
    await expect(driver.query('SELECT 1')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    expect(cancels).toBe(2);
    await driver.close();
  });
});

describe('what Trino calls an error', () => {
  it.each([
    ['SYNTAX_ERROR', 'USER_ERROR', 'sql'],
    ['COLUMN_NOT_FOUND', 'USER_ERROR', 'sql'],
    ['PERMISSION_DENIED', 'USER_ERROR', 'permission'],
    ['EXCEEDED_TIME_LIMIT', 'INSUFFICIENT_RESOURCES', 'timeout'],
    ['CLUSTER_OUT_OF_MEMORY', 'INSUFFICIENT_RESOURCES', 'out-of-memory'],
    ['QUERY_QUEUE_FULL', 'INSUFFICIENT_RESOURCES', 'quota'],
    ['EXCEEDED_SPILL_LIMIT', 'INSUFFICIENT_RESOURCES', 'out-of-memory'],
    ['SERVER_STARTING_UP', 'INTERNAL_ERROR', 'unreachable'],
    ['GENERIC_INTERNAL_ERROR', 'INTERNAL_ERROR', 'engine'],
    ['HIVE_BAD_DATA', 'EXTERNAL', 'file'],
    ['AN_ERROR_OF_TOMORROW', 'EXTERNAL', 'engine'],
  ])('%s (%s) is %s', (errorName, errorType, failure) => {
    expect(failureOf({ errorName, errorType })).toBe(failure);
  });
});
