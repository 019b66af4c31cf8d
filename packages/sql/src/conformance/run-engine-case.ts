import type { DialectId } from '../dialect-id';
import { printSql } from '../print-sql';
import type { EngineCase, EngineCell } from './engine-case';

type Row = Readonly<Record<string, EngineCell>>;

/** Runs one SELECT on an engine and gives its rows. */
export type RunSelect = (sql: string) => Promise<readonly Row[]>;

const isClose = (expected: number, actual: number): boolean =>
  Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));

const isAsExpected = (
  expected: number | string | null,
  actual: EngineCell | undefined,
): boolean =>
  typeof expected === 'number' && actual !== null
    ? isClose(expected, Number(actual))
    : actual === expected;

/** Where the engine's answer is not the expected one, in words; empty if not. */
export const runEngineCase = async (
  { query, expected }: EngineCase,
  dialect: DialectId,
  run: RunSelect,
): Promise<readonly string[]> => {
  const rows = await run(printSql(query, dialect));
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    return [`1 row expected, not ${rows.length}`];
  }
  return Object.entries(expected)
    .filter(([name, value]) => !isAsExpected(value, row[name]))
    .map(
      ([name, value]) =>
        `${name}: ${JSON.stringify(value)} expected, not ${JSON.stringify(row[name])}`,
    );
};
