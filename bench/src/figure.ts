import { secondsEach } from './measure';
import type { Cost } from './measure';

/** A limit or rival measured in the same run. */
export type Reference = {
  readonly name: string;
  readonly cost: Cost;
  /** What is compared: CPU time, or wall time where the disk is the limit. */
  readonly by: 'cpu' | 'wall';
};

/** One line of the report: what something costs, beside its references. */
export type Figure = {
  readonly name: string;
  /** What is counted, in the plural: `resolves`. */
  readonly unit: string;
  readonly cost: Cost;
  readonly references: readonly Reference[];
  /** Absolute numbers that are no rate: memory, latencies. */
  readonly notes?: readonly string[];
};

/** What the command line asks of a benchmark. */
export type BenchmarkOptions = {
  /** How many times the usual data, where a benchmark generates data. */
  readonly scale: number;
};

/** A benchmark: measures a few figures in bounded time. */
export type Benchmark = {
  readonly name: string;
  readonly run: (
    folder: string,
    options: BenchmarkOptions,
  ) => Promise<readonly Figure[]>;
};

/**
 * Speed of a figure in shares of its reference: 1 is as fast as the
 * reference, 0.5 half as fast.
 */
export const speedRatio = (
  { cost }: Figure,
  { cost: reference, by }: Reference,
): number =>
  by === 'wall'
    ? reference.wallSeconds / reference.count / (cost.wallSeconds / cost.count)
    : secondsEach(reference) / secondsEach(cost);
