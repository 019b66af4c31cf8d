import type {
  TranslatedAnswer,
  TranslatedEngine,
} from '@etude/warehouse/testing';
import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { problemRefusal, refusal, resultOf } from './protocol-answer';

/** A request as it came in, for tests to look at. */
export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly authorization: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Answers a request before the server does; null leaves it to it. */
export type Intercept = (request: SeenRequest) => object | 'silence' | null;

type Query = {
  readonly sql: string;
  readonly answer: Promise<TranslatedAnswer>;
  readonly cancel: () => void;
};

const TOKEN = 'token-of-the-session';
const ANSWER_WAIT_MS = 100;
// What is more is left on a storage, in chunks.
const ROWS_INLINE = 1000;
const ROWS_PER_CHUNK = 5000;

const wait = (ms: number) =>
  new Promise<null>(resolve => {
    setTimeout(() => resolve(null), ms);
  });

const done = (data: object) => ({
  success: true,
  code: null,
  message: null,
  data,
});

const EXPLAIN = 'EXPLAIN USING JSON ';
const PLAN = JSON.stringify({
  GlobalStats: {
    partitionsTotal: 8,
    partitionsAssigned: 2,
    bytesAssigned: 16_777_216,
  },
  Operations: [[{ id: 0, operation: 'Result', expressions: ['1'] }]],
});

const oneText = (name: string, text: string | null) => ({
  rowtype: [
    { name, type: 'text', precision: null, scale: null, nullable: true },
  ],
  rowset: text === null ? [] : [[text]],
});

/** Answers in the protocol's form; what is long is left in chunks. */
const answerStore = (url: () => string) => {
  const chunks = new Map<string, Buffer>();
  const succeeded = (
    id: string,
    { rowtype, rowset }: ReturnType<typeof resultOf>,
  ) => {
    const rest = [];
    for (let at = ROWS_INLINE; at < rowset.length; at += ROWS_PER_CHUNK) {
      const rows = rowset.slice(at, at + ROWS_PER_CHUNK);
      const path = `/chunks/${id}/${at}`;
      // Rows alone, without the brackets of a list.
      chunks.set(path, gzipSync(JSON.stringify(rows).slice(1, -1)));
      rest.push({ url: `${url()}${path}`, rowCount: rows.length });
    }
    return done({
      queryId: id,
      rowtype,
      rowset: rowset.slice(0, ROWS_INLINE),
      total: rowset.length,
      returned: rowset.length,
      queryResultFormat: 'json',
      statementTypeId: 4096,
      version: 1,
      parameters: [{ name: 'TIMEZONE', value: 'UTC' }],
      ...(rest.length === 0 ? {} : { chunks: rest }),
    });
  };

  return { succeeded, chunk: (path: string) => chunks.get(path) };
};

