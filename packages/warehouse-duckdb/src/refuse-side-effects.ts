import type { DuckDBConnection } from '@duckdb/node-api';
import { notReadOnly } from '@etude/warehouse';

/**
 * Table functions that a SELECT may call and that change the engine for
 * everybody, show other people's queries or end the process, and those whose
 * argument is SQL, in which the others could hide.
 */
const REFUSED = [
  'enable_logging',
  'disable_logging',
  'truncate_duckdb_logs',
  'duckdb_logs',
  'duckdb_log_contexts',
  'enable_profiling',
  'disable_profiling',
  'enable_peg_parser',
  'disable_peg_parser',
  'checkpoint',
  'force_checkpoint',
  'query',
  'query_table',
  'json_execute_serialized_sql',
];

// DuckDB has no escapes in names, so that they are in the text as they are.
const MAY_CALL = new RegExp(`\\b(?:${REFUSED.join('|')})\\b`, 'i');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The names of the functions in what DuckDB's parser made of a text. */
const functionNames = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(functionNames);
  if (!isRecord(node)) return [];
  const { function_name: name } = node;
  return [
    ...(typeof name === 'string' ? [name.toLowerCase()] : []),
    ...Object.values(node).flatMap(functionNames),
  ];
};

const parsed = async (
  connection: DuckDBConnection,
  sql: string,
): Promise<unknown> => {
  const reader = await connection.runAndReadAll(
    'SELECT json_serialize_sql(CAST($1 AS VARCHAR))',
    [sql],
  );
  return JSON.parse(String(reader.getRows()[0]?.[0]));
};

/**
 * Refuses a SELECT that calls one of these functions, by what the engine's own
 * parser makes of it; its read-only mode lets them pass.
 *
 * @throws ETUDE_WAREHOUSE_NOT_READ_ONLY
 */
export const refuseSideEffects = async (
  connection: DuckDBConnection,
  sql: string,
): Promise<void> => {
  if (!MAY_CALL.test(sql)) return;
  const tree = await parsed(connection, sql);
  const isUnknown = !isRecord(tree) || tree['error'] === true;
  const called = isUnknown
    ? MAY_CALL.exec(sql)?.[0]
    : functionNames(tree).find(name => REFUSED.includes(name));
  if (called === undefined) return;
  throw notReadOnly(sql, `one that names the function ${called}`);
};
