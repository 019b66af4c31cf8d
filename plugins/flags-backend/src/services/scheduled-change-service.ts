import { randomUUID } from 'node:crypto';
import type { Problem } from '@etude/kernel';
import type {
  FlagChangeRequest,
  ScheduledChange,
  scheduleChangeSchema,
} from '@etude/plugin-flags-common';
import type { z } from 'zod';
import { ruleSegmentId } from '../rules/person-rule';
import type { Stores } from '../stores/stores';
import { approvalRequired, editFlagIn } from './edit-flag';
import { editorOfChange, previewChange, problemsOf } from './flag-change';
import type { FlagDependencies } from './flag-service';
import { notFound, refusal } from './refusals';
import { rebasedChange } from './rebased-change';
import { saveFlag } from './save-flag';
import type { WriteOutcome } from './write-state';

type NewChange = z.output<typeof scheduleChangeSchema>;

const unchanged: WriteOutcome<boolean> = { value: false, isChanged: false };

/**
 * The change as it is to be made now. Refused where it would undo what others
 * did since it was scheduled, or the flag has gone to another owner: whether
 * `createdBy` may still change it is not known without them.
 */
const presentChange = async (
  tx: Stores,
  { flagId, createdAt, change }: ScheduledChange,
): Promise<FlagChangeRequest> => {
  const now = await tx.flags.get(flagId);
  const then = (await tx.revisions.at(flagId, createdAt))?.flag;
  if (!now || !then) throw notFound('flag', flagId);
  const segmentId =
    change.kind === 'rule-update' ? ruleSegmentId(flagId, change.ruleId) : '';
  const what = `The change of flag '${flagId}' cannot be made`;
  if (now.owner !== then.owner) {
    throw refusal(what, [
      {
        code: 'ETUDE_FLAGS_SCHEDULED_OWNER',
        message: `The flag belonged to ${then.owner} when this was scheduled, and belongs to ${now.owner} now. Somebody there may schedule it again.`,
      },
    ]);
  }
  const rebased = rebasedChange(change, {
    then: {
      flag: then,
      segment: await tx.segmentRevisions.at(segmentId, createdAt),
    },
    now: { flag: now, segment: await tx.segments.get(segmentId) },
  });
  if (!rebased.ok) throw refusal(what, rebased.problems);
  return rebased.value;
};

const applyIn = async (
  tx: Stores,
  id: string,
  { at, approvals }: { at: string } & Pick<FlagDependencies, 'approvals'>,
): Promise<WriteOutcome<boolean>> => {
  const change = await tx.scheduledChanges.get(id);
  // Another replica was first: its transaction held the lock before this one.
  if (change?.state !== 'pending') return unchanged;
  const by = change.createdBy;
  const present = await presentChange(tx, change);
  await editFlagIn(tx, editorOfChange(present), {
    flagId: change.flagId,
    by,
    at,
    approvals,
  });
  await tx.scheduledChanges.finish({
    ...change,
    state: 'applied',
    finishedAt: at,
  });
  return { value: true, isChanged: true };
};

const failIn = async (
  tx: Stores,
  id: string,
  { at, problems }: { at: string; problems: readonly Problem[] },
): Promise<WriteOutcome<boolean>> => {
  const change = await tx.scheduledChanges.get(id);
  const flag = change && (await tx.flags.get(change.flagId));
  if (!flag || change.state !== 'pending') return unchanged;
  await tx.scheduledChanges.finish({
    ...change,
    state: 'failed',
    finishedAt: at,
    problems: problems.map(({ code, message, path }) => ({
      code,
      message,
      path,
    })),
  });
  await saveFlag(
    tx,
    { before: flag, after: flag, mustRecord: true },
    {
      by: change.createdBy,
      at,
      change: 'scheduled-change-failed',
      summary: `A change scheduled for ${change.at} was not made: ${problems.map(({ message }) => message).join(' ')}`,
    },
  );
  return { value: true, isChanged: true };
};

const scheduling = ({ stores, approvals, clock }: FlagDependencies) => ({
  /** The scheduled changes of a flag, by time. */
  async list(flagId: string): Promise<ScheduledChange[]> {
    return stores.scheduledChanges.list(flagId);
  },

  /**
   * A change to be made at a time, in the name of `by`. Refused when it could
   * not be made now, needs approval, or its time is over.
   */
  async schedule(
    flagId: string,
    input: NewChange,
    by: string,
  ): Promise<ScheduledChange> {
    const flag = await stores.flags.get(flagId);
    if (!flag) throw notFound('flag', flagId);
    const now = clock.now();
    const at = new Date(input.at);
    const preview = await previewChange(
      stores,
      { flag, change: input.change },
      { by, at: now.toISOString(), approvals },
    );
    const isLate = at.getTime() <= now.getTime();
    if (isLate || preview.problems.length > 0) {
      throw refusal(`The change of flag '${flagId}' cannot be scheduled`, [
        ...preview.problems,
        ...(isLate
          ? [
              {
                code: 'ETUDE_FLAGS_SCHEDULED_IN_PAST',
                path: 'at',
                message: `${input.at} is not in the future. Choose a later time, or make the change now.`,
              },
            ]
          : []),
      ]);
    }
    if (preview.approvals.length > 0) throw approvalRequired(flagId);
    const change: ScheduledChange = {
      id: randomUUID(),
      flagId,
      at: at.toISOString(),
      change: input.change,
      state: 'pending',
      createdAt: now.toISOString(),
      createdBy: by,
      finishedAt: null,
      problems: [],
    };
    await stores.scheduledChanges.insert(change);
    return change;
  },

  /** The change, cancelled; refused once it was made or has failed. */
  async cancel(flagId: string, id: string): Promise<ScheduledChange> {
    const change = await stores.scheduledChanges.get(id);
    if (change?.flagId !== flagId) throw notFound('scheduled change', id);
    const cancelled: ScheduledChange = {
      ...change,
      state: 'cancelled',
      finishedAt: clock.now().toISOString(),
    };
    if (!(await stores.scheduledChanges.finish(cancelled))) {
      throw refusal(`The scheduled change '${id}' cannot be cancelled`, [
        {
          code: 'ETUDE_FLAGS_SCHEDULED_OVER',
          message: `It is ${change.state}. Change the flag itself.`,
        },
      ]);
    }
    return cancelled;
  },
});

const applying = ({ writeState, approvals, clock }: FlagDependencies) => ({
  /**
   * Makes one change whose time has come, or notes why it could not be made;
   * false if another replica has. Both in the transaction that claims it.
   */
  async apply(id: string): Promise<boolean> {
    const at = clock.now().toISOString();
    try {
      return await writeState(tx => applyIn(tx, id, { at, approvals }));
    } catch (error) {
      const problems = problemsOf(error);
      return writeState(tx => failIn(tx, id, { at, problems }));
    }
  },
});

/** Use cases of scheduled changes. */
export type ScheduledChangeService = ReturnType<
  typeof createScheduledChangeService
>;

/** Use cases of scheduled changes on `stores`. */
export const createScheduledChangeService = (deps: FlagDependencies) => ({
  ...scheduling(deps),
  ...applying(deps),
});
