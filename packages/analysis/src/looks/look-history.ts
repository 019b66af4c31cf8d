import type { LookRecord, LookTest } from '../look-record';

/** What earlier looks left of one test of one metric and variant. */
export type TestHistory = {
  /** Units of control and variant at each earlier look, oldest first. */
  readonly units: readonly number[];
  /** The look at which its bound was first crossed. */
  readonly crossedAt?: string | undefined;
  /** Smallest always-valid p-value of earlier looks. */
  readonly runningP: number;
};

/** Looks up the history of a test; one without any is empty. */
export type LookHistory = (
  metricId: string,
  variant: string,
  kind: LookTest['kind'],
) => TestHistory;

const NO_HISTORY: TestHistory = { units: [], runningP: 1 };

type Entry = { units: number[]; crossedAt?: string; runningP: number };

const keyOf = (metricId: string, variant: string, kind: string): string =>
  `${metricId}\n${variant}\n${kind}`;

/** Arranges earlier looks by test, in one pass over them. */
export const indexLooks = (
  pastLooks: readonly LookRecord[] = [],
): LookHistory => {
  const byTest = new Map<string, Entry>();
  for (const { at, tests } of pastLooks) {
    for (const test of tests) {
      const key = keyOf(test.metricId, test.variant, test.kind);
      const entry = byTest.get(key) ?? { units: [], runningP: 1 };
      entry.units.push(test.units);
      if (test.crossed) entry.crossedAt ??= at;
      entry.runningP = Math.min(entry.runningP, test.runningP ?? 1);
      byTest.set(key, entry);
    }
  }
  return (metricId, variant, kind) =>
    byTest.get(keyOf(metricId, variant, kind)) ?? NO_HISTORY;
};
