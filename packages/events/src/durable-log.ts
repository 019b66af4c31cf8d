import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { lockDirectory } from './directory-lock';
import type { DirectoryLock } from './directory-lock';
import {
  backpressureError,
  closedError,
  lineInvalidError,
  writeFailedError,
} from './errors';
import { LineGroup, encodeLines } from './line-group';
import {
  activePath,
  openSegmentFile,
  recoverSegments,
  sealSegment,
  sealedDir,
  syncPath,
} from './segment-file';
import type { OpenSegmentFile, Recovery, SegmentFile } from './segment-file';

/** Options of {@link DurableLog.open}. */
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

type ActiveSegment = {
  readonly id: string;
  readonly file: SegmentFile;
  acknowledgedBytes: number;
};

const DEFAULT_SEAL_BYTES = 64 * 1024 * 1024;
const DEFAULT_MAX_PENDING_BYTES = 16 * 1024 * 1024;

/**
 * An append-only log of lines that survives a kill and a power failure.
 *
 * One write + fdatasync is in flight at a time; everything that arrives
 * meanwhile goes into the next group, so the cost of a sync is shared.
 * Files are `<dir>/active-<id>.ndjson`, then `<dir>/sealed/<id>.ndjson`.
 */
export class DurableLog {
  readonly dir: string;
  readonly #options: Required<DurableLogOptions>;
  readonly #lock: DirectoryLock;
  readonly #counters: Record<
    Exclude<keyof LogCounters, 'pendingBytes' | 'pendingSinceMs'>,
    number
  >;
  #next = new LineGroup();
  #inFlight: LineGroup | null = null;
  #active: ActiveSegment | null = null;
  /** Segments that could not be sealed yet, with their acknowledged bytes. */
  #unsealed: { id: string; length: number }[] = [];
  #sealDue = false;
  #sealTimer: NodeJS.Timeout | null = null;
  #pump: Promise<void> | null = null;
  #closed = false;

