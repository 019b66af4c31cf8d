import type { CancelSignal } from '@etude/warehouse';

export type Statement = {
  /** What is sent. */
  readonly text: string;
  /** The caller's part of it, for messages. */
  readonly sql: string;
  /** Lines of ours before the caller's part. */
  readonly linesBefore: number;
};

/** Runs one statement and gives its rows. */
export type Send = (statement: Statement) => Promise<unknown[][]>;

export type StatementLimits = {
  readonly signal: CancelSignal | undefined;
  /** For the whole statement. */
  readonly timeoutMs: number;
  /** For the server to take the statement, and to confirm a cancel. */
  readonly answerTimeoutMs: number;
  /** What the server is called, and where it is, for messages. */
  readonly engine: string;
  readonly address: string;
};
