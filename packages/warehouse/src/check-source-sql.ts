import { isEtudeError, ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import { column, item, printSql, rawSource, select } from '@etude/sql';
import type { ResultColumn, WarehouseDriver } from './warehouse-driver';

const problemOf = (error: unknown): Problem => {
  if (!isEtudeError(error) || error.kind !== 'user') throw error;
  const { code, message, details } = error;
  return { code, message, details };
};

/**
 * The columns of SQL that a person wrote as a source, or why it cannot be one.
 * Nothing runs.
 *
 * The engine first sees the text alone, so that nothing in it can close a
 * bracket of ours and the line of an error is the person's own. Only then does
 * it see the text as the subquery that later queries use.
 *
 * @throws what the driver throws for failures that the writer cannot mend
 */
export const checkSourceSql = async (
  driver: Pick<WarehouseDriver, 'dialect' | 'describe'>,
  sql: string,
): Promise<Result<readonly ResultColumn[]>> => {
  let columns: readonly ResultColumn[];
  try {
    columns = await driver.describe(sql);
  } catch (error) {
    return refused(problemOf(error));
  }
  const [first] = columns;
  if (first === undefined) {
    return refused({
      code: 'ETUDE_WAREHOUSE_SOURCE_COLUMNS',
      message: 'The SQL answers with no columns. Select at least one.',
    });
  }
  try {
    await driver.describe(
      printSql(
        select({
          items: columns.map(({ name }) => item(name, column('source', name))),
          from: rawSource(sql, 'source'),
        }),
        driver.dialect,
      ),
    );
  } catch (error) {
    const { message, details } = problemOf(error);
    return refused({
      code: 'ETUDE_WAREHOUSE_SOURCE_SUBQUERY',
      message: `The SQL runs alone but not inside another query, which is how it is used. Remove a semicolon at its end, and give every column a name of its own. The warehouse says: ${message}`,
      ...(details === undefined ? {} : { details: { sql: details['sql'] } }),
    });
  }
  return ok(columns);
};
