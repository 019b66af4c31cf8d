import { EtudeError } from '@etude/kernel';
import { EVENTS_ERROR_CODES } from '../errors';

/** A file of the log to which nothing is appended any more. */
export type SealedSegment = {
  readonly id: string;
  /** `<log>/sealed/<id>.ndjson` */
  readonly file: string;
  readonly bytes: number;
  /** Of the last record, epoch ms: segments are in this order. */
  readonly writtenAtMs: number;
};

/** What a sink did with a segment. */
export type Shipment = {
  /** Records that the destination has. */
  readonly records: number;
  /** Lines that it does not have; they are kept under `<log>/rejected`. */
  readonly rejectedLines: number;
};

/**
 * Where segments go. Delivery is at least once: a segment is shipped again
 * until `ship` has resolved and that is on the disk, so that shipping the same
 * segment twice must leave readers with the same rows.
 */
export type Sink = {
  readonly name: string;
  /**
   * True where a segment must wait for the one before it, because readers rely
   * on the order of arrival.
   */
  readonly isOrdered: boolean;
  /**
   * Resolves when the destination holds the whole segment durably.
   *
   * @throws ETUDE_SINK_UNREACHABLE when trying later may help;
   * ETUDE_SINK_REFUSED when somebody has to change something first.
   */
  readonly ship: (segment: SealedSegment) => Promise<Shipment>;
  /**
   * Called after each pass, between two segments. `listOpen` tells those that
   * are sealed now and that this sink may be given, for the first time or again.
   */
  readonly afterPass?: (
    listOpen: () => Promise<readonly SealedSegment[]>,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
};

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);

/** The destination does not answer, or not now. */
export const sinkUnreachable = (sink: string, cause: unknown): EtudeError =>
  new EtudeError(
    `The sink '${sink}' cannot be reached: ${reasonOf(cause)}. Segments wait in the log and are tried again; nothing is lost.`,
    {
      code: EVENTS_ERROR_CODES.sinkUnreachable,
      kind: 'operational',
      details: { sink },
      cause,
    },
  );

/** The destination answers and does not take what it is given. */
export const sinkRefused = (
  sink: string,
  { reason, advice, cause }: SinkRefusal,
): EtudeError =>
  new EtudeError(
    `The sink '${sink}' refuses the segment: ${reason}. ${advice} Segments wait in the log until then; nothing is lost.`,
    {
      code: EVENTS_ERROR_CODES.sinkRefused,
      kind: 'user',
      details: { sink },
      cause,
    },
  );

/** Why a destination does not take a segment. */
export type SinkRefusal = {
  readonly reason: string;
  /** A sentence: what to change. */
  readonly advice: string;
  readonly cause?: unknown;
};
