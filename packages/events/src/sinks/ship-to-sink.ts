import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode, isEtudeError } from '@etude/kernel';
import { EVENTS_ERROR_CODES } from '../errors';
import type { Acknowledgements } from './acknowledgements';
import type { SealedSegment, Shipment, Sink } from './sink';

/** How a sink fares, for status pages. Counts are since the start. */
export type SinkStatus = {
  readonly name: string;
  /**
   * `ok`; `unreachable` and `refused` tell that the last try failed, why is in
   * `reason`.
   */
  readonly state: 'ok' | 'unreachable' | 'refused';
  readonly reason: string | null;
  /** Of the first of the tries that have failed since. */
  readonly failingSince: string | null;
  readonly failedTries: number;
  readonly segments: number;
  readonly records: number;
  readonly rejectedLines: number;
  readonly waitingSegments: number;
  readonly waitingBytes: number;
  /** When the oldest waiting segment was written. */
  readonly waitingSince: string | null;
};

/** What happened to a segment on its way to a sink. */
export type SinkEvent =
  | {
      readonly kind: 'shipped';
      readonly sink: string;
      readonly segment: SealedSegment;
      readonly shipment: Shipment;
    }
  | {
      readonly kind: 'failed';
      readonly sink: string;
      readonly segment: SealedSegment;
      readonly error: unknown;
    };

/** Where shipping can be interrupted. */
export type ShippingStep = 'ship' | 'acknowledge';

/** What {@link shipToSink} works with. */
export type ShipToSinkOptions = {
  readonly acknowledgements: Acknowledgements;
  readonly signal: AbortSignal;
  /** Pause between two looks for new segments. */
  readonly intervalMs: number;
  readonly onEvent: (event: SinkEvent) => void;
  /** Told after every pass. */
  readonly onPass: (status: SinkStatus) => Promise<void>;
  /** In [0, 1): spreads the tries of many edges. */
  readonly random: () => number;
  /** Told before each step; throwing there stops as a crash would. */
  readonly onStep?: (step: ShippingStep, sink: string) => void;
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/**
 * The pause after so many failed tries: twice as long each time, up to a
 * minute, of which a random half at most is left out.
 */
export const retryPauseMs = (failedTries: number, random: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failedTries - 1)) *
  (1 - random / 2);

const initialStatus = (name: string): SinkStatus => ({
  name,
  state: 'ok',
  reason: null,
  failingSince: null,
  failedTries: 0,
  segments: 0,
  records: 0,
  rejectedLines: 0,
  waitingSegments: 0,
  waitingBytes: 0,
  waitingSince: null,
});

const withShipment = (status: SinkStatus, shipment: Shipment): SinkStatus => ({
  ...status,
  segments: status.segments + 1,
  records: status.records + shipment.records,
  rejectedLines: status.rejectedLines + shipment.rejectedLines,
});

const withFailure = (status: SinkStatus, error: unknown): SinkStatus => ({
  ...status,
  state: isUnreachable(error) ? 'unreachable' : 'refused',
  reason: error instanceof Error ? error.message : String(error),
});

const withWaiting = (
  status: SinkStatus,
  waiting: readonly SealedSegment[],
): SinkStatus => ({
  ...status,
  waitingSegments: waiting.length,
  waitingBytes: waiting.reduce((sum, { bytes }) => sum + bytes, 0),
  waitingSince: waiting[0]
    ? new Date(waiting[0].writtenAtMs).toISOString()
    : null,
});

const isUnreachable = (error: unknown): boolean =>
  hasErrorCode(error, EVENTS_ERROR_CODES.sinkUnreachable);

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!hasErrorCode(error, 'ABORT_ERR')) throw error;
  });

type Pass = { readonly status: SinkStatus; readonly hasFailed: boolean };

/**
 * Offers a sink what waits for it. A segment that fails does not stop the
 * others, unless their order counts or nobody answers.
 */
const shipWaiting = async (
  sink: Sink,
  before: SinkStatus,
  options: ShipToSinkOptions,
): Promise<Pass> => {
  const { acknowledgements, signal, onEvent, onStep } = options;
  let status = before;
  let hasFailed = false;
  for (const segment of await acknowledgements.waitingFor(sink.name)) {
    if (signal.aborted) break;
    onStep?.('ship', sink.name);
    try {
      const shipment = await sink.ship(segment);
      onStep?.('acknowledge', sink.name);
      await acknowledgements.acknowledge(sink.name, segment);
      status = withShipment(status, shipment);
      onEvent({ kind: 'shipped', sink: sink.name, segment, shipment });
    } catch (error) {
      // What no sink throws is no failure of the sink: the process ends.
      if (!isEtudeError(error)) throw error;
      hasFailed = true;
      status = withFailure(status, error);
      onEvent({ kind: 'failed', sink: sink.name, segment, error });
      if (sink.isOrdered || isUnreachable(error)) break;
    }
  }
  return { status, hasFailed };
};

const settled = ({ status, hasFailed }: Pass): SinkStatus =>
  hasFailed
    ? {
        ...status,
        failedTries: status.failedTries + 1,
        failingSince: status.failingSince ?? new Date().toISOString(),
      }
    : {
        ...status,
        state: 'ok',
        reason: null,
        failedTries: 0,
        failingSince: null,
      };

/**
 * Ships sealed segments to one sink until the signal aborts, for ever again
 * where it fails, with longer and longer pauses.
 */
export const shipToSink = async (
  sink: Sink,
  options: ShipToSinkOptions,
): Promise<void> => {
  const { acknowledgements, signal, intervalMs, onPass, random } = options;
  let status = initialStatus(sink.name);
  while (!signal.aborted) {
    const pass = await shipWaiting(sink, status, options);
    const listOpen = () => acknowledgements.waitingFor(sink.name);
    await sink.afterPass?.(listOpen);
    status = withWaiting(settled(pass), await listOpen());
    await onPass(status);
    const ms = pass.hasFailed
      ? Math.max(intervalMs, retryPauseMs(status.failedTries, random()))
      : intervalMs;
    await pause(ms, signal);
  }
};
