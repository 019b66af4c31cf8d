import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import {
  doRangesOverlap,
  freeRanges,
  rangesSize,
  takeRanges,
  unionRanges,
} from './bucket-ranges';
import type { BucketRange, Population, Segment } from './model';

/** Buckets that units are hashed into, shared by all segments. */
export const POPULATION_BUCKETS = 1_000_000;

const asRanges = (population: Population | null): BucketRange[] => {
  if (population === null) return [];
  if (population === 'ALL') return [[0, POPULATION_BUCKETS]];
  return population;
};

const wears = (segment: Segment, labels: readonly string[]): boolean =>
  labels.some(label => segment.allocation.exclusivityTags.includes(label));

/** True when the two segments must not share a population bucket. */
export const areSegmentsExclusive = (left: Segment, right: Segment): boolean =>
  wears(right, left.allocation.exclusiveTo) ||
  wears(left, right.allocation.exclusiveTo);

const rivalsOf = (segment: Segment, others: readonly Segment[]): Segment[] =>
  others.filter(
    other =>
      other.id !== segment.id &&
      other.state === 'allocated' &&
      areSegmentsExclusive(segment, other),
  );

const takenBy = (rivals: readonly Segment[]): BucketRange[] =>
  unionRanges(rivals.flatMap(rival => asRanges(rival.population)));

/**
 * Where a segment starts to take buckets. Spread over the population by the
 * id (FNV-1a), so that independent segments do not all use the same units.
 */
const startBucket = (id: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % POPULATION_BUCKETS;
};

/**
 * The share of the population, 0 to 1, that `segment` could have at most:
 * everything that no segment exclusive to it holds.
 */
export const availableProportion = (
  segment: Segment,
  others: readonly Segment[],
): number =>
  rangesSize(
    freeRanges(takenBy(rivalsOf(segment, others)), POPULATION_BUCKETS),
  ) / POPULATION_BUCKETS;

/** The share of the population, 0 to 1, that a segment holds. */
export const heldProportion = ({
  population,
}: Pick<Segment, 'population'>): number =>
  rangesSize(asRanges(population)) / POPULATION_BUCKETS;

/** The share of the population, 0 to 1, that both segments hold. */
export const sharedProportion = (
  left: Pick<Segment, 'population'>,
  right: Pick<Segment, 'population'>,
): number => {
  const ranges = [asRanges(left.population), asRanges(right.population)];
  const apart = ranges.reduce((size, part) => size + rangesSize(part), 0);
  return (apart - rangesSize(unionRanges(ranges.flat()))) / POPULATION_BUCKETS;
};

/**
 * The population of `segment` for its `allocation.proportion`: every bucket
 * it already holds, plus as many free ones as are missing. Deterministic.
 *
 * Refuses with ETUDE_SEGMENT_LOWERED when it holds more than it asks for,
 * ETUDE_SEGMENT_OVERLAP when it holds buckets of a segment it is exclusive
 * to, ETUDE_SEGMENT_NO_SPACE when too few buckets are free.
 */
export const allocateSegment = (
  segment: Segment,
  others: readonly Segment[],
): Result<Population> => {
  const asked = Math.round(segment.allocation.proportion * POPULATION_BUCKETS);
  const held = asRanges(segment.population);
  const heldSize = rangesSize(held);
  const rivals = rivalsOf(segment, others);
  const taken = takenBy(rivals);
  const rivalIds = rivals.map(rival => rival.id);
  if (asked < heldSize) {
    return refused({
      code: 'ETUDE_SEGMENT_LOWERED',
      path: 'allocation.proportion',
      message: `Segment '${segment.id}' holds ${heldSize / POPULATION_BUCKETS} of the population and cannot be lowered to ${segment.allocation.proportion}: units already in it would be dropped. Keep or raise the proportion, or create a new segment.`,
      details: { held: heldSize / POPULATION_BUCKETS },
    });
  }
  if (doRangesOverlap(held, taken)) {
    return refused({
      code: 'ETUDE_SEGMENT_OVERLAP',
      path: 'allocation.exclusiveTo',
      message: `Segment '${segment.id}' already shares units with a segment it is now exclusive to (${rivalIds.join(', ')}). Archive the other segment or create a new one.`,
      details: { segments: rivalIds },
    });
  }
  const free = freeRanges([...held, ...taken], POPULATION_BUCKETS);
  const missing = asked - heldSize;
  if (missing > rangesSize(free)) {
    const available = (heldSize + rangesSize(free)) / POPULATION_BUCKETS;
    return refused({
      code: 'ETUDE_SEGMENT_NO_SPACE',
      path: 'allocation.proportion',
      message: `Segment '${segment.id}' asks for ${segment.allocation.proportion} of the population but only ${available} is free: ${rivalIds.join(', ')} hold the rest exclusively. Ask for ${available} or less, or archive one of them.`,
      details: { available, segments: rivalIds },
    });
  }
  if (asked === POPULATION_BUCKETS) return ok('ALL');
  const added = takeRanges(free, {
    size: missing,
    offset: startBucket(segment.id),
  });
  return ok(unionRanges([...held, ...added]));
};
