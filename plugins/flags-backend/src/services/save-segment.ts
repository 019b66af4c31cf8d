import { isDeepStrictEqual } from 'node:util';
import { heldProportion } from '@etude/flags';
import type { Segment } from '@etude/flags';
import type { SegmentChange, SegmentRecord } from '@etude/plugin-flags-common';
import { segmentManagerOf } from '../rules/derived-id';
import type { StoredSegment } from '../stores/segment-store';
import type { Stores } from '../stores/stores';
import { etagConflict } from './refusals';
import { FIRST_ETAG, nextEtag, percent } from './save-flag';

/** Who changes a segment and when, for its history. */
export type SegmentNote = {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
};

/** A segment to be stored; without an owner it keeps the one it has. */
export type SavedSegment = Segment & Partial<Pick<StoredSegment, 'owner'>>;

/** A segment as the API answers it. */
export const segmentRecordOf = (segment: StoredSegment): SegmentRecord => ({
  ...segment,
  managedBy: segmentManagerOf(segment.id),
});

const changeOf = (
  before: Segment | undefined,
  after: Segment,
): SegmentChange => {
  if (before === undefined) return 'created';
  if (before.state === after.state) return 'updated';
  return after.state === 'archived' ? 'archived' : 'unarchived';
};

const summaryOf = (
  change: SegmentChange,
  before: Segment | undefined,
  after: Segment,
): string => {
  if (change === 'archived') return 'Archived: its population is free.';
  const held = `It holds ${percent.format(heldProportion(after))} of the population.`;
  if (change === 'created') return `Created. ${held}`;
  if (change === 'unarchived') return `Unarchived. ${held}`;
  const parts = (['description', 'targeting', 'allocation'] as const).filter(
    part => !isDeepStrictEqual(before?.[part], after[part]),
  );
  return parts.length === 0
    ? 'Edited.'
    : `Edited: ${parts.join(', ')}. ${held}`;
};

/**
 * Adds a segment or stores its next revision, with an entry in its history;
 * says what is stored now and whether it differs from before.
 */
export const saveSegment = async (
  stores: Stores,
  segment: SavedSegment,
  { by, at }: SegmentNote,
): Promise<{ segment: StoredSegment; isChanged: boolean }> => {
  const before = await stores.segments.get(segment.id);
  const etag = before?.etag ?? '0';
  const { owner = before?.owner ?? null } = segment;
  if (before && isDeepStrictEqual(before, { ...segment, owner, etag })) {
    return { segment: before, isChanged: false };
  }
  const next = {
    ...segment,
    owner,
    etag: before ? nextEtag(etag) : FIRST_ETAG,
  };
  if (!before) await stores.segments.insert(next);
  else if (!(await stores.segments.replace(next, etag))) {
    throw etagConflict('segment', segment.id);
  }
  const change = changeOf(before, next);
  await stores.segmentRevisions.insert({
    revision: Number(next.etag),
    at,
    by,
    change,
    summary: summaryOf(change, before, next),
    segment: next,
  });
  return { segment: next, isChanged: true };
};
