import { createSegmentSchema } from '@etude/plugin-flags-common';
import type {
  CreateSegment,
  SegmentRecord,
  UpdateSegment,
} from '@etude/plugin-flags-common';
import type { FieldProblem } from '@etude/ui';
import { draftOf } from './draft-of-targeting';
import { namesOf } from './name-list';
import { pathText } from './path-text';
import { EVERYONE } from './targeting-draft';
import type { TargetingDraft } from './targeting-draft';
import { targetingOf } from './targeting-of-draft';

/** A segment while it is written. */
export type SegmentDraft = {
  /** Etag of the segment it was started from; empty for a new one. */
  readonly etag: string;
  readonly id: string;
  readonly description: string;
  /** Entity reference, or empty for nobody in particular. */
  readonly owner: string;
  readonly targeting: TargetingDraft;
  /** Share of the population, in percent. */
  readonly percent: number;
  /** Separated by commas. */
  readonly tags: string;
  /** Separated by commas. */
  readonly exclusiveTo: string;
};

/** What the form for a new segment starts with. */
export const EMPTY_SEGMENT_DRAFT: SegmentDraft = {
  etag: '',
  id: '',
  description: '',
  owner: '',
  targeting: EVERYONE,
  percent: 100,
  tags: '',
  exclusiveTo: '',
};

/** A stored segment to be edited. */
export const segmentDraftOf = (segment: SegmentRecord): SegmentDraft => ({
  etag: segment.etag,
  id: segment.id,
  description: segment.description,
  owner: segment.owner ?? '',
  targeting: draftOf(segment.targeting),
  percent: Number((segment.allocation.proportion * 100).toFixed(4)),
  tags: segment.allocation.exclusivityTags.join(', '),
  exclusiveTo: segment.allocation.exclusiveTo.join(', '),
});

/** The share of the population that a draft asks for, and with whom. */
export const allocationOf = (
  draft: SegmentDraft,
): CreateSegment['allocation'] => ({
  proportion: draft.percent / 100,
  exclusivityTags: namesOf(draft.tags),
  exclusiveTo: namesOf(draft.exclusiveTo),
});

const targetingOrNull = ({ targeting }: SegmentDraft) => {
  const present = targetingOf(targeting);
  return present.ok ? present.targeting : null;
};

/** The draft as the API takes a new segment. */
export const createSegmentOf = (draft: SegmentDraft): CreateSegment => ({
  id: draft.id.trim(),
  description: draft.description,
  owner: draft.owner === '' ? null : draft.owner,
  targeting: targetingOrNull(draft),
  allocation: allocationOf(draft),
});

/** The draft as the API takes a change of a segment. */
export const updateSegmentOf = (draft: SegmentDraft): UpdateSegment => ({
  etag: draft.etag,
  description: draft.description,
  owner: draft.owner === '' ? null : draft.owner,
  targeting: targetingOrNull(draft),
  allocation: allocationOf(draft),
});

/** Everything that is wrong with the draft as far as the browser can tell. */
export const segmentProblems = (draft: SegmentDraft): FieldProblem[] => {
  const targeting = targetingOf(draft.targeting);
  const noId =
    draft.id.trim() === ''
      ? [
          {
            path: 'id',
            message:
              'The segment has no id. Rules name it by its id, such as beta-testers.',
          },
        ]
      : [];
  const parsed = createSegmentSchema.safeParse(createSegmentOf(draft));
  const schemaProblems = parsed.success
    ? []
    : parsed.error.issues
        .map(({ path, message }) => ({ path: pathText(path), message }))
        .filter(({ path }) => path !== 'id' || noId.length === 0);
  return [
    ...noId,
    ...(targeting.ok ? [] : targeting.problems),
    ...schemaProblems,
  ];
};
