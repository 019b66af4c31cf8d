import { isEtudeError, ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import { item, literal, printSql, select } from '@etude/sql';
import type { WarehouseDriver } from './warehouse-driver';

/** A warehouse that answered, and how fast. */
export type ConnectionDiagnosis = { readonly elapsedMs: number };

/**
 * Whether the warehouse answers `SELECT 1`, for the person who connects it:
 * the time it took, or the one problem with its cause and fix in words. How
 * long a silent host is waited for is the driver's own limit.
 */
export const diagnoseConnection = async (
  driver: Pick<WarehouseDriver, 'dialect' | 'query'>,
): Promise<Result<ConnectionDiagnosis>> => {
  const sql = printSql(
    select({ items: [item('one', literal(1))] }),
    driver.dialect,
  );
  try {
    const { rows, elapsedMs } = await driver.query(sql);
    if (rows.length === 1 && rows[0]?.['one'] === 1) return ok({ elapsedMs });
    return refused({
      code: 'ETUDE_WAREHOUSE_ENGINE',
      message: `The warehouse answered 'SELECT 1' with ${JSON.stringify(rows)}. Check that its address is that of a ${driver.dialect} warehouse and not of something before it.`,
    });
  } catch (error) {
    if (!isEtudeError(error)) throw error;
    return refused({ code: error.code, message: error.message });
  }
};
