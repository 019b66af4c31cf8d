import type { MaterializationRecord } from '@etude/resolver';
import { CircuitBreaker } from './circuit-breaker';
import { Deadline, inTime } from './deadline';
import { materializationId } from './materialization-store';
import type {
  MaterializationKey,
  MaterializationRecords,
  MaterializationStore,
  StickyWrite,
} from './materialization-store';
import { recordAfter, recordOfUnit, recordsAfter } from './materialized-units';
import type { MaterializedUnits } from './materialized-units';
import type { PendingWrites } from './pending-writes';
import { ReadBatches } from './read-batches';
import { RecordCache } from './record-cache';

/** A store behind a network. Both reject when there is no answer. */
export type MaterializationRemote = {
  readonly read: (
    keys: readonly MaterializationKey[],
  ) => Promise<MaterializedUnits>;
  /** Gives what the units have afterwards. */
  readonly write: (
    writes: readonly StickyWrite[],
  ) => Promise<MaterializedUnits>;
  /** True for a refusal that sending again does not change. */
  readonly isRefusal: (error: unknown) => boolean;
};

/** What a remote store is reached with. */
export type RemoteMaterializationsOptions = {
  readonly remote: MaterializationRemote;
  readonly pending: PendingWrites;
  /** How long a resolve waits for a read, and again for a write. */
  readonly waitMs: number;
  /** Milliseconds of a clock. */
  readonly nowMs: () => number;
  /** Told when the remote is lost, and when it is back. */
  readonly onReachable: (isReachable: boolean) => void;
  /** Told what the remote refuses for good. */
  readonly onRefused: (what: string, error: unknown) => void;
};

/** What went on between a store and its remote since it was opened. */
export type RemoteCounters = {
  /** Requests that failed, or came later than anybody waits. */
  readonly failures: number;
  /** Requests that the remote refuses for good. */
  readonly refusals: number;
  /** False while the remote is left alone. */
  readonly isReachable: boolean;
  /** Writes that are still to be delivered. */
  readonly pendingWrites: number;
};

const MAX_CACHED = 200_000;
/** Time in which a removed unit is forgotten everywhere. */
const RECORD_MS = 60_000;
/** Time in which a unit that another edge let in is seen here. */
const ABSENCE_MS = 1_000;
const MAX_KEYS = 500;
const MAX_IN_FLIGHT = 4;
const MAX_WAITING = 10_000;
const BREAKER = { failures: 3, firstMs: 1_000, longestMs: 30_000 };
const DELIVER_MS = 500;

/**
 * A store that others share, seen through a cache. A resolve waits for it for
 * a bounded time: what it does not say in time is unknown, unless the cache
 * remembers it, and what it does not take in time is pending and delivered
 * later. A remote that fails is left alone for a while.
 */
