import { isEtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ERROR_CODES,
  distinctNames,
  notReadOnly,
  requireSelect,
} from '@etude/warehouse';
import type { ResultColumn } from '@etude/warehouse';
import type { Send, Statement } from './statement';
import { setIfAvailable } from './session-settings';

/** The caller's SQL after a line of ours. */
export const after = (before: string, sql: string): Statement => ({
  text: `${before}\n${sql}`,
  sql,
  linesBefore: 1,
});

// A SELECT of Spark's may run a program of the workers (TRANSFORM … USING) or
// any static Java method. Names can be made up by IDENTIFIER.
const MAY_RUN_CODE = /\busing\b|reflect|java_method|identifier/i;
const RUNS_CODE = /ScriptTransformation|\b(?:try_)?reflect\(|\bjava_method\(/;

const refuseCode = async (send: Send, sql: string): Promise<void> => {
  if (!MAY_RUN_CODE.test(sql)) return;
  // Else a plan shows the first 25 columns only.
  await setIfAvailable(send, 'spark.sql.debug.maxToStringFields=1000000');
  const rows = await send(after('EXPLAIN EXTENDED', sql));
  if (RUNS_CODE.test(String(rows[0]?.[0]))) {
    throw notReadOnly(sql, 'one that runs programs (TRANSFORM or reflect)');
  }
};

/** Whether Spark stumbled over what comes after a `;`. */
const isSecondStatement = (error: unknown, sql: string): boolean => {
  if (!isEtudeError(error)) return false;
  const { line, column } = error.details;
  const lines = sql.split('\n').slice(0, Number(line));
  const last = lines.pop() ?? '';
  const before = [...lines, last.slice(0, Number(column) - 1)].join('\n');
  return before.trimEnd().endsWith(';');
};

const SYNTAX_ERROR = '42601';

/** Whether the engine takes the text for a statement of any kind. */
const isStatement = async (send: Send, sql: string): Promise<boolean> => {
  try {
    const rows = await send(after('EXPLAIN', sql));
    // EXPLAIN answers with the error where it could parse but not plan.
    return !String(rows[0]?.[0]).includes('Error occurred during query');
  } catch (error) {
    if (!isEtudeError(error) || error.code !== WAREHOUSE_ERROR_CODES.sql) {
      throw error;
    }
    return false;
  }
};

/**
 * The columns of one SELECT, or its refusal: Spark describes queries only, and
 * runs none for it.
 */
export const describeSelect = async (
  send: Send,
  sql: string,
): Promise<readonly ResultColumn[]> => {
  requireSelect(sql);
  try {
    const rows = await send(after('DESCRIBE QUERY', sql));
    await refuseCode(send, sql);
    const names = distinctNames(rows.map(([name]) => String(name)));
    return rows.map(([, type], index) => ({
      name: names[index] ?? '',
      type: String(type),
    }));
  } catch (error) {
    if (!isEtudeError(error) || error.code !== WAREHOUSE_ERROR_CODES.sql) {
      throw error;
    }
    if (isSecondStatement(error, sql)) {
      throw notReadOnly(sql, 'more than one statement');
    }
    const isMisread = error.details['sqlState'] === SYNTAX_ERROR;
    if (isMisread && (await isStatement(send, sql))) {
      throw notReadOnly(sql, 'a statement of another kind');
    }
    throw error;
  }
};
