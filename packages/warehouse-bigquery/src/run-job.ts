import { silenceOf, stoppedQuery, watchForStop } from '@etude/warehouse';
import type { CancelSignal } from '@etude/warehouse';
import type {
  BigQueryClient,
  QueryJob,
  QueryJobRequest,
  RawRow,
  SchemaField,
} from './bigquery-client';

export type JobLimits = {
  readonly signal: CancelSignal;
  readonly timeoutMs: number;
  /** How long the confirmation of a cancel is waited for. */
  readonly answerTimeoutMs: number;
};

export type JobAnswer = {
  readonly fields: readonly SchemaField[];
  readonly rows: readonly RawRow[];
  readonly bytesRead: number | null;
};

const ROWS_PER_PAGE = 10_000;

/** All pages of a job's answer; the API answers every 10 s while it runs. */
const readAnswer = async (job: QueryJob): Promise<JobAnswer> => {
  const rows: RawRow[] = [];
  let fields: readonly SchemaField[] = [];
  let bytesRead: number | null = null;
  let pageToken: string | undefined;
  for (;;) {
    const [, , page] = await job.getQueryResults({
      autoPaginate: false,
      skipParsing: true,
      maxResults: ROWS_PER_PAGE,
      ...(pageToken === undefined ? {} : { pageToken }),
    });
    if (page.jobComplete === false) continue;
    fields = page.schema?.fields ?? fields;
    for (const row of page.rows ?? []) rows.push(row);
    bytesRead =
      page.totalBytesProcessed === undefined
        ? bytesRead
        : Number(page.totalBytesProcessed);
    pageToken = page.pageToken;
    if (pageToken === undefined || pageToken === '') {
      return { fields, rows, bytesRead };
    }
  }
};

/**
 * Gives what `work` does, unless its caller or the time limit stops it first;
 * `end` is then waited for.
 */
const unlessStopped = async <T>(
  work: Promise<T>,
  end: () => Promise<unknown>,
  { sql, ...limits }: JobLimits & { readonly sql: string },
): Promise<T> => {
  const { signal, timeoutMs, answerTimeoutMs } = limits;
  const { requested, release } = watchForStop(signal, timeoutMs);
  try {
    const stop = await Promise.race([work.then(() => null), requested]);
    if (stop === null) return await work;
    await Promise.allSettled([
      Promise.race([end(), silenceOf(answerTimeoutMs)]),
    ]);
    throw stoppedQuery(stop, { engine: 'BigQuery', sql, timeoutMs });
  } finally {
    release();
  }
};

/**
 * The answer of one query. An abort and the time limit cancel its job, once
 * BigQuery has taken it, and wait until it has ended.
 */
export const runJob = (
  client: BigQueryClient,
  request: QueryJobRequest,
  limits: JobLimits,
): Promise<JobAnswer> => {
  const starting = client.createQueryJob(request).then(([job]) => job);
  const answering = starting.then(readAnswer);
  // Whoever stops it no longer waits for its failure.
  answering.catch(() => undefined);
  const cancel = async () => {
    const job = await starting;
    await job.cancel();
    await answering;
  };
  return unlessStopped(answering, cancel, { ...limits, sql: request.query });
};

/** What BigQuery says of a query that it only looks at: nothing runs. */
export const dryRunJob = async (
  client: BigQueryClient,
  request: QueryJobRequest,
  limits: JobLimits,
): Promise<QueryJob['metadata']> => {
  const looking = client.createQueryJob({
    ...request,
    dryRun: true,
    // Else the estimate of what was asked before is 0.
    useQueryCache: false,
  });
  looking.catch(() => undefined);
  const [job] = await unlessStopped(looking, () => Promise.resolve(), {
    ...limits,
    sql: request.query,
  });
  return job.metadata;
};
