/** Engines that the printer can write for; the value is stored and logged. */
export type DialectId = 'duckdb' | 'postgres';
