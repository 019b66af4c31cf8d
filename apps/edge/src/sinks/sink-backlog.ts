import { sealedSegments } from '@etude/events';
import { EtudeError } from '@etude/kernel';
import { readCompactorReport } from './compactor-status';
import type { CompactorReport } from './compactor-status';

/** What waits for sinks, as it was a moment ago. */
export type SinkBacklog = {
  readonly segments: number;
  readonly bytes: number;
  /** Null for no bound. */
  readonly maxBytes: number | null;
  /** What the compactor told last; null when none has run for this edge. */
  readonly compactor: CompactorReport | null;
  /** Why the folder of the edge could not be read, or null. */
  readonly problem: string | null;
};

/** Watches what waits for sinks. */
export type BacklogWatch = {
  readonly current: () => SinkBacklog;
  /** @throws ETUDE_LOG_BACKPRESSURE while more waits than may. */
  readonly refuseIfFull: () => void;
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
};

const LOOK_EVERY_MS = 1_000;
const BYTES_PER_MB = 1_000_000;

const look = async (
  { logDir, edgeDir, maxBytes }: WatchOptions,
  before: SinkBacklog,
): Promise<SinkBacklog> => {
  try {
    const segments = await sealedSegments(logDir);
    return {
      segments: segments.length,
      bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
      maxBytes,
      compactor: await readCompactorReport(edgeDir),
      problem: null,
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ...before, problem };
  }
};

type WatchOptions = {
  readonly logDir: string;
  readonly edgeDir: string;
  readonly maxBytes: number | null;
};

const fullError = (bytes: number, maxBytes: number): EtudeError =>
  new EtudeError(
    `${Math.round(bytes / BYTES_PER_MB)} MB wait for sinks, of at most ${Math.round(maxBytes / BYTES_PER_MB)}: taking more would only fill the disk. See which sink is behind in /v1/edge:status, mend it or take it out of ETUDE_SINKS.`,
    {
      // The answer of a log that is too slow: send again later.
      code: 'ETUDE_LOG_BACKPRESSURE',
      kind: 'operational',
      details: { bytes, maxBytes },
    },
  );

/** Starts to look at the log and at the compactor's report every second. */
export const watchBacklog = (options: WatchOptions): BacklogWatch => {
  const { maxBytes } = options;
  let backlog: SinkBacklog = {
    segments: 0,
    bytes: 0,
    maxBytes,
    compactor: null,
    problem: null,
  };
  const refresh = async () => {
    backlog = await look(options, backlog);
  };
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void refresh().finally(() => {
      isLooking = false;
    });
  }, LOOK_EVERY_MS).unref();
  return {
    current: () => backlog,
    refuseIfFull: () => {
      if (maxBytes !== null && backlog.bytes >= maxBytes) {
        throw fullError(backlog.bytes, maxBytes);
      }
    },
    refresh,
    stop: () => clearInterval(timer),
  };
};
