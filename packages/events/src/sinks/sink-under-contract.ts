import type { LakeRecord } from '../lake-schema';
import type { Sink } from './sink';

/** A destination of its own for one case. */
export type SinkUnderContract = {
  /** Opens the sink as a process that starts would. */
  readonly open: (logDir: string) => Promise<Sink>;
  /**
   * The ids of events and assignments as a reader sees them that follows the
   * documentation, sorted.
   */
  readonly read: () => Promise<readonly string[]>;
  /** The destination answers nobody from now on; gives the way back. */
  readonly cutOff: () => () => void;
  /**
   * The next shipment reaches the destination in part, and its answers get
   * lost; the one after it is whole again. Gives whether that has happened.
   */
  readonly breakMidway: () => () => boolean;
  /** A record that the destination will never take, where there is one. */
  readonly poison: LakeRecord | null;
  /**
   * A program that opens the sink and calls `shipUntilKilled`, with its
   * arguments.
   */
  readonly program: readonly [file: string, ...args: string[]];
  readonly remove: () => Promise<void>;
};