/** Queries, their results, and their cancels. */
const queriesApi = (engine: TranslatedEngine, url: () => string) => {
  const queries = new Map<string, Query>();
  const idByRequest = new Map<string, string>();
  const { succeeded, chunk } = answerStore(url);

  const look = async (sql: string) => {
    const answer = await engine.describe(sql);
    if ('problem' in answer) return problemRefusal(answer.problem, sql);
    return answer.statement === 'SCRIPT'
      ? refusal(
          '000008',
          '0A000',
          'Actual statement count 2 did not match the desired statement count 1.',
        )
      : succeeded('described', resultOf(answer));
  };

  const result = async (id: string) => {
    const query = queries.get(id);
    if (query === undefined)
      return refusal('000709', '02000', 'Statement not found');
    const answer = await Promise.race([query.answer, wait(ANSWER_WAIT_MS)]);
    if (answer === null) {
      return {
        ...done({ queryId: id, getResultUrl: `/queries/${id}/result` }),
        code: '333333',
        message: 'Query execution in progress.',
      };
    }
    return 'problem' in answer
      ? problemRefusal(answer.problem, query.sql)
      : succeeded(id, resultOf(answer));
  };

  const submit = async ({ body, parameters }: SeenRequest) => {
    const sql = String(body['sqlText']);
    if (sql.startsWith('ALTER SESSION')) {
      return succeeded(
        'altered',
        oneText('status', 'Statement executed successfully.'),
      );
    }
    if (body['describeOnly'] === true) return look(sql);
    if (sql.startsWith(EXPLAIN))
      return succeeded('plan', oneText('content', PLAN));
    const { promise, resolve } = Promise.withResolvers<null>();
    const id = `query-${queries.size}`;
    idByRequest.set(parameters.get('requestId') ?? '', id);
    queries.set(id, {
      sql,
      answer: engine.run(sql, promise),
      cancel: () => resolve(null),
    });
    return result(id);
  };

  const abort = (id: string | undefined) => {
    if (id !== undefined) queries.get(id)?.cancel();
    return done({});
  };

  const respond = async (request: SeenRequest): Promise<object> => {
    const { path, body } = request;
    if (path === '/queries/v1/query-request') return submit(request);
    if (path === '/queries/v1/abort-request') {
      return abort(idByRequest.get(String(body['requestId'])));
    }
    const [, id = '', verb = ''] =
      /^\/queries\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (verb === 'abort-request') return abort(id);
    if (verb === 'result') return result(id);
    return done({});
  };
  return { respond, chunk };
};

const tokenClaims = (jwt: string, key: KeyObject): unknown => {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  return isSigned
    ? JSON.parse(Buffer.from(payload, 'base64url').toString())
    : null;
};

/** A login with a token that the user's key has signed. */
const logIn = (body: SeenRequest['body'], key: KeyObject) => {
  const { TOKEN: jwt, LOGIN_NAME: user } = body['data'] as Readonly<
    Record<string, string>
  >;
  const claims = tokenClaims(jwt ?? '', key) as { readonly sub: string } | null;
  return claims === null || !claims.sub.endsWith(`.${user?.toUpperCase()}`)
    ? refusal('390144', '08001', 'JWT token is invalid.')
    : done({
        token: TOKEN,
        masterToken: 'master',
        sessionId: 1,
        parameters: [],
      });
};

const readRequest = async (request: IncomingMessage): Promise<SeenRequest> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sf');
  const raw = await buffer(request);
  const isZipped = request.headers['content-encoding'] === 'gzip';
  const text = (isZipped && raw.length > 0 ? gunzipSync(raw) : raw).toString();
  return {
    method: request.method ?? '',
    path: pathname,
    parameters: searchParams,
    authorization: request.headers.authorization ?? '',
    body: text.startsWith('{') ? (JSON.parse(text) as SeenRequest['body']) : {},
  };
};

/**
 * A server that speaks as much of the protocol of Snowflake's clients as the
 * driver uses. Queries are answered by `engine`; whoever logs in has signed with
 * the private half of `key`.
 */
export const startSnowflakeServer = async (
  engine: TranslatedEngine,
  key: KeyObject,
) => {
  const seen: SeenRequest[] = [];
  let intercept: Intercept = () => null;
  let url = '';
  const queries = queriesApi(engine, () => url);

  const respond = async (request: SeenRequest) => {
    const early = intercept(request);
    if (early !== null) return early;
    if (request.path === '/session/v1/login-request') {
      return logIn(request.body, key);
    }
    return request.authorization === `Snowflake Token="${TOKEN}"`
      ? queries.respond(request)
      : refusal('390104', '08001', 'Session token is invalid.');
  };

  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming).then(async request => {
      seen.push(request);
      const chunk = queries.chunk(request.path);
      if (chunk !== undefined) {
        outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(chunk);
        return;
      }
      const answer = await respond(request);
      if (answer === 'silence') return;
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  url = `http://127.0.0.1:${port}`;

  return {
    url,
    seen,
    intercept: (with_: Intercept) => {
      intercept = with_;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
