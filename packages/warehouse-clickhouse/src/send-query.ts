import { warehouseError } from '@etude/warehouse';
import type { CancelSignal } from '@etude/warehouse';
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { readAnswer } from './json-answer';
import type { JsonAnswer } from './json-answer';

/** What a query may take on the server. */
export type QueryLimits = {
  readonly timeoutMs: number;
  readonly maxBytesToRead?: number;
};

const MAX_QUERY_BYTES = 16 * 1024 * 1024;

const settingsOf = (limits: QueryLimits): ClickHouseSettings => ({
  // What the printed SQL assumes: SQL's own meaning of joins and of names.
  join_use_nulls: 1,
  prefer_column_name_to_alias: 1,
  max_execution_time: Math.ceil(limits.timeoutMs / 1000),
  ...(limits.maxBytesToRead === undefined
    ? {}
    : { max_bytes_to_read: String(limits.maxBytesToRead) }),
  // Many metrics in one pass are a long text; 256 KB is the server's default.
  max_query_size: String(MAX_QUERY_BYTES),
  default_format: 'JSONCompact',
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_json_quote_denormals: 1,
  date_time_output_format: 'iso',
  // An error in the middle of an answer comes as an error, not as its tail.
  wait_end_of_query: 1,
  cancel_http_readonly_queries_on_client_close: 1,
  // Last: from here on no setting changes, in the query neither.
  readonly: '1',
});

/** Kills have connections of their own: queries may have taken all others. */
export type Clients = {
  readonly queries: ClickHouseClient;
  readonly kills: ClickHouseClient;
};

export type Request = {
  readonly sql: string;
  readonly limits: QueryLimits;
  readonly signal: CancelSignal;
};

/**
 * The answer to one statement, sent as it is written. An abort tells the server
 * to stop the query and then hangs up, which stops it as well.
 */
export const sendQuery = async (
  { queries, kills }: Clients,
  { sql, limits, signal }: Request,
): Promise<JsonAnswer> => {
  const queryId = randomUUID();
  const hangUp = new AbortController();
  let killing: Promise<unknown> = Promise.resolve();
  const kill = () => {
    killing = kills
      .command({ query: `KILL QUERY WHERE query_id = '${queryId}' ASYNC` })
      .catch((error: unknown) => error)
      .finally(() => hangUp.abort());
  };
  signal.addEventListener('abort', kill);
  try {
    if (signal.aborted) throw cancelled(sql, undefined);
    const { stream } = await queries.exec({
      query: sql,
      query_id: queryId,
      clickhouse_settings: settingsOf(limits),
      abort_signal: hangUp.signal,
    });
    return readAnswer(await text(stream), sql);
  } catch (error) {
    if (!signal.aborted) throw error;
    const failedKill = await killing;
    throw cancelled(sql, failedKill instanceof Error ? failedKill : error);
  } finally {
    signal.removeEventListener('abort', kill);
  }
};

const cancelled = (sql: string, cause: unknown) =>
  warehouseError('cancelled', 'The query was cancelled by its caller.', {
    details: { sql },
    cause,
  });
