/** When a breaker opens and how long it stays open. */
export type BreakerLimits = {
  /** Failures in a row after which nothing is tried. */
  readonly failures: number;
  readonly firstMs: number;
  /** Each further failure doubles the time up to this. */
  readonly longestMs: number;
};

/**
 * Keeps requests from a server that has failed several times in a row. After a
 * while one request may try again, the others follow when it succeeds.
 */
export class CircuitBreaker {
  readonly #limits: BreakerLimits;
  #failures = 0;
  #nextTryMs = -Infinity;

  constructor(limits: BreakerLimits) {
    this.#limits = limits;
  }

  /** Whether to try now; while open, true for one caller per pause. */
  mayTry(nowMs: number): boolean {
    if (!this.isOpen) return true;
    if (nowMs < this.#nextTryMs) return false;
    this.#nextTryMs = nowMs + this.#pauseMs();
    return true;
  }

  /** True when that closes it. */
  succeeded(): boolean {
    const wasOpen = this.isOpen;
    this.#failures = 0;
    return wasOpen;
  }

  /** True when that opens it. */
  failed(nowMs: number): boolean {
    this.#failures += 1;
    this.#nextTryMs = nowMs + this.#pauseMs();
    return this.#failures === this.#limits.failures;
  }

  /** True while requests are kept back. */
  get isOpen(): boolean {
    return this.#failures >= this.#limits.failures;
  }

  #pauseMs(): number {
    const { failures, firstMs, longestMs } = this.#limits;
    const doublings = Math.max(0, this.#failures - failures);
    return Math.min(longestMs, firstMs * 2 ** Math.min(doublings, 30));
  }
}
