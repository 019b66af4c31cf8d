import type { EdgeRequestError } from './transport';

/** What an {@link Outbox} needs. */
export type OutboxOptions<T> = {
  /** Delivers a batch; rejects with an {@link EdgeRequestError}. */
  readonly send: (
    batch: readonly T[],
    how: { readonly keepalive: boolean },
  ) => Promise<void>;
  /** Items kept at most; the oldest go first when there are more. */
  readonly capacity: number;
  /** Items of one request at most. */
  readonly batchSize: number;
  /** How long an item waits for others, in milliseconds. */
  readonly flushMs: number;
  /** Told what was given up, and why. */
  readonly onLoss: (items: number, reason: string) => void;
};

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/** True for a failure that sending again may get over. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof Error &&
  (error as Partial<EdgeRequestError>).isRetryable === true;

/**
 * Collects items and delivers them in batches, again after a failure that may
 * pass. What is in it is lost with the process: it is not a log.
 */
export class Outbox<T> {
  readonly #options: OutboxOptions<T>;
  #items: T[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #retryMs = FIRST_RETRY_MS;
  /** True from a failure that may pass to the next attempt. */
  #isBackingOff = false;
  #isClosed = false;

  constructor(options: OutboxOptions<T>) {
    this.#options = options;
  }

  /** Queues an item for the next batch. */
  add(item: T): void {
    if (this.#isClosed) return;
    if (this.#items.length >= this.#options.capacity) {
      this.#items.shift();
      this.#options.onLoss(
        1,
        `more than ${this.#options.capacity} items waited for the edge`,
      );
    }
    this.#items.push(item);
    if (this.#isFullBatch() && !this.#isBackingOff) {
      void this.flush();
    } else {
      this.#schedule(this.#options.flushMs);
    }
  }

  /** True once, so that what comes meanwhile does not flush again. */
  #isFullBatch(): boolean {
    return this.#items.length === this.#options.batchSize;
  }

  /**
   * Delivers what is queued; resolves when that was tried once. With
   * `keepalive` the requests outlive the page.
   */
  async flush({ keepalive = false } = {}): Promise<void> {
    this.#unschedule();
    this.#isBackingOff = false;
    await this.#sending;
    while (this.#items.length > 0) {
      const sending = this.#sendNext(keepalive);
      this.#sending = sending.then(() => undefined);
      if (!(await sending)) return;
    }
  }

  /** Delivers what is queued once more and takes nothing after that. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    this.#unschedule();
    if (this.#items.length > 0) {
      this.#options.onLoss(this.#items.length, 'the provider was closed');
      this.#items = [];
    }
  }

  /** False when the batch is back in the queue for a later attempt. */
  async #sendNext(keepalive: boolean): Promise<boolean> {
    const { batchSize, send, onLoss } = this.#options;
    const batch = this.#items.splice(0, batchSize);
    try {
      await send(batch, { keepalive });
      this.#retryMs = FIRST_RETRY_MS;
      return true;
    } catch (error) {
      if (!isRetryable(error)) {
        onLoss(
          batch.length,
          error instanceof Error ? error.message : String(error),
        );
        return true;
      }
      this.#items.unshift(...batch);
      this.#isBackingOff = true;
      if (!this.#isClosed)
        this.#schedule(this.#retryMs * (0.5 + Math.random() / 2));
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
      return false;
    }
  }

  #schedule(delayMs: number): void {
    this.#timer ??= unrefTimer(
      setTimeout(() => {
        this.#timer = undefined;
        void this.flush();
      }, delayMs),
    );
  }

  #unschedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

// A server that is done must be able to exit; browsers have numbers here.
const unrefTimer = <T>(timer: T): T => {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer) {
    (timer as { unref: () => void }).unref();
  }
  return timer;
};
