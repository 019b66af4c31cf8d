import { materializationId } from './materialization-store';
import type { MaterializationKey } from './materialization-store';

/** What reading in batches needs. */
export type ReadBatchesOptions = {
  /** Reads some units; whether that succeeded. */
  readonly read: (keys: readonly MaterializationKey[]) => Promise<boolean>;
  readonly maxKeys: number;
  readonly maxInFlight: number;
  /** Keys that may wait; with more of them nothing is read. */
  readonly maxWaiting: number;
};

type Batch = {
  readonly keys: MaterializationKey[];
  readonly done: Promise<boolean>;
  readonly settle: (isRead: boolean) => void;
};

const newBatch = (): Batch => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  return { keys: [], done: promise, settle: resolve };
};

/**
 * Collects the units that requests ask for at about the same time, so that
 * they cost one request, and asks for no unit twice at once.
 */
export class ReadBatches {
  readonly #options: ReadBatchesOptions;
  readonly #queue: Batch[] = [];
  /** Batches of the units that wait or are being read, by id. */
  readonly #loading = new Map<string, Batch>();
  #inFlight = 0;

  constructor(options: ReadBatchesOptions) {
    this.#options = options;
  }

  /** Reads these units; false when some of them could not be read. */
  async load(keys: readonly MaterializationKey[]): Promise<boolean> {
    if (this.#loading.size >= this.#options.maxWaiting) return false;
    const batches = new Set(keys.map(key => this.#batchOf(key)));
    queueMicrotask(() => this.#send());
    const results = await Promise.all([...batches].map(({ done }) => done));
    return results.every(Boolean);
  }

  #batchOf(key: MaterializationKey): Batch {
    const id = materializationId(key);
    const known = this.#loading.get(id);
    if (known) return known;
    const batch = this.#openBatch();
    batch.keys.push(key);
    this.#loading.set(id, batch);
    return batch;
  }

  #openBatch(): Batch {
    const last = this.#queue.at(-1);
    if (last && last.keys.length < this.#options.maxKeys) return last;
    const batch = newBatch();
    this.#queue.push(batch);
    return batch;
  }

  #send(): void {
    while (this.#inFlight < this.#options.maxInFlight) {
      const batch = this.#queue.shift();
      if (!batch) return;
      this.#inFlight += 1;
      void this.#read(batch);
    }
  }

  async #read(batch: Batch): Promise<void> {
    const isRead = await this.#options.read(batch.keys);
    for (const key of batch.keys) this.#loading.delete(materializationId(key));
    this.#inFlight -= 1;
    batch.settle(isRead);
    this.#send();
  }
}