export class RemoteMaterializations implements MaterializationStore {
  readonly #options: RemoteMaterializationsOptions;
  readonly #cache = new RecordCache(MAX_CACHED, {
    recordMs: RECORD_MS,
    absenceMs: ABSENCE_MS,
  });
  readonly #breaker = new CircuitBreaker(BREAKER);
  readonly #reads = new ReadBatches({
    read: keys => this.#readRemote(keys),
    maxKeys: MAX_KEYS,
    maxInFlight: MAX_IN_FLIGHT,
    maxWaiting: MAX_WAITING,
  });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #delivering: Promise<void> | undefined;
  #isClosed = false;
  #failures = 0;
  #refusals = 0;

  constructor(options: RemoteMaterializationsOptions) {
    this.#options = options;
    if (options.pending.size() > 0) this.#deliverSoon();
  }

  async read(
    keys: readonly MaterializationKey[],
  ): Promise<ReadonlyMap<string, MaterializationRecord | null>> {
    const { nowMs, waitMs } = this.#options;
    const found = new Map<string, MaterializationRecord | null>();
    const missing = keys.filter(key => {
      const id = materializationId(key);
      const record = this.#cache.fresh(id, nowMs());
      if (record === undefined) return true;
      found.set(id, record);
      return false;
    });
    if (missing.length > 0 && this.#breaker.mayTry(nowMs())) {
      await inTime(this.#reads.load(missing), waitMs);
    }
    for (const key of missing) {
      const id = materializationId(key);
      const record =
        this.#cache.fresh(id, nowMs()) ?? this.#cache.lastKnown(id);
      if (record !== undefined) found.set(id, record);
      else if (this.#cache.fresh(id, nowMs()) === null) found.set(id, null);
    }
    return this.#withPending(keys, found);
  }

  async write(writes: readonly StickyWrite[]): Promise<MaterializationRecords> {
    const { pending, nowMs, waitMs } = this.#options;
    if (this.#breaker.mayTry(nowMs())) {
      const records = await inTime(this.#writeRemote(writes), waitMs);
      if (records) return records;
    }
    await pending.add(writes);
    this.#deliverSoon();
    const records = recordsAfter(writes, id => this.#cache.lastKnown(id));
    for (const [id, record] of records) this.#cache.put(id, record, nowMs());
    return records;
  }

  /** For status pages. */
  counters(): RemoteCounters {
    return {
      failures: this.#failures,
      refusals: this.#refusals,
      isReachable: !this.#breaker.isOpen,
      pendingWrites: this.#options.pending.size(),
    };
  }

  /** Delivers what is pending, as far as the remote takes it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#delivering ??= this.#deliver().finally(() => {
      this.#delivering = undefined;
    });
    await this.#delivering;
  }

  /** Delivers no more; what is pending stays there. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#delivering;
  }

  /** What is pending counts where the remote knows nothing else. */
  #withPending(
    keys: readonly MaterializationKey[],
    found: Map<string, MaterializationRecord | null>,
  ): ReadonlyMap<string, MaterializationRecord | null> {
    const { pending } = this.#options;
    if (pending.size() === 0) return found;
    for (const write of pending.of(keys)) {
      const id = materializationId(write);
      found.set(id, recordAfter(found.get(id), write));
    }
    return found;
  }

  async #readRemote(keys: readonly MaterializationKey[]): Promise<boolean> {
    const answer = await this.#tried(() => this.#options.remote.read(keys));
    if (!answer) return false;
    const nowMs = this.#options.nowMs();
    const open = new Set(keys.map(materializationId));
    for (const key of answer.unknown) open.delete(materializationId(key));
    for (const unit of answer.units) {
      const id = materializationId(unit);
      open.delete(id);
      this.#cache.put(id, recordOfUnit(unit), nowMs);
    }
    for (const id of open) this.#cache.put(id, null, nowMs);
    return true;
  }

  async #writeRemote(
    writes: readonly StickyWrite[],
  ): Promise<MaterializationRecords | null> {
    const records = new Map<string, MaterializationRecord>();
    for (let start = 0; start < writes.length; start += MAX_KEYS) {
      const batch = writes.slice(start, start + MAX_KEYS);
      const answer = await this.#tried(() => this.#options.remote.write(batch));
      if (!answer) return null;
      for (const [id, record] of this.#learn(answer)) records.set(id, record);
    }
    return records;
  }

  #learn({ units }: MaterializedUnits): MaterializationRecords {
    const nowMs = this.#options.nowMs();
    const records = new Map(
      units.map(unit => [materializationId(unit), recordOfUnit(unit)]),
    );
    for (const [id, record] of records) this.#cache.put(id, record, nowMs);
    return records;
  }

  /** An answer, or null; late and failed ones count against the remote. */
  async #tried<T>(ask: () => Promise<T>): Promise<T | null> {
    const { waitMs, nowMs, remote } = this.#options;
    const deadline = new Deadline(waitMs, () => this.#failed(nowMs()));
    try {
      const answer = await ask();
      if (!deadline.isPast) this.#succeeded();
      return answer;
    } catch (error) {
      // A refusal is an answer: it says nothing about the next request.
      if (remote.isRefusal(error)) this.#refused('a request', error);
      else if (!deadline.isPast) this.#failed(nowMs());
      return null;
    } finally {
      deadline.clear();
    }
  }

  #refused(what: string, error: unknown): void {
    this.#refusals += 1;
    this.#options.onRefused(what, error);
  }

  #failed(nowMs: number): void {
    this.#failures += 1;
    if (this.#breaker.failed(nowMs)) this.#options.onReachable(false);
  }

  #succeeded(): void {
    if (this.#breaker.succeeded()) this.#options.onReachable(true);
  }

  #deliverSoon(): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    const timer = setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, DELIVER_MS);
    // A process that is done must be able to exit.
    timer.unref();
    this.#timer = timer;
  }

  async #deliver(): Promise<void> {
    const { pending, nowMs } = this.#options;
    try {
      while (
        !this.#isClosed &&
        pending.size() > 0 &&
        this.#breaker.mayTry(nowMs())
      ) {
        await this.#deliverNext();
      }
    } catch {
      // Nothing is lost: what is still pending is delivered again.
      this.#failed(nowMs());
    }
    if (pending.size() > 0) this.#deliverSoon();
  }

  async #deliverNext(): Promise<void> {
    const { pending, remote } = this.#options;
    const batch = pending.next(MAX_KEYS);
    try {
      this.#learn(await remote.write(batch));
      this.#succeeded();
    } catch (error) {
      if (!remote.isRefusal(error)) throw error;
      this.#refused(`${batch.length} sticky assignments`, error);
    }
    pending.remove(batch);
  }
}
