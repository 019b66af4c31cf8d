import type { BucketRange, Population } from '@etude/flags';
import type { Evaluation } from './evaluation';
import { keyBucket } from './hash/key-hash';
import type { HashPrefix } from './hash/key-hash';

/** Buckets that units are hashed into, account-wide. */
export const POPULATION_BUCKETS = 1_000_000;

/** True when the unit of the evaluation is in a segment's population. */
export type PopulationTest = (evaluation: Evaluation) => boolean;

const isInRanges = (
  ranges: readonly BucketRange[],
  bucket: number,
): boolean => {
  let from = 0;
  let to = ranges.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ranges[middle]?.[1] ?? 0) > bucket) to = middle;
    else from = middle + 1;
  }
  return bucket >= (ranges[from]?.[0] ?? POPULATION_BUCKETS);
};

const populationBucket = (
  evaluation: Evaluation,
  unit: string,
  prefix: HashPrefix,
): number => {
  if (evaluation.populationUnit !== unit) {
    evaluation.populationBucket = keyBucket(prefix, unit, POPULATION_BUCKETS);
    evaluation.populationUnit = unit;
  }
  return evaluation.populationBucket;
};

/**
 * The ranges of a population, sorted and joined; null when they hold everyone.
 */
export const rangesOf = (
  population: Population,
): readonly BucketRange[] | null => {
  if (population === 'ALL') return null;
  const joined: [number, number][] = [];
  for (const [lower, upper] of population.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && lower <= last[1]) {
      last[1] = Math.max(last[1], upper);
    } else {
      joined.push([lower, upper]);
    }
  }
  const [first] = joined;
  const isEveryone =
    first !== undefined && first[0] <= 0 && first[1] >= POPULATION_BUCKETS;
  return isEveryone ? null : joined;
};

/**
 * The test of a population; null when it holds everyone. Without a unit
 * nobody is in a part of the population.
 */
export const compilePopulation = (
  population: Population,
  prefix: HashPrefix,
): PopulationTest | null => {
  const ranges = rangesOf(population);
  if (ranges === null) return null;
  return evaluation =>
    evaluation.unit !== null &&
    isInRanges(ranges, populationBucket(evaluation, evaluation.unit, prefix));
};