  private constructor(
    dir: string,
    options: Required<DurableLogOptions>,
    opened: { lock: DirectoryLock; recovery: Recovery },
  ) {
    this.dir = dir;
    this.#options = options;
    this.#lock = opened.lock;
    this.#counters = {
      acknowledgedLines: 0,
      acknowledgedBytes: 0,
      groups: 0,
      failedGroups: 0,
      rejectedAppends: 0,
      sealedFiles: opened.recovery.sealedFiles,
      recoveredFiles: opened.recovery.sealedFiles,
      tornBytes: opened.recovery.tornBytes,
    };
  }

  /**
   * Opens the log in `dir`, creating it when missing, and seals what a killed
   * process left there (a torn last line is dropped: nobody was told it was
   * accepted).
   *
   * @throws ETUDE_LOG_DIRECTORY_LOCKED when another process writes there.
   */
  static async open(
    dir: string,
    options: DurableLogOptions,
  ): Promise<DurableLog> {
    await mkdir(sealedDir(dir), { recursive: true });
    const lock = await lockDirectory(dir);
    try {
      const recovery = await recoverSegments(dir);
      const complete = {
        sealAfterBytes: DEFAULT_SEAL_BYTES,
        maxPendingBytes: DEFAULT_MAX_PENDING_BYTES,
        openFile: openSegmentFile,
        ...options,
      };
      return new DurableLog(dir, complete, { lock, recovery });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /**
   * Appends lines (see `recordLine`). Resolves only when all of them are on
   * the disk; after a rejection none was accepted.
   *
   * @throws ETUDE_LOG_BACKPRESSURE when too much is waiting,
   * ETUDE_LOG_WRITE_FAILED when the disk refuses, ETUDE_LOG_CLOSED.
   */
  append(lines: readonly string[]): Promise<void> {
    if (this.#closed) return Promise.reject(closedError(this.dir));
    if (lines.length === 0) return Promise.resolve();
    const pendingBytes = this.#pendingBytes();
    if (pendingBytes >= this.#options.maxPendingBytes) {
      this.#counters.rejectedAppends += 1;
      return Promise.reject(
        backpressureError(pendingBytes, this.#options.maxPendingBytes),
      );
    }
    const bytes = encodeLines(lines);
    if (bytes === null) return Promise.reject(lineInvalidError());
    const acknowledged = this.#next.add(bytes, lines.length);
    this.#startPump();
    return acknowledged;
  }

  /** Seals what was accepted so far; resolves once the log is idle. */
  async seal(): Promise<void> {
    this.#sealDue = true;
    this.#startPump();
    while (this.#pump) await this.#pump;
  }

  /** Writes what is waiting, seals, and lets another process take over. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.seal();
    this.#clearSealTimer();
    await this.#lock.release();
  }

  /** What happened since the log was opened, for status pages. */
  counters(): LogCounters {
    return {
      ...this.#counters,
      pendingBytes: this.#pendingBytes(),
      pendingSinceMs: this.#inFlight?.sinceMs ?? this.#next.sinceMs,
    };
  }

  #pendingBytes(): number {
    return this.#next.bytes + (this.#inFlight?.bytes ?? 0);
  }

  #startPump(): void {
    this.#pump ??= this.#runPump().finally(() => {
      this.#pump = null;
      if (this.#hasWork()) this.#startPump();
    });
  }

  #hasWork(): boolean {
    return this.#next.lines > 0 || this.#sealDue;
  }

  async #runPump(): Promise<void> {
    // Requests that arrived in the same turn of the event loop share a sync.
    await new Promise(resolve => {
      setImmediate(resolve);
    });
    while (this.#hasWork()) {
      if (this.#next.lines > 0) await this.#flushGroup();
      if (this.#sealDue) await this.#sealActive();
    }
  }

  async #flushGroup(): Promise<void> {
    const group = this.#next;
    this.#next = new LineGroup();
    this.#inFlight = group;
    try {
      const active = (this.#active ??= await this.#openActive());
      await active.file.write(group.toBuffer());
      await active.file.sync();
      active.acknowledgedBytes += group.bytes;
      this.#countGroup(group);
      if (active.acknowledgedBytes >= this.#options.sealAfterBytes) {
        this.#sealDue = true;
      }
      group.acknowledge();
    } catch (error) {
      this.#counters.failedGroups += 1;
      await this.#abandonActive();
      group.reject(writeFailedError(this.dir, error));
    } finally {
      this.#inFlight = null;
    }
  }

  #countGroup(group: LineGroup): void {
    this.#counters.groups += 1;
    this.#counters.acknowledgedLines += group.lines;
    this.#counters.acknowledgedBytes += group.bytes;
  }

  async #openActive(): Promise<ActiveSegment> {
    const id = randomUUID();
    const file = await this.#options.openFile(activePath(this.dir, id));
    try {
      await syncPath(this.dir);
    } catch (error) {
      this.#unsealed.push({ id, length: 0 });
      await file.close();
      throw error;
    }
    this.#startSealTimer();
    return { id, file, acknowledgedBytes: 0 };
  }

  /**
   * After a failed write or sync the state of the file's tail is unknown, so
   * it is cut to its acknowledged bytes, sealed, and never written again.
   */
  async #abandonActive(): Promise<void> {
    this.#sealDue = true;
    await this.#sealActive();
  }

  async #sealActive(): Promise<void> {
    this.#sealDue = false;
    this.#clearSealTimer();
    const active = this.#active;
    this.#active = null;
    if (active) {
      this.#unsealed.push({ id: active.id, length: active.acknowledgedBytes });
      // Everything acknowledged is synced; close has nothing left to lose.
      await active.file.close().catch(() => undefined);
    }
    const waiting = this.#unsealed;
    this.#unsealed = [];
    for (const segment of waiting) await this.#trySeal(segment);
    if (this.#unsealed.length > 0 && !this.#closed) this.#startSealTimer();
  }

  async #trySeal(segment: { id: string; length: number }): Promise<void> {
    try {
      if (await sealSegment(this.dir, segment.id, segment.length)) {
        this.#counters.sealedFiles += 1;
      }
    } catch {
      // Stays active on the disk: sealed at the next seal or the next open.
      this.#unsealed.push(segment);
    }
  }

  #startSealTimer(): void {
    this.#clearSealTimer();
    this.#sealTimer = setTimeout(() => {
      this.#sealDue = true;
      this.#startPump();
    }, this.#options.sealAfterMs).unref();
  }

  #clearSealTimer(): void {
    if (this.#sealTimer) clearTimeout(this.#sealTimer);
    this.#sealTimer = null;
  }
}
