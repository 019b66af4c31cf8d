import { hasErrorCode } from '@etude/kernel';
import type {
  Increment,
  IncrementInspection,
  IncrementProgram,
} from '@etude/sql';
export type {
  Increment,
  IncrementInspection,
  IncrementProgram,
  IncrementStep,
  KeptState,
  PartitionDay,
} from '@etude/sql';
import type {
  CancelSignal,
  QueryOptions,
  WarehouseRow,
} from './warehouse-driver';
import { WAREHOUSE_ERROR_CODES, warehouseError } from './warehouse-error';

/** What an increment answered, and what it cost. */
export type IncrementResult = {
  readonly rows: readonly WarehouseRow[];
  readonly elapsedMs: number;
  /** Days of each table that were spared, and that were read. */
  readonly days: IncrementProgram['days'];
  /** Bytes of the files of the tables, and of kept ones, that were opened. */
  readonly bytesRead: number;
  /** Bytes of all files that are kept of this computation. */
  readonly bytesKept: number;
  /** False: the next time starts from where this one did. */
  readonly isKept: boolean;
  /** The SQL that ran, in its order. */
  readonly statements: readonly string[];
};

/**
 * The door to what an engine keeps of computations between one time and the
 * next. It writes to its own folder only: tables are out of its reach.
 */
export interface IncrementDoor {
  /** What is kept under an id, and the days of tables as they are now. */
  inspect(
    increment: Pick<Increment, 'id' | 'tables'>,
  ): Promise<IncrementInspection>;
  /**
   * Runs a program and keeps its files; null when its inspection is no longer
   * true, and nothing was done.
   */
  run(
    program: IncrementProgram,
    options?: QueryOptions,
  ): Promise<IncrementResult | null>;
  /** Forgets what is kept under an id. */
  forget(id: string): Promise<void>;
}

const ATTEMPTS = 5;

const changing = (id: string) =>
  warehouseError(
    'engine',
    `The lake changed ${ATTEMPTS} times while increment '${id}' was planned, so that nothing of it could be said for sure. Try again in a moment.`,
    { details: { id } },
  );

const attempt = async (
  door: IncrementDoor,
  increment: Increment,
  signal: CancelSignal | undefined,
): Promise<IncrementResult> => {
  for (let count = 0; count < ATTEMPTS; count++) {
    const program = increment.plan(await door.inspect(increment));
    const result = await door.run(program, signal ? { signal } : {});
    if (result !== null) return result;
  }
  throw changing(increment.id);
};

const isFileFailure = (error: unknown): boolean =>
  hasErrorCode(error, WAREHOUSE_ERROR_CODES.file);

/**
 * Brings a computation up to date and answers it. What is kept is planned
 * anew when the tables change meanwhile, and made anew when it is damaged.
 */
export const runIncrement = async (
  door: IncrementDoor,
  increment: Increment,
  { signal }: QueryOptions = {},
): Promise<IncrementResult> => {
  try {
    return await attempt(door, increment, signal);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    await door.forget(increment.id);
    return attempt(door, increment, signal);
  }
};
