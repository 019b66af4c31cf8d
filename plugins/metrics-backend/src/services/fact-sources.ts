import { isEtudeError } from '@etude/kernel';
import type { EtudeError, Problem, Result } from '@etude/kernel';
import type { FactSource } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import { dialectById } from '@etude/sql';
import { notFoundProblem } from '../metrics-errors';
import type { ImportStore } from '../stores/import-store';
import type { QueryRunner } from './query-runner';

export type FactSourcesOptions = {
  readonly imports: ImportStore;
  readonly runner: QueryRunner;
};

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
  async describe(source: FactSource): Promise<Result<readonly Column[]>> {
    if (source.kind === 'import') {
      const known = await this.#options.imports.find(source.tableId);
      if (known) return { ok: true, value: known.columns };
      const problem = notFoundProblem('import', source.tableId);
      return { ok: false, problems: [{ ...problem, path: 'source.tableId' }] };
    }
    const { runner } = this.#options;
    const { quoteIdentifier } = dialectById(runner.dialect);
    const relation =
      source.kind === 'table'
        ? quoteIdentifier(source.table)
        : // On a line of its own: a comment at the end must not hide the bracket.
          `(\n${source.sql}\n) AS ${quoteIdentifier('source')}`;
    return this.dryRun(
      `SELECT * FROM ${relation}`,
      `source.${source.kind === 'table' ? 'table' : 'sql'}`,
    );
  }

  /** The columns that `sql` would answer with, or why it cannot run. */
  async dryRun(sql: string, path: string): Promise<Result<readonly Column[]>> {
    try {
      const { columns } = await this.#options.runner.query(
        `SELECT * FROM (\n${sql}\n) AS dry_run LIMIT 0`,
      );
      return { ok: true, value: columns };
    } catch (error) {
      return { ok: false, problems: [sqlProblem(error, path)] };
    }
  }
}

/** The value of a result. Its problems are thrown as `code`. */
export const valueOrThrow = <T>(
  result: Result<T>,
  toError: (problems: readonly Problem[]) => EtudeError,
): T => {
  if (result.ok) return result.value;
  throw toError(result.problems);
};
