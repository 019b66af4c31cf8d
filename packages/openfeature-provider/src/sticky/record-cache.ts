import type { MaterializationRecord } from '@etude/resolver';

type Entry = {
  readonly record: MaterializationRecord | null;
  readonly atMs: number;
};

/** How long records are taken for true. */
export type CacheTimes = {
  /** A unit's record: it changes by being removed only. */
  readonly recordMs: number;
  /** That a unit is in no materialization, which any writer may change. */
  readonly absenceMs: number;
};

/**
 * Records by id, the latest used ones. One that is too old is not fresh, but
 * better than nothing while the store does not answer.
 */
export class RecordCache {
  readonly #capacity: number;
  readonly #times: CacheTimes;
  // In order of use, so the oldest come first.
  readonly #entries = new Map<string, Entry>();

  constructor(capacity: number, times: CacheTimes) {
    this.#capacity = capacity;
    this.#times = times;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What is fresh; undefined when nothing is. */
  fresh(id: string, nowMs: number): MaterializationRecord | null | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    const { recordMs, absenceMs } = this.#times;
    const maxMs = entry.record === null ? absenceMs : recordMs;
    if (nowMs - entry.atMs >= maxMs) return undefined;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.record;
  }

  /** A record of any age; absence is no record. */
  lastKnown(id: string): MaterializationRecord | undefined {
    return this.#entries.get(id)?.record ?? undefined;
  }

  put(id: string, record: MaterializationRecord | null, nowMs: number): void {
    this.#entries.delete(id);
    this.#entries.set(id, { record, atMs: nowMs });
    if (this.#entries.size <= this.#capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
