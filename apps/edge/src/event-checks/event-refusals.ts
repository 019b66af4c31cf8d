import type { Problem } from '@etude/kernel';

/** Events of a definition that were refused, by what was wrong. */
export type EventRefusal = {
  readonly event: string;
  /** Path of the field. */
  readonly field: string;
  /** Code of the problem, which says no value. */
  readonly code: string;
  count: number;
};

/**
 * Counts events that did not fit their definition. An event with several
 * problems counts at its first. There are no more counts than definitions have
 * fields, twice.
 */
export class EventRefusals {
  readonly #counts = new Map<string, EventRefusal>();

  add(event: string, [problem]: readonly Problem[]): void {
    if (problem === undefined) return;
    const { code, path: field = '' } = problem;
    const key = `${event} ${field} ${code}`;
    const known = this.#counts.get(key);
    if (known === undefined) {
      this.#counts.set(key, { event, field, code, count: 1 });
    } else {
      known.count += 1;
    }
  }

  counts(): Iterable<EventRefusal> {
    return this.#counts.values();
  }
}
