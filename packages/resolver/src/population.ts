import type { BucketRange, Population } from '@etude/flags';
import type { Evaluation } from './evaluation';
import type { KeyHasher } from './key-hasher';

/** Buckets that units are hashed into, account-wide. */
const POPULATION_BUCKETS = 1_000_000;

/** True when the unit of the evaluation is in a segment's population. */
export type PopulationTest = (evaluation: Evaluation) => boolean;

const isInRanges = (
  bucket: number,
  lowers: Int32Array,
  uppers: Int32Array,
): boolean => {
  let from = 0;
  let to = lowers.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((uppers[middle] ?? 0) > bucket) to = middle;
    else from = middle + 1;
  }
  return from < lowers.length && (lowers[from] ?? 0) <= bucket;
};

/**
 * The test of a population; null when it holds everyone. Without a unit
 * nobody is in a part of the population.
 */
export const compilePopulation = (
  population: Population,
  hasher: KeyHasher,
): PopulationTest | null => {
  if (population === 'ALL') return null;
  const sorted: BucketRange[] = population.toSorted((a, b) => a[0] - b[0]);
  const [only] = sorted;
  if (
    sorted.length === 1 &&
    only !== undefined &&
    only[0] <= 0 &&
    only[1] >= POPULATION_BUCKETS
  ) {
    return null;
  }
  const lowers = Int32Array.from(sorted, range => range[0]);
  const uppers = Int32Array.from(sorted, range => range[1]);
  return evaluation => {
    const { unit } = evaluation;
    if (unit === null) return false;
    if (evaluation.populationUnit !== unit) {
      evaluation.populationBucket = hasher.bucket(unit, POPULATION_BUCKETS);
      evaluation.populationUnit = unit;
    }
    return isInRanges(evaluation.populationBucket, lowers, uppers);
  };
};
