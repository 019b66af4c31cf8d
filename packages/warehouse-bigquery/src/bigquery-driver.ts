import { EtudeError } from '@etude/kernel';
import {
  loadClient,
  notReadOnly,
  requireSelect,
  stoppedQuery,
  trackRuns,
} from '@etude/warehouse';
import type {
  CancelSignal,
  QueryOptions,
  QueryResult,
  WarehouseDriver,
} from '@etude/warehouse';
import { createRequire } from 'node:module';
import type {
  BigQueryClient,
  BigQueryLibrary,
  JobMetadata,
  QueryJobRequest,
} from './bigquery-client';
import { classifyFailure } from './classify-failure';
import { columnsOf, convertValue } from './convert-value';
import { dryRunJob, runJob } from './run-job';
import type { JobAnswer, JobLimits } from './run-job';

export type BigQueryDriverOptions = {
  /** The project that runs the queries and pays for them. */
  readonly projectId: string;
  /** `dataset` or `project.dataset`, of tables that do not say theirs. */
  readonly dataset?: string;
  /** Where the data is, such as `EU`; BigQuery finds out unless told. */
  readonly location?: string;
  /** File of a service account's key or of a workload identity federation. */
  readonly keyFile?: string;
  /**
   * The same as JSON. Without either, the credentials of the environment
   * (Application Default Credentials) are used. Stays here: no message, detail
   * or cause of an error repeats it.
   */
  readonly credentials?: string;
  /** BigQuery refuses a query that would be billed more; no limit unless told. */
  readonly maxBytesBilled?: number;
  /** Limit of one query; 10 minutes by default. */
  readonly timeoutMs?: number;
  /** How long a silent API is waited for; 60 seconds by default. */
  readonly answerTimeoutMs?: number;
  /** Another address of the API, such as that of Private Service Connect. */
  readonly apiEndpoint?: string;
  /** The client library, where it is installed elsewhere. */
  readonly loadLibrary?: () => BigQueryLibrary;
};

// With the versions that the driver knows.
const LIBRARY = '@google-cloud/bigquery@^9.0.0';

const requireLibrary = (): BigQueryLibrary =>
  createRequire(__filename)('@google-cloud/bigquery') as BigQueryLibrary;

const parsedCredentials = (text: string): object => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (typeof parsed === 'object' && parsed !== null) return parsed;
  // Without the text, which is a secret.
  throw new EtudeError(
    'The credentials of BigQuery are no JSON. Give the whole content of the key file, or name the file instead.',
    { code: 'ETUDE_WAREHOUSE_CONNECTION_OPTIONS', kind: 'user' },
  );
};

const connect = (
  options: BigQueryDriverOptions,
  answerTimeoutMs: number,
): BigQueryClient => {
  const { BigQuery } = loadClient(
    'BigQuery',
    LIBRARY,
    options.loadLibrary ?? requireLibrary,
  );
  const { projectId, location, keyFile, credentials, apiEndpoint } = options;
  return new BigQuery({
    projectId,
    userAgent: 'etude',
    timeout: answerTimeoutMs,
    maxRetries: 2,
    ...(location === undefined ? {} : { location }),
    ...(keyFile === undefined ? {} : { keyFilename: keyFile }),
    ...(credentials === undefined
      ? {}
      : { credentials: parsedCredentials(credentials) }),
    ...(apiEndpoint === undefined ? {} : { apiEndpoint }),
  });
};

const defaultDataset = ({ projectId, dataset = '' }: BigQueryDriverOptions) => {
  const parts = dataset.split('.');
  const datasetId = parts.pop() ?? '';
  // Old names of projects hold dots: example.com:project.
  return { projectId: parts.join('.') || projectId, datasetId };
};

const requestOf = (
  sql: string,
  options: BigQueryDriverOptions & { readonly timeoutMs: number },
): QueryJobRequest => ({
  query: sql,
  jobTimeoutMs: options.timeoutMs,
  labels: { application: 'etude' },
  // What the printed SQL assumes; a project may have another default.
  connectionProperties: [{ key: 'time_zone', value: 'UTC' }],
  ...(options.maxBytesBilled === undefined
    ? {}
    : { maximumBytesBilled: String(options.maxBytesBilled) }),
  ...(options.dataset === undefined
    ? {}
    : { defaultDataset: defaultDataset(options) }),
});

const fieldsOf = ({ statistics }: JobMetadata) =>
  statistics?.query?.schema?.fields ?? [];

const bytesOf = ({ statistics }: JobMetadata): number | null => {
  const bytes =
    statistics?.query?.totalBytesProcessed ?? statistics?.totalBytesProcessed;
  return bytes === undefined ? null : Number(bytes);
};

const resultOf = ({
  fields,
  rows,
  bytesRead,
}: JobAnswer): Omit<QueryResult, 'elapsedMs'> => ({
  columns: columnsOf(fields),
  rows: rows.map(row =>
    Object.fromEntries(
      fields.map((field, index) => [
        field.name ?? '',
        convertValue(row.f?.[index]?.v, field),
      ]),
    ),
  ),
  bytesRead,
});

/**
 * A driver on BigQuery's API. Every query is looked at by a dry run first, which
 * costs nothing and says whether it is one SELECT. The client is loaded and
 * logs in at the first query.
 *
 * @throws ETUDE_WAREHOUSE_CONNECTION_OPTIONS
 */
export const createBigQueryDriver = (
  options: BigQueryDriverOptions,
): WarehouseDriver => {
  const { timeoutMs = 600_000, answerTimeoutMs = 60_000 } = options;
  if (options.credentials !== undefined) parsedCredentials(options.credentials);
  const { run, close } = trackRuns('BigQuery');
  let connected: BigQueryClient | null = null;
  const clientOf = () => (connected ??= connect(options, answerTimeoutMs));
  const requestFor = (sql: string) => requestOf(sql, { ...options, timeoutMs });

  const look = async (sql: string, limits: JobLimits): Promise<JobMetadata> => {
    requireSelect(sql);
    if (limits.signal.aborted) {
      throw stoppedQuery('cancelled', { engine: 'BigQuery', sql, timeoutMs });
    }
    const metadata = await dryRunJob(clientOf(), requestFor(sql), limits);
    const type = metadata.statistics?.query?.statementType;
    if (type === 'SELECT') return metadata;
    throw notReadOnly(
      sql,
      type === 'SCRIPT'
        ? 'more than one statement'
        : `a statement of the type ${type ?? 'that BigQuery does not name'}`,
    );
  };

  const ask = <T>(
    sql: string,
    given: QueryOptions | undefined,
    use: (limits: JobLimits) => Promise<T>,
  ): Promise<T> =>
    run(given, async (signal: CancelSignal) => {
      try {
        return await use({ signal, timeoutMs, answerTimeoutMs });
      } catch (error) {
        throw classifyFailure(error, sql);
      }
    });

  return {
    dialect: 'bigquery',
    query: (sql, given) =>
      ask(sql, given, async limits => {
        const startedAt = performance.now();
        await look(sql, limits);
        const answer = await runJob(clientOf(), requestFor(sql), limits);
        const elapsedMs = performance.now() - startedAt;
        return { ...resultOf(answer), elapsedMs };
      }),
    describe: (sql, given) =>
      ask(sql, given, async limits =>
        columnsOf(fieldsOf(await look(sql, limits))),
      ),
    estimate: (sql, given) =>
      ask(sql, given, async limits => ({
        bytes: bytesOf(await look(sql, limits)),
        rows: null,
      })),
    close: () => close(() => Promise.resolve()),
  };
};
