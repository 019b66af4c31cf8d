import { isEtudeError, ok, refused } from '@etude/kernel';
import type { EtudeError, Problem, Result } from '@etude/kernel';
import { LAKE_WAREHOUSE_ID, warehouseIdOf } from '@etude/metrics';
import type { FactTable } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import { dialectById } from '@etude/sql';
import { checkSourceSql } from '@etude/warehouse';
import { notFoundProblem } from '../metrics-errors';
import type { ImportStore } from '../stores/import-store';
import type { QueryRunner } from './query-runner';
import type { Warehouses } from './warehouses';

export type FactSourcesOptions = {
  readonly imports: ImportStore;
  readonly warehouses: Warehouses;
};

/** Where rows come from, and in which warehouse. */
export type PlacedSource = Pick<FactTable, 'source' | 'warehouseId'>;

/** A failure of the warehouse that the writer of the SQL can mend. */
export const sqlProblem = (error: unknown, path: string): Problem => {
  if (!isEtudeError(error) || error.kind !== 'user') throw error;
  return { code: error.code, message: error.message, path };
};

/** Asks the warehouse what a source looks like, without reading its rows. */
export class FactSources {
  readonly #options: FactSourcesOptions;

  constructor(options: FactSourcesOptions) {
    this.#options = options;
  }

  /** The columns of a source, or why it cannot be read. */
  async describe(placed: PlacedSource): Promise<Result<readonly Column[]>> {
    const { source } = placed;
    const warehouseId = warehouseIdOf(placed);
    if (source.kind === 'import') {
      return warehouseId === LAKE_WAREHOUSE_ID
        ? this.#importColumns(source.tableId)
        : refused(importElsewhere(warehouseId));
    }
    const warehouse = this.#options.warehouses.find(warehouseId);
    if (!warehouse.ok) return warehouse;
    const { runner } = warehouse.value;
    if (source.kind === 'query') return describeSql(runner, source.sql);
    const { quoteIdentifier } = dialectById(runner.dialect);
    const names = [...(source.schema ?? []), source.table];
    return dryRun(
      runner,
      `SELECT * FROM ${names.map(quoteIdentifier).join('.')}`,
      'source.table',
    );
  }

  async #importColumns(tableId: string): Promise<Result<readonly Column[]>> {
    const known = await this.#options.imports.find(tableId);
    if (known) return ok(known.columns);
    const problem = notFoundProblem('import', tableId);
    return refused({ ...problem, path: 'source.tableId' });
  }
}

const importElsewhere = (warehouseId: string): Problem => ({
  code: 'ETUDE_METRICS_IMPORT_ELSEWHERE',
  message: `Imported tables lie in the lake, not in warehouse '${warehouseId}'. Choose the lake, or a table or query of that warehouse.`,
  path: 'source',
});

const describeSql = async (
  runner: QueryRunner,
  sql: string,
): Promise<Result<readonly Column[]>> => {
  const checked = await checkSourceSql(runner, sql);
  if (checked.ok) return checked;
  const [first, ...rest] = checked.problems.map(problem => ({
    ...problem,
    path: 'source.sql',
  }));
  return first ? refused(first, ...rest) : checked;
};

/** The columns that `sql` would answer with, or why it cannot run. */
export const dryRun = async (
  runner: QueryRunner,
  sql: string,
  path: string,
): Promise<Result<readonly Column[]>> => {
  try {
    return ok(await runner.describe(sql));
  } catch (error) {
    return refused(sqlProblem(error, path));
  }
};

/** The value of a result. Its problems are thrown as `code`. */
export const valueOrThrow = <T>(
  result: Result<T>,
  toError: (problems: readonly Problem[]) => EtudeError,
): T => {
  if (result.ok) return result.value;
  throw toError(result.problems);
};
