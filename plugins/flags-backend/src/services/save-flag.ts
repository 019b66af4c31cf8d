import { isDeepStrictEqual } from 'node:util';
import { flagObjectSchema, validateFlag } from '@etude/flags';
import type { Segment } from '@etude/flags';
import type { FlagChange, FlagRecord } from '@etude/plugin-flags-common';
import { referenceProblems } from '../rules/flag-update';
import type { Stores } from '../stores/stores';
import { etagConflict, refusal } from './refusals';

/** Who changes a flag, when and how, for its history. */
export type ChangeNote = {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly change: FlagChange;
  /** One sentence. */
  readonly summary: string;
};

/** A flag before and after a change. */
export type FlagDifference = {
  readonly before: FlagRecord;
  readonly after: FlagRecord;
  /** Enters the change into the flag's history even if `after` is the same. */
  readonly isSegmentChanged?: boolean;
};

/** The etag of the first revision of everything. */
export const FIRST_ETAG = '1';

/** The etag after `etag`; etags are revision numbers. */
export const nextEtag = (etag: string): string => String(Number(etag) + 1);

/**
 * Checks a flag whole, against its schema and what it refers to.
 *
 * @throws ETUDE_FLAGS_INVALID with every problem.
 */
export const checkFlag = async (
  stores: Stores,
  flag: FlagRecord,
): Promise<void> => {
  const validated = validateFlag(flagObjectSchema.parse(flag));
  const clients = await stores.clients.list();
  const segments = await stores.segments.list();
  const problems = [
    ...(validated.ok ? [] : validated.problems),
    ...referenceProblems(flag, {
      clients: new Set(clients.map(({ id }) => id)),
      segments: new Set(segments.map(({ id }) => id)),
    }),
  ];
  if (problems.length > 0) {
    throw refusal(`Flag '${flag.id}' cannot be saved`, problems);
  }
};

/**
 * Stores the next revision of a flag with its history entry. Without a
 * difference nothing is stored.
 *
 * @throws ETUDE_FLAGS_ETAG_CONFLICT when `before` is no longer the present.
 */
export const saveFlag = async (
  stores: Stores,
  change: FlagDifference,
  note: ChangeNote,
): Promise<{ flag: FlagRecord; isChanged: boolean }> => {
  const { before } = change;
  if (!change.isSegmentChanged && isDeepStrictEqual(before, change.after)) {
    return { flag: before, isChanged: false };
  }
  const flag: FlagRecord = {
    ...change.after,
    etag: nextEtag(before.etag),
    updatedAt: note.at,
    updatedBy: note.by,
  };
  if (!(await stores.flags.replace(flag, before.etag))) {
    throw etagConflict('flag', flag.id);
  }
  await stores.revisions.insert({
    ...note,
    revision: Number(flag.etag),
    flag,
  });
  return { flag, isChanged: true };
};

/** Adds a segment or stores its next revision; false without a difference. */
export const saveSegment = async (
  stores: Stores,
  segment: Segment,
): Promise<boolean> => {
  const before = await stores.segments.get(segment.id);
  if (!before) {
    await stores.segments.insert({ ...segment, etag: FIRST_ETAG });
    return true;
  }
  if (isDeepStrictEqual(before, { ...segment, etag: before.etag })) {
    return false;
  }
  const next = { ...segment, etag: nextEtag(before.etag) };
  if (!(await stores.segments.replace(next, before.etag))) {
    throw etagConflict('segment', segment.id);
  }
  return true;
};
