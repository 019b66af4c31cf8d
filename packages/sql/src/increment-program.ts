/**
 * A day of a table whose rows lie in files by day, as it is now. The day has
 * the rows it had while the fingerprint is the same and no file is newer.
 */
export type PartitionDay = {
  /** `YYYY-MM-DD`, of UTC. */
  readonly day: string;
  /** Changes when files come or go, and not when they are merged. */
  readonly fingerprint: string;
  /** When the newest of its unmerged files was written, in ms since 1970. */
  readonly newestMs: number;
  /** Of all its files. */
  readonly bytes: number;
};

/** What an engine keeps of earlier increments of a computation. */
export type KeptState = {
  /** Changes with every increment that is kept. */
  readonly version: string;
  /** Rows of its files, by the name that the program gave them. */
  readonly files: Readonly<Record<string, number>>;
  /** What {@link IncrementProgram.content} was. */
  readonly content: unknown;
};

/** What an increment starts from; null: nothing is kept. */
export type IncrementInspection = {
  readonly kept: KeptState | null;
  /** The days with rows of each table, in order. */
  readonly days: Readonly<Record<string, readonly PartitionDay[]>>;
};

/**
 * One step of an increment. Names are of the session that runs it:
 *
 * - `days`: a view of a table's rows of these days. With `notBefore`, only of
 *   days from the one that this SELECT answers with, none where it is NULL.
 * - `file`: a view of the rows of a kept file.
 * - `view` and `table`: a SELECT, read again by each reader or kept once.
 * - `save`: the rows of a SELECT as a file to keep.
 */
export type IncrementStep =
  | {
      readonly kind: 'days';
      readonly name: string;
      readonly table: string;
      readonly days: readonly string[];
      readonly notBefore: string | null;
    }
  | { readonly kind: 'file'; readonly name: string; readonly file: string }
  | {
      readonly kind: 'view' | 'table';
      readonly name: string;
      readonly sql: string;
    }
  | { readonly kind: 'save'; readonly file: string; readonly sql: string };

/**
 * What brings a kept computation up to date and answers it: plain data, made
 * from an inspection and void when that is no longer true.
 */
export type IncrementProgram = {
  /** Names the computation: letters, digits and dashes. */
  readonly id: string;
  readonly inspection: IncrementInspection;
  readonly steps: readonly IncrementStep[];
  /** SELECTs of equal columns; their rows are the answer, in this order. */
  readonly answers: readonly string[];
  /** Files to keep from now on, and what to remember of them; null: as it was. */
  readonly keeps: {
    readonly files: readonly string[];
    readonly content: unknown;
    /** The days that this is made of, by table. */
    readonly days: Readonly<Record<string, readonly string[]>>;
  } | null;
  /** How many days of each table were spared, and how many are read. */
  readonly days: readonly {
    readonly table: string;
    readonly reused: number;
    readonly read: number;
  }[];
};

/** A computation of which a part can be kept between one time and the next. */
export type Increment = {
  readonly id: string;
  /** Tables whose days decide what has to be read again. */
  readonly tables: readonly string[];
  readonly plan: (inspection: IncrementInspection) => IncrementProgram;
};
