import { isEtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ERROR_CODES,
  notReadOnly,
  requireSelect,
} from '@etude/warehouse';
import type { Answer, Send } from './run-statement';

/** The caller's SQL alone, compiled and not run. */
export const describeSelect = (send: Send, sql: string): Promise<Answer> => {
  requireSelect(sql);
  return send({ text: sql, sql, isDescribed: true });
};

/**
 * Refuses what is no query, though it begins like one: statements can be
 * chained (`SELECT … ->> INSERT …`), but nothing except for a query can stand in
 * the brackets of a FROM. Both texts are only compiled.
 */
export const checkSelect = async (send: Send, sql: string): Promise<void> => {
  requireSelect(sql);
  try {
    await send({
      text: `SELECT 1 FROM (\n${sql}\n) WHERE FALSE`,
      sql,
      isDescribed: true,
    });
  } catch (error) {
    if (!isEtudeError(error) || error.code !== WAREHOUSE_ERROR_CODES.sql) {
      throw error;
    }
    // Alone, so that the place of what is wrong is the writer's own.
    await describeSelect(send, sql);
    throw notReadOnly(
      sql,
      'what cannot stand between brackets, such as a semicolon at its end or a chain of statements',
    );
  }
};
