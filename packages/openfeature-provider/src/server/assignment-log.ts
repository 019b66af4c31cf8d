import type { FlagResolution } from '@etude/resolver';

/** One assignment as `POST /v1/assignments:write` of an edge takes it. */
export type AssignmentMessage = {
  /** The same when a message is sent again, so it counts once. */
  readonly resolveId: string;
  /** ISO 8601 in UTC. */
  readonly assignedAt: string;
  /** `flags/<flag>` */
  readonly flag: string;
  /** `flags/<flag>/rules/<rule>` */
  readonly rule: string;
  /** `segments/<segment>` */
  readonly segment: string;
  /** `flags/<flag>/variants/<variant>`; null without one. */
  readonly variant: string | null;
  readonly assignmentId: string;
  readonly unit: string;
  readonly selector: string;
  /** True where the rule let the unit through to the next one. */
  readonly isFallthrough: boolean;
};

/** Assignments seen lately that are remembered at most. */
const REMEMBERED = 100_000;

/** Passes on what has not been passed on within a time. */
export class RecentAssignments {
  readonly #windowMs: number;
  // In order of insertion, so the oldest come first.
  readonly #seen = new Map<string, number>();

  /** Zero milliseconds passes everything on. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** True at the first sight of `key` within the window. */
  isNew(key: string, nowMs: number): boolean {
    const seenMs = this.#seen.get(key);
    if (seenMs !== undefined && nowMs - seenMs < this.#windowMs) return false;
    this.#seen.delete(key);
    this.#seen.set(key, nowMs);
    if (this.#seen.size > REMEMBERED) {
      for (const oldest of this.#seen.keys()) {
        this.#seen.delete(oldest);
        break;
      }
    }
    return true;
  }
}

/** What is to be logged of a resolution: its assignment and fallthroughs. */
export const assignmentsOf = (
  { flag, variant, assignment, fallthroughs }: FlagResolution,
  stamp: { readonly resolveId: string; readonly assignedAt: string },
): AssignmentMessage[] => {
  const messages = fallthroughs.map(record => ({
    ...stamp,
    flag,
    ...record,
    variant: null,
    isFallthrough: true,
  }));
  return assignment
    ? [
        ...messages,
        { ...stamp, flag, ...assignment, variant, isFallthrough: false },
      ]
    : messages;
};
