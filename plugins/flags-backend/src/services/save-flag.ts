import { isDeepStrictEqual } from 'node:util';
import type { FlagChange, FlagRecord } from '@etude/plugin-flags-common';
import type { Stores } from '../stores/stores';
import { etagConflict } from './refusals';

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
  readonly mustRecord?: boolean;
};

/** Shares of units as histories write them. */
export const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  maximumFractionDigits: 4,
});

/** The etag of the first revision of everything. */
export const FIRST_ETAG = '1';

/** The etag after `etag`; etags are revision numbers. */
export const nextEtag = (etag: string): string => String(Number(etag) + 1);

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
  if (!change.mustRecord && isDeepStrictEqual(before, change.after)) {
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
