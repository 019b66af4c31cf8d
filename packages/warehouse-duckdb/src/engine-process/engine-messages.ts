import type { ErrorKind, Problem } from '@etude/kernel';
import type { Increment, IncrementProgram } from '@etude/warehouse';
import type { DuckDbDriverOptions, LakeImport } from '../duckdb-driver';

/** What the engine's process is asked to do. */
export type EngineCall =
  | { readonly kind: 'query' | 'describe' | 'estimate'; readonly sql: string }
  | {
      readonly kind: 'inspect';
      readonly increment: Pick<Increment, 'id' | 'tables'>;
    }
  | { readonly kind: 'run'; readonly program: IncrementProgram }
  | { readonly kind: 'forget'; readonly increment: string }
  | { readonly kind: 'import'; readonly table: LakeImport };

/** What the engine's process is told. */
export type EngineOrder =
  | { readonly kind: 'open'; readonly options: DuckDbDriverOptions }
  | { readonly kind: 'call'; readonly id: number; readonly call: EngineCall }
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
