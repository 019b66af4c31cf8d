import type {
  TranslatedAnswer,
  TranslatedEngine,
} from '@etude/warehouse/testing';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { apiError, problemError, rowsOf, schemaOf } from './api-answer';

/** A request as it came in, for tests to look at. */
export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly authorization: string;
  /** Parsed JSON, or the text where it is none. */
  readonly body: unknown;
};

export type ApiResponse = { readonly status: number; readonly body: object };

/** Answers a request before BigQuery's part is asked; null leaves it to it. */
export type Intercept = (
  request: SeenRequest,
) => ApiResponse | 'silence' | null;

type Job = {
  readonly sql: string;
  readonly answer: Promise<TranslatedAnswer>;
  readonly cancel: () => void;
};

const TOKEN = 'token-of-the-test';
const PAGE_WAIT_MS = 200;
const BYTES = '10485760';

const jobOf = (body: unknown) =>
  body as {
    readonly jobReference: { readonly jobId: string };
    readonly configuration: {
      readonly dryRun?: boolean;
      readonly query: { readonly query: string };
    };
  };

const wait = (ms: number) =>
  new Promise<null>(resolve => {
    setTimeout(() => resolve(null), ms);
  });

const ok = (body: object): ApiResponse => ({ status: 200, body });

const reference = (jobId: string) => ({
  projectId: 'shop',
  jobId,
  location: 'EU',
});

/** What a dry run tells of a query: it is not run. */
const dryRunOf = async (
  engine: TranslatedEngine,
  sql: string,
): Promise<ApiResponse> => {
  const answer = await engine.describe(sql);
  if ('problem' in answer) return problemError(answer.problem, sql);
  return ok({
    kind: 'bigquery#job',
    jobReference: { projectId: 'shop', location: 'EU' },
    status: { state: 'DONE' },
    statistics: {
      totalBytesProcessed: BYTES,
      query: {
        statementType: answer.statement,
        totalBytesProcessed: BYTES,
        ...(answer.statement === 'SELECT' ? { schema: schemaOf(answer) } : {}),
      },
    },
  });
};

/** jobs.insert, jobs.getQueryResults and jobs.cancel of the API's version 2. */
const jobsApi = (engine: TranslatedEngine) => {
  const jobs = new Map<string, Job>();

  const insert = async ({ body }: SeenRequest): Promise<ApiResponse> => {
    const { configuration, jobReference } = jobOf(body);
    const { dryRun = false, query } = configuration;
    if (dryRun) return dryRunOf(engine, query.query);
    const { promise, resolve } = Promise.withResolvers<null>();
    const id = jobReference.jobId;
    const answer = engine.run(query.query, promise);
    jobs.set(id, { sql: query.query, answer, cancel: () => resolve(null) });
    return ok({
      kind: 'bigquery#job',
      jobReference: reference(id),
      status: { state: 'RUNNING' },
      statistics: {},
    });
  };

  const results = async (id: string, parameters: URLSearchParams) => {
    const job = jobs.get(id);
    if (job === undefined)
      return apiError(404, 'notFound', `Not found: Job ${id}`);
    const answer = await Promise.race([job.answer, wait(PAGE_WAIT_MS)]);
    if (answer === null) {
      return ok({ jobReference: reference(id), jobComplete: false });
    }
    if ('problem' in answer) return problemError(answer.problem, job.sql);
    const from = Number(parameters.get('pageToken') ?? 0);
    const to = from + Number(parameters.get('maxResults') ?? 100_000);
    const rows = rowsOf(answer);
    return ok({
      kind: 'bigquery#getQueryResultsResponse',
      jobReference: reference(id),
      jobComplete: true,
      schema: schemaOf(answer),
      totalRows: String(rows.length),
      ...(rows.length === 0 ? {} : { rows: rows.slice(from, to) }),
      ...(to < rows.length ? { pageToken: String(to) } : {}),
      totalBytesProcessed: BYTES,
      cacheHit: false,
    });
  };

  return async (request: SeenRequest): Promise<ApiResponse> => {
    const { method, path, parameters } = request;
    const [, what = '', id = '', verb = ''] =
      /^\/bigquery\/v2\/projects\/shop\/(jobs|queries)(?:\/([^/]+))?(?:\/(\w+))?$/.exec(
        path,
      ) ?? [];
    switch (`${method} ${what} ${verb}`) {
      case 'POST jobs ':
        return insert(request);
      case 'GET queries ':
        return results(id, parameters);
      case 'POST jobs cancel':
        jobs.get(id)?.cancel();
        return ok({ kind: 'bigquery#jobCancelResponse' });
      default:
        return apiError(404, 'notFound', `no such method: ${method} ${path}`);
    }
  };
};

const readRequest = async (request: IncomingMessage): Promise<SeenRequest> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api');
  const body = await text(request);
  return {
    method: request.method ?? '',
    path: pathname,
    parameters: searchParams,
    authorization: request.headers.authorization ?? '',
    body: body.startsWith('{') ? JSON.parse(body) : body,
  };
};

/** The security token service that a workload's identity is exchanged at. */
const exchange = ({ body }: SeenRequest): ApiResponse =>
  new URLSearchParams(String(body)).get('subject_token') === 'workload'
    ? ok({
        access_token: TOKEN,
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 3600,
      })
    : {
        status: 400,
        body: {
          error: 'invalid_grant',
          error_description: 'Token is not active',
        },
      };

/**
 * A server that speaks as much of BigQuery's API as the driver uses, and of the
 * login that comes before it. Queries are answered by `engine`.
 */
export const startBigQueryServer = async (engine: TranslatedEngine) => {
  const seen: SeenRequest[] = [];
  let intercept: Intercept = () => null;
  const api = jobsApi(engine);

  const respond = async (request: SeenRequest) => {
    const early = intercept(request);
    if (early !== null) return early;
    if (request.path === '/v1/token') return exchange(request);
    return request.authorization === `Bearer ${TOKEN}`
      ? api(request)
      : apiError(
          401,
          'authError',
          'Request had invalid authentication credentials.',
        );
  };

  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming).then(async request => {
      seen.push(request);
      const answer = await respond(request);
      if (answer === 'silence') return;
      outgoing.writeHead(answer.status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(answer.body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

  return {
    url: `http://127.0.0.1:${port}`,
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
