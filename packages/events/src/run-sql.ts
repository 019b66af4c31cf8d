/** Runs one DuckDB statement; all of them in one session. */
export type RunSql = (sql: string) => Promise<{
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}>;
