import type { ErrorKind, Problem } from '@etude/kernel';
import type { DuckDbDriverOptions } from '../duckdb-driver';

/** What the engine's process is asked to do with a SELECT. */
export type EngineCall = 'query' | 'describe' | 'estimate';

/** What the engine's process is told. */
export type EngineOrder =
  | { readonly kind: 'open'; readonly options: DuckDbDriverOptions }
  | { readonly kind: EngineCall; readonly id: number; readonly sql: string }
  | { readonly kind: 'cancel'; readonly id: number };

/** An error as it crosses the border of a process. */
export type ErrorRecord = {
  readonly message: string;
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
};

/** What the engine's process answers. */
export type EngineReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ErrorRecord };

/** The exit code of a process that ended itself for want of memory. */
export const OUT_OF_MEMORY_EXIT = 86;
