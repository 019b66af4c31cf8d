import { EtudeError } from '@etude/kernel';

/** Codes of the errors that this package throws. */
export const EVENTS_ERROR_CODES = {
  backpressure: 'ETUDE_LOG_BACKPRESSURE',
  writeFailed: 'ETUDE_LOG_WRITE_FAILED',
  closed: 'ETUDE_LOG_CLOSED',
  directoryLocked: 'ETUDE_LOG_DIRECTORY_LOCKED',
  lineInvalid: 'ETUDE_LOG_LINE_INVALID',
  compactionFailed: 'ETUDE_COMPACTION_FAILED',
  sinkUnreachable: 'ETUDE_SINK_UNREACHABLE',
  sinkRefused: 'ETUDE_SINK_REFUSED',
  sinkNotRecorded: 'ETUDE_SINK_NOT_RECORDED',
  clockJumped: 'ETUDE_LAKE_CLOCK_JUMPED',
  manifestUnreadable: 'ETUDE_LAKE_MANIFEST_UNREADABLE',
} as const;

/** The log cannot keep up: the caller should answer "try again later". */
export const backpressureError = (
  pendingBytes: number,
  maxPendingBytes: number,
): EtudeError =>
  new EtudeError(
    `The log has ${pendingBytes} bytes waiting to be written and takes at most ${maxPendingBytes}: the disk is slower than the traffic. Send again in a second, or give the log a faster disk.`,
    {
      code: EVENTS_ERROR_CODES.backpressure,
      kind: 'operational',
      details: { pendingBytes, maxPendingBytes },
    },
  );

/** The disk refused a write; nothing of the group is acknowledged. */
export const writeFailedError = (dir: string, cause: unknown): EtudeError =>
  new EtudeError(
    `The log in '${dir}' could not be written: ${reasonOf(cause)}. Nothing was accepted. Free space or repair the disk; the log continues in a fresh file by itself.`,
    {
      code: EVENTS_ERROR_CODES.writeFailed,
      kind: 'operational',
      details: { dir },
      cause,
    },
  );

/** The log was closed before the call. */
export const closedError = (dir: string): EtudeError =>
  new EtudeError(
    `The log in '${dir}' is closed because its process is stopping. Send again; another process will answer.`,
    { code: EVENTS_ERROR_CODES.closed, kind: 'operational', details: { dir } },
  );

/** Two processes must not write to the same log or lake. */
export const directoryLockedError = (
  dir: string,
  pid: number | 'another',
): EtudeError =>
  new EtudeError(
    `The directory '${dir}' is in use (process: ${pid}): two writers would undo each other's work. Stop that process or give this one a directory of its own.`,
    {
      code: EVENTS_ERROR_CODES.directoryLocked,
      kind: 'user',
      details: { dir, pid },
    },
  );

/** A line break inside a line would split one record into two. */
export const lineInvalidError = (): EtudeError =>
  new EtudeError(
    'A log line is empty or contains a line break. Build lines with recordLine.',
    { code: EVENTS_ERROR_CODES.lineInvalid, kind: 'bug' },
  );

/** A sealed segment could not be turned into Parquet; it stays sealed. */
export const compactionFailedError = (
  segmentFile: string,
  cause: unknown,
): EtudeError =>
  new EtudeError(
    `Segment '${segmentFile}' could not be compacted: ${reasonOf(cause)}. It stays where it is and is tried again; nothing is lost.`,
    {
      code: EVENTS_ERROR_CODES.compactionFailed,
      kind: 'operational',
      details: { segmentFile },
      cause,
    },
  );

/** A sink has a segment and the disk does not take that down. */
export const notRecordedError = (sink: string, cause: unknown): EtudeError =>
  new EtudeError(
    `The sink '${sink}' has a segment, and that could not be written beside the log: ${reasonOf(cause)}. It is given the segment again, which readers do not see; make room on the disk.`,
    {
      code: EVENTS_ERROR_CODES.sinkNotRecorded,
      kind: 'operational',
      details: { sink },
      cause,
    },
  );

/** Days past their retention are not dropped by a clock that jumped. */
export const clockJumpedError = (jumpedByMs: number): EtudeError =>
  new EtudeError(
    `The clock of this machine jumped by ${Math.round(jumpedByMs / 60_000)} minutes (or the machine slept). Days past their retention are kept until it has been steady for an hour. Check the clock.`,
    {
      code: EVENTS_ERROR_CODES.clockJumped,
      kind: 'operational',
      details: { jumpedByMs },
    },
  );

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);
