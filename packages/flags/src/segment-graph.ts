import { cycleThrough } from './cycle-through';
import type { Segment } from './model';

type TargetedSegment = Pick<Segment, 'id' | 'targeting'>;

/** The ids of the segments that a segment's targeting names, each once. */
export const nestedSegments = ({ targeting }: TargetedSegment): string[] => [
  ...new Set(
    Object.values(targeting?.criteria ?? {}).flatMap(criterion =>
      criterion.type === 'segment' ? [criterion.segment] : [],
    ),
  ),
];

/**
 * The segments from `segment` back to it along targeting, in order, or
 * undefined when it is not part of a cycle. `others` may hold an earlier
 * version of it.
 */
export const segmentCycle = (
  segment: TargetedSegment,
  others: readonly TargetedSegment[],
): string[] | undefined => {
  const byId = new Map(others.map(other => [other.id, other]));
  return cycleThrough(segment.id, id => {
    const known = id === segment.id ? segment : byId.get(id);
    return known === undefined ? [] : nestedSegments(known);
  });
};
