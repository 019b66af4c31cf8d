import type { EdgeRun } from './edge-fleet';
import type { StateHistory } from './state-history';

/** The value at a share of sorted numbers; null without any. */
export const quantile = (
  sorted: readonly number[],
  share: number,
): number | null =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ??
  null;

/** How long after its publication a state is first answered from. */
export class ChangeLatency {
  readonly #history: StateHistory;
  readonly #latencies: number[] = [];
  #hasEnded = false;

  constructor(history: StateHistory) {
    this.#history = history;
  }

  /**
   * An edge has answered from `version`, which ends the wait for those that it
   * skipped too. Raises `run.seen`.
   */
  answered(run: EdgeRun, version: number): void {
    if (!this.#hasEnded) this.#count(run, version);
    run.seen = Math.max(run.seen, version);
  }

  /** The load ends: what an edge has not answered from by now is late. */
  ended(runs: readonly EdgeRun[]): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const run of runs) this.#count(run, this.#history.latest);
  }

  #count(run: EdgeRun, version: number): void {
    for (let each = run.seen + 1; each <= version; each += 1) {
      const publishedMs = this.#history.publishedMs(each);
      // An edge that starts finds the state there; that is no change.
      if (publishedMs === undefined || publishedMs < run.startedMs) continue;
      this.#latencies.push(Date.now() - publishedMs);
    }
  }

  /** Milliseconds in order. */
  sorted(): number[] {
    return this.#latencies.toSorted((a, b) => a - b);
  }
}
