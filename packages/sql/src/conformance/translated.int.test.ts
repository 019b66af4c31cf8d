import { describe, expect, it } from 'vitest';
import type { DialectId } from '../dialect-id';
import { printSql } from '../print-sql';
import { findPython, runPython } from '../testing/second-reader';
import type { EngineCell } from './engine-case';
import { engineCases } from './engine-cases';
import { runEngineCase } from './run-engine-case';

/** Engines that no test can start. */
const NEVER_RUN = ['bigquery', 'snowflake', 'redshift'] as const;

type Answer =
  | { readonly rows: readonly Readonly<Record<string, EngineCell>>[] }
  | { readonly problem: string };

// A dot in the name of a BigQuery column, which BigQuery itself does not allow,
// makes two names of it for sqlglot.
const isReadable = (dialect: DialectId, name: string): boolean =>
  !(dialect === 'bigquery' && name === 'hostile names');

const cases = NEVER_RUN.flatMap(dialect =>
  engineCases(dialect)
    .filter(({ name }) => isReadable(dialect, name))
    .map(engineCase => ({
      dialect,
      name: engineCase.name,
      engineCase,
      sql: printSql(engineCase.query, dialect),
    })),
);

const python = findPython('sqlglot, duckdb');

describe.skipIf(python === null)('as sqlglot translates it for DuckDB', () => {
  const answers: readonly Answer[] =
    python === null
      ? []
      : JSON.parse(
          runPython(python, 'run-translated.py', {
            input: JSON.stringify(
              cases.map(({ dialect, sql }) => ({ dialect, sql })),
            ),
          }),
        );
  const bySql = new Map(cases.map(({ sql }, index) => [sql, answers[index]]));

  it.each(cases)('$dialect: $name', async ({ dialect, engineCase }) => {
    const run = (sql: string) => {
      const answer = bySql.get(sql);
      if (answer === undefined || 'problem' in answer) {
        throw new Error(answer?.problem ?? 'no answer');
      }
      return Promise.resolve(answer.rows);
    };
    expect(await runEngineCase(engineCase, dialect, run)).toEqual([]);
  });
});
