import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { lockDirectory } from './directory-lock';
import type { DirectoryLock } from './directory-lock';
import type { DurableLogOptions, LogCounters } from './durable-log-options';
import {
  backpressureError,
  closedError,
  lineInvalidError,
  writeFailedError,
} from './errors';
import { LineBuffer, LineGroup } from './line-group';
import {
  activePath,
  openSegmentFile,
  recoverSegments,
  sealedDir,
  syncPath,
} from './segment-file';
import type { Recovery, SegmentFile } from './segment-file';
import { SegmentSealer } from './segment-sealer';

type ActiveSegment = {
  readonly id: string;
  readonly file: SegmentFile;
  acknowledgedBytes: number;
};

const retired = ({ id, file, acknowledgedBytes }: ActiveSegment) => ({
  id,
  length: acknowledgedBytes,
  close: file.close,
});

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
    Exclude<
      keyof LogCounters,
      'pendingBytes' | 'pendingSinceMs' | 'sealedFiles'
    >,
    number
  >;
  readonly #sealer: SegmentSealer;
  #next = new LineGroup(new LineBuffer());
  /** That of the group before the one in flight. */
  #idleBuffer = new LineBuffer();
  #inFlight: LineGroup | null = null;
  #active: ActiveSegment | null = null;
  /** Opened ahead; null in it when that failed. */
  #spare: Promise<ActiveSegment | null> | null = null;
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
    this.#sealer = new SegmentSealer(dir);
    this.#counters = {
      acknowledgedLines: 0,
      acknowledgedBytes: 0,
      groups: 0,
      failedGroups: 0,
      rejectedAppends: 0,
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
    const acknowledged = this.#next.add(lines);
    if (acknowledged === null) return Promise.reject(lineInvalidError());
    this.#startPump();
    return acknowledged;
  }

  /** Seals what was accepted so far; resolves once the log is idle. */
  async seal(): Promise<void> {
    this.#sealDue = true;
    this.#startPump();
    while (this.#pump) await this.#pump;
    await this.#sealer.seal([]);
  }

  /** Writes what is waiting, seals, and lets another process take over. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.seal();
    const spare = await this.#spare;
    if (spare) await this.#sealer.seal([retired(spare)]);
    this.#clearSealTimer();
    await this.#lock.release();
  }

  /** What happened since the log was opened, for status pages. */
  counters(): LogCounters {
    return {
      ...this.#counters,
      sealedFiles: this.#counters.recoveredFiles + this.#sealer.sealed,
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
      if (this.#sealDue) void this.#sealActive();
    }
  }

  async #flushGroup(): Promise<void> {
    const group = this.#next;
    this.#next = new LineGroup(this.#idleBuffer);
    this.#inFlight = group;
    try {
      const active = (this.#active ??= await this.#nextActive());
      await active.file.write(group.toBuffer());
      await active.file.sync();
      active.acknowledgedBytes += group.bytes;
      this.#countGroup(group);
      group.acknowledge();
      this.#lookAhead(active);
    } catch (error) {
      this.#counters.failedGroups += 1;
      // The state of the file's tail is unknown: it is cut to what was
      // acknowledged, sealed, and never written again.
      await this.#sealActive();
      group.reject(writeFailedError(this.dir, error));
    } finally {
      this.#inFlight = null;
      this.#idleBuffer = group.release();
    }
  }

  #countGroup(group: LineGroup): void {
    this.#counters.groups += 1;
    this.#counters.acknowledgedLines += group.lines;
    this.#counters.acknowledgedBytes += group.bytes;
  }

  /** Opens the next file well before this one is full. */
  #lookAhead({ acknowledgedBytes }: ActiveSegment): void {
    const { sealAfterBytes } = this.#options;
    if (acknowledgedBytes >= sealAfterBytes) this.#sealDue = true;
    if (acknowledgedBytes < sealAfterBytes / 2) return;
    // What fails here is tried again, and told, when the file is needed.
    this.#spare ??= this.#openSegment().catch(() => null);
  }

  async #nextActive(): Promise<ActiveSegment> {
    const spare = await this.#spare;
    this.#spare = null;
    const active = spare ?? (await this.#openSegment());
    this.#startSealTimer();
    return active;
  }

  /** A file whose name is on the disk, so that what it gets can be found. */
  async #openSegment(): Promise<ActiveSegment> {
    const id = randomUUID();
    const file = await this.#options.openFile(activePath(this.dir, id));
    const segment = { id, file, acknowledgedBytes: 0 };
    try {
      await syncPath(this.dir);
    } catch (error) {
      await this.#sealer.seal([retired(segment)]);
      throw error;
    }
    return segment;
  }

  /** The log goes on in another file while this one is sealed. */
  async #sealActive(): Promise<void> {
    this.#sealDue = false;
    this.#clearSealTimer();
    const active = this.#active;
    this.#active = null;
    await this.#sealer.seal(active ? [retired(active)] : []);
    if (this.#sealer.hasLeft && !this.#closed)
      this.#sealTimer ??= this.#timer();
  }

  #startSealTimer(): void {
    this.#clearSealTimer();
    this.#sealTimer = this.#timer();
  }

  #timer(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#sealDue = true;
      this.#startPump();
    }, this.#options.sealAfterMs).unref();
  }

  #clearSealTimer(): void {
    if (this.#sealTimer) clearTimeout(this.#sealTimer);
    this.#sealTimer = null;
  }
}
