import {
  areSegmentsExclusive,
  heldProportion,
  nestedSegments,
  sharedProportion,
} from '@etude/flags';
import type { Segment } from '@etude/flags';
import type {
  FlagRecord,
  SegmentOverlaps,
  SegmentUsages,
} from '@etude/plugin-flags-common';

type RuleUsage = SegmentUsages['rules'][number];

const ruleUsages = (
  flags: readonly FlagRecord[],
  segmentIds: ReadonlySet<string>,
): RuleUsage[] =>
  flags.flatMap(flag =>
    flag.rules
      .filter(({ segment }) => segmentIds.has(segment))
      .map(rule => ({
        flagId: flag.id,
        ruleId: rule.id,
        ruleName: rule.name,
        isLive: rule.enabled && flag.state === 'active',
      })),
  );

/** Where a segment is named: by rules, and by other segments in use. */
export const segmentUsages = (
  segmentId: string,
  flags: readonly FlagRecord[],
  segments: readonly Segment[],
): SegmentUsages => ({
  rules: ruleUsages(flags, new Set([segmentId])),
  segments: segments
    .filter(
      segment =>
        segment.state !== 'archived' &&
        nestedSegments(segment).includes(segmentId),
    )
    .map(({ id }) => id),
});

/** The segment and every one whose targeting leads to it. */
export const segmentsAround = (
  segmentId: string,
  segments: readonly Segment[],
): Set<string> => {
  const around = new Set([segmentId]);
  for (const id of around) {
    for (const segment of segments) {
      // A set that grows while it is walked is walked to its end.
      if (nestedSegments(segment).includes(id)) around.add(segment.id);
    }
  }
  return around;
};

/** Which segments of the live rules of `flags` share units, and how many. */
export const segmentOverlaps = (
  flags: readonly FlagRecord[],
  segments: readonly Segment[],
): SegmentOverlaps => {
  const flagsOf = (id: string) => [
    ...new Set(
      ruleUsages(flags, new Set([id])).flatMap(usage =>
        usage.isLive ? [usage.flagId] : [],
      ),
    ),
  ];
  const live = segments.filter(
    ({ id, state }) => state === 'allocated' && flagsOf(id).length > 0,
  );
  return {
    segments: live.map(segment => ({
      id: segment.id,
      flags: flagsOf(segment.id),
      proportion: heldProportion(segment),
      exclusivityTags: segment.allocation.exclusivityTags,
      exclusiveTo: segment.allocation.exclusiveTo,
    })),
    pairs: live.flatMap((a, index) =>
      live.slice(index + 1).map(b => ({
        a: a.id,
        b: b.id,
        share: sharedProportion(a, b),
        areExclusive: areSegmentsExclusive(a, b),
      })),
    ),
  };
};
