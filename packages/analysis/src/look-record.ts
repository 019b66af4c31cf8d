import type { StoredLooks } from '@etude/stats';

/** One test of one metric and variant at a look. */
export type LookTest = {
  readonly metricId: string;
  readonly variant: string;
  readonly kind: 'superiority' | 'non-inferiority' | 'inferiority';
  /** Units of control and this variant whose values entered. */
  readonly units: number;
  readonly statistic: number;
  /** True from the look on at which its bound was crossed. */
  readonly crossed: boolean;
  /** Smallest always-valid p-value up to this look; sequential tests only. */
  readonly runningP?: number | undefined;
};

/**
 * What a look leaves behind for the next one. The caller stores it and gives
 * all of them back: bounds depend on when one has looked before.
 *
 * `solvedLooks` saves the next analysis solving the bounds of all looks before
 * it, and is read from the latest record alone: keep it with that one only, or
 * leave it out, and every number is the same.
 *
 * It holds statistics that a design may forbid to show: for the analysis
 * only, never for a screen or an API.
 */
export type LookRecord = {
  readonly at: string;
  readonly tests: readonly LookTest[];
  /** Exposed units by variant, for the sequential sample ratio check. */
  readonly units: Readonly<Record<string, number>>;
  /** Smallest sequential sample ratio p-value up to this look. */
  readonly srmP: number;
  /** When the design's own stopping rule was first met, if it was. */
  readonly stopReachedAt?: string | undefined;
  /** Of the looks before this one, for each group sequential schedule. */
  readonly solvedLooks?: readonly StoredLooks[] | undefined;
};
