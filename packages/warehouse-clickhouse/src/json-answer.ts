import { distinctNames, warehouseError } from '@etude/warehouse';
import type { QueryResult, ResultColumn } from '@etude/warehouse';
import { convertValue } from './convert-value';

/** An answer in the format JSONCompact, as far as the driver reads it. */
export type JsonAnswer = {
  readonly meta: readonly { readonly name: string; readonly type: string }[];
  readonly data: readonly (readonly unknown[])[];
  readonly statistics?: { readonly bytes_read?: number };
};

const isAnswer = (value: unknown): value is JsonAnswer =>
  typeof value === 'object' &&
  value !== null &&
  'meta' in value &&
  Array.isArray(value.meta) &&
  'data' in value &&
  Array.isArray(value.data);

/**
 * The parsed answer.
 *
 * @throws ETUDE_WAREHOUSE_SQL when the query asked for a format of its own
 */
export const readAnswer = (text: string, sql: string): JsonAnswer => {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    throw notJson(sql, error);
  }
  if (!isAnswer(answer)) throw notJson(sql, text.slice(0, 200));
  return answer;
};

const notJson = (sql: string, cause: unknown) =>
  warehouseError(
    'sql',
    'ClickHouse answered in a format that is not the one asked for. Remove FORMAT from the query; if it has none, check that the address is that of ClickHouse.',
    { details: { sql }, cause },
  );

/** The columns of an answer, with repeated names told apart. */
export const answerColumns = ({ meta }: JsonAnswer): ResultColumn[] => {
  const names = distinctNames(meta.map(({ name }) => name));
  return meta.map(({ type }, index) => ({ name: names[index] ?? '', type }));
};

/** The answer in the types of the contract. */
export const answerResult = (
  answer: JsonAnswer,
): Omit<QueryResult, 'elapsedMs'> => {
  const columns = answerColumns(answer);
  return {
    columns,
    rows: answer.data.map(row =>
      Object.fromEntries(
        columns.map(({ name, type }, index) => [
          name,
          convertValue(type, row[index]),
        ]),
      ),
    ),
    bytesRead: answer.statistics?.bytes_read ?? null,
  };
};
