import { isDeepStrictEqual } from 'node:util';
import { ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type { FlagChangeRequest, FlagRecord } from '@etude/plugin-flags-common';
import type { StoredSegment } from '../stores/segment-store';
import { changedParts } from './edit-flag';
import { given } from './flag-editors';

type Update = Extract<FlagChangeRequest, { kind: 'update' }>['update'];

/** What a change is made of, at a time. */
type ChangedThing = {
  readonly flag: FlagRecord;
  /** The segment that the rule in question has for itself. */
  readonly segment: StoredSegment | undefined;
};

/** What a change was described of, and what it is to be made of. */
type ThenAndNow = {
  readonly then: ChangedThing;
  readonly now: ChangedThing;
};

const conflict = (what: string): Problem => ({
  code: 'ETUDE_FLAGS_SCHEDULED_ETAG_CONFLICT',
  message: `Somebody else changed the ${what} since this was scheduled, and it would undo that. Look at the flag and schedule it again.`,
});

const rebasedUpdate = (
  update: Update,
  then: FlagRecord,
  now: FlagRecord,
): Result<Update> => {
  const wanted = given(update);
  const meant = changedParts(then, { ...then, ...wanted });
  const undone = changedParts(now, { ...now, ...wanted });
  const both = changedParts(then, now).filter(
    part => meant.includes(part) && undone.includes(part),
  );
  if (both.length > 0) return refused(conflict(both.join(' and the ')));
  const kept = (Object.keys(wanted) as (keyof Update)[]).filter(field =>
    isDeepStrictEqual(wanted[field], then[field]),
  );
  return ok({
    ...update,
    ...Object.fromEntries(kept.map(field => [field, now[field]])),
  });
};

/**
 * A change that was described of the flag `then`, as it is to be made of
 * `now`: an update sends a whole flag, and must not undo what others changed
 * since. Refused with ETUDE_FLAGS_SCHEDULED_ETAG_CONFLICT where both changed
 * the same part.
 */
export const rebasedChange = (
  change: FlagChangeRequest,
  { then, now }: ThenAndNow,
): Result<FlagChangeRequest> => {
  if (change.kind === 'update') {
    const update = rebasedUpdate(change.update, then.flag, now.flag);
    return update.ok ? ok({ ...change, update: update.value }) : update;
  }
  if (change.kind === 'revert') {
    return then.flag.etag === now.flag.etag
      ? ok(change)
      : refused(conflict('flag'));
  }
  if (change.kind !== 'rule-update') return ok(change);
  const ruleOf = ({ flag, segment }: ChangedThing) => ({
    rule: flag.rules.find(({ id }) => id === change.ruleId),
    segment,
  });
  const before = ruleOf(then);
  return isDeepStrictEqual(before, ruleOf(now))
    ? ok(change)
    : refused(conflict(`rule '${before.rule?.name ?? change.ruleId}'`));
};
