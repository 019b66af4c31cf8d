import type { EdgeRun } from './edge-fleet';
import type { StateHistory } from './state-history';

/** Sorted numbers and the values at their quantiles. */
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

  constructor(history: StateHistory) {
    this.#history = history;
  }

  /** An edge has answered from `version`; call before `run.seen` is raised. */
  answered(run: EdgeRun, version: number): void {
    if (version <= run.seen) return;
    const publishedMs = this.#history.publishedMs(version);
    // An edge that starts finds the state there; that is no change.
    if (publishedMs === undefined || publishedMs < run.startedMs) return;
    this.#latencies.push(Date.now() - publishedMs);
  }

  /** Milliseconds in order. */
  sorted(): number[] {
    return this.#latencies.toSorted((a, b) => a - b);
  }
}
