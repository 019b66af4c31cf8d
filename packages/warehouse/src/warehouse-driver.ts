import type { DialectId } from '@etude/sql';

/** What a cell may hold once an engine's own types are translated. */
export type WarehouseValue = string | number | boolean | null;

/**
 * One row by column name. Timestamps are ISO strings in UTC, dates are
 * `YYYY-MM-DD`, every number is a double (integers beyond 2^53 lose digits).
 */
export type WarehouseRow = Readonly<Record<string, WarehouseValue>>;

/** A column of a result: its name and the engine's own name of its type. */
export type ResultColumn = { readonly name: string; readonly type: string };

/** The answer to one query, whole in memory: results here are small. */
export type QueryResult = {
  readonly rows: readonly WarehouseRow[];
  readonly columns: readonly ResultColumn[];
  readonly elapsedMs: number;
  /** Bytes of tables that the engine says it read; null when it does not say. */
  readonly bytesRead: number | null;
};

/**
 * What the engine expects a query to read, asked before it runs; null for what
 * the engine does not estimate.
 */
export type ScanEstimate = {
  readonly bytes: number | null;
  readonly rows: number | null;
};

/** The part of an `AbortSignal` that a driver needs; pass a real one. */
export type CancelSignal = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

export type QueryOptions = {
  /** Aborting stops the query on the engine, not only the waiting for it. */
  readonly signal?: CancelSignal;
};

/**
 * The one door to a warehouse: reads only.
 *
 * Each method takes exactly one SELECT in the driver's dialect. It throws an
 * EtudeError with one of the codes of {@link WAREHOUSE_ERROR_CODES}; where the
 * engine says at which place of the SQL it stumbled, `details` hold the `line`
 * and `column` (both from 1) in the very text that was given.
 */
export interface WarehouseDriver {
  readonly dialect: DialectId;
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
  /** The columns that the SELECT would answer with; it does not run. */
  describe(
    sql: string,
    options?: QueryOptions,
  ): Promise<readonly ResultColumn[]>;
  /** What the SELECT would read, by the engine's own estimate; it does not run. */
  estimate(sql: string, options?: QueryOptions): Promise<ScanEstimate>;
  close(): Promise<void>;
}
