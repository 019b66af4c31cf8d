import type { OpenSegmentFile } from './segment-file';

/** Options of `DurableLog.open`. */
export type DurableLogOptions = {
  /** An active file is sealed this long after its first line. */
  readonly sealAfterMs: number;
  /** An active file is sealed at this size. Default 64 MB. */
  readonly sealAfterBytes?: number;
  /** Bound of what waits in memory. Default 16 MB. */
  readonly maxPendingBytes?: number;
  /** How files are opened; the real disk by default. */
  readonly openFile?: OpenSegmentFile;
};

/** What a log did since it was opened. */
export type LogCounters = {
  readonly acknowledgedLines: number;
  readonly acknowledgedBytes: number;
  /** Write + fdatasync pairs. */
  readonly groups: number;
  readonly failedGroups: number;
  /** Appends that were turned away because too much was waiting. */
  readonly rejectedAppends: number;
  readonly sealedFiles: number;
  readonly recoveredFiles: number;
  readonly tornBytes: number;
  readonly pendingBytes: number;
  /** When the oldest waiting append came, epoch ms; null when none waits. */
  readonly pendingSinceMs: number | null;
};
