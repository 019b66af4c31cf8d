import { isDeepStrictEqual } from 'node:util';
import { EtudeError } from '@etude/kernel';
import type { Clock, Problem } from '@etude/kernel';
import type { FlagChange, FlagRecord } from '@etude/plugin-flags-common';
import { requiredApprovals } from '../rules/approval';
import type { ApprovalRule } from '../rules/approval';
import type { Stores } from '../stores/stores';
import { checkFlag, problemsOfDependents } from './check-flag';
import { etagConflict, notFound, refusal } from './refusals';
import { saveFlag } from './save-flag';
import { saveSegment } from './save-segment';
import type { SavedSegment } from './save-segment';
import type { WriteOutcome, WriteState } from './write-state';

/** What an editor makes of a flag. */
export type FlagEdit = {
  readonly after: FlagRecord;
  readonly change: FlagChange;
  /** One sentence for the history. */
  readonly summary: string;
  /** Segments that change with it. */
  readonly segments?: readonly SavedSegment[];
  /** Enters it into the history even if the flag stays the same. */
  readonly mustRecord?: boolean;
  /**
   * `whole`: the flag has to be valid. `dependents`: it must not break other
   * flags. `none`: always allowed, because it only takes something away.
   */
  readonly check: 'whole' | 'dependents' | 'none';
  /** True for what may never wait for an approval: it only protects. */
  readonly isSafety?: boolean;
  /** Stores what belongs to the edit besides flag and segments. */
  readonly store?: () => Promise<void>;
};

/** Who edits and when. */
export type EditContext = {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
};

/**
 * Turns a flag into what it is to be, for people and for what they schedule
 * or ask approval for. Throws refusals.
 */
export type FlagEditor = (
  flag: FlagRecord,
  tx: Stores,
  context: EditContext,
) => Promise<FlagEdit>;

export type EditRequest = EditContext & {
  readonly flagId: string;
  /** Refused when the flag has another one; left out, any will do. */
  readonly etag?: string | undefined;
  /** True when somebody else has approved of exactly this. */
  readonly isApproved?: boolean;
};

/** The change is refused until somebody else has approved of it. */
export const approvalRequired = (flagId: string): EtudeError =>
  new EtudeError(
    `Flag '${flagId}' is protected: this change needs somebody's approval. Ask for it with a change request.`,
    {
      code: 'ETUDE_FLAGS_APPROVAL_REQUIRED_CONFLICT',
      kind: 'user',
      details: { flag: flagId },
    },
  );

const checkEdit = async (tx: Stores, edit: FlagEdit): Promise<void> => {
  if (edit.check === 'whole') await checkFlag(tx, edit.after);
  if (edit.check !== 'dependents') return;
  const problems: Problem[] = await problemsOfDependents(tx, edit.after);
  if (problems.length > 0) {
    throw refusal(`Flag '${edit.after.id}' cannot be changed so`, problems);
  }
};

/** The flag with this id; throws ETUDE_FLAGS_NOT_FOUND, …_ETAG_CONFLICT. */
const openFlag = async (
  tx: Stores,
  { flagId, etag }: EditRequest,
): Promise<FlagRecord> => {
  const flag = await tx.flags.get(flagId);
  if (!flag) throw notFound('flag', flagId);
  if (etag !== undefined && flag.etag !== etag) {
    throw etagConflict('flag', flagId);
  }
  return flag;
};

export type EditDependencies = {
  readonly approvals: readonly ApprovalRule[];
};

/**
 * Runs an editor inside a write: etag, approval, segments, validity, flag and
 * history, in this order. Refused with ETUDE_FLAGS_APPROVAL_REQUIRED_CONFLICT,
 * ETUDE_FLAGS_ETAG_CONFLICT, ETUDE_FLAGS_INVALID or what the editor throws.
 */
export const editFlagIn = async (
  tx: Stores,
  editor: FlagEditor,
  request: EditRequest & EditDependencies,
): Promise<WriteOutcome<FlagRecord>> => {
  const before = await openFlag(tx, request);
  const { by, at } = request;
  const edit = await editor(before, tx, { by, at });
  const needed =
    request.isApproved === true || edit.isSafety === true
      ? []
      : requiredApprovals(request.approvals, {
          before,
          after: edit.after,
          segments: (edit.segments ?? []).map(({ id }) => id),
        });
  if (needed.length > 0) throw approvalRequired(before.id);
  const segments = [];
  for (const segment of edit.segments ?? []) {
    segments.push(await saveSegment(tx, segment, { by, at }));
  }
  // After the segments: the flag may refer to one that is new.
  await checkEdit(tx, edit);
  const { change, summary } = edit;
  const saved = await saveFlag(
    tx,
    {
      before,
      after: edit.after,
      mustRecord:
        edit.mustRecord === true || segments.some(({ isChanged }) => isChanged),
    },
    { by, at, change, summary },
  );
  if (edit.store) await edit.store();
  return {
    value: saved.flag,
    isChanged: saved.isChanged || edit.store !== undefined,
  };
};

/** Edits one flag as one write. */
export type EditFlag = (
  request: Omit<EditRequest, 'at'>,
  editor: FlagEditor,
) => Promise<FlagRecord>;

/** The editing of flags with `writeState`. */
export const createEditFlag =
  (deps: {
    readonly writeState: WriteState;
    readonly clock: Clock;
    readonly approvals: readonly ApprovalRule[];
  }): EditFlag =>
  (request, editor) =>
    deps.writeState(tx =>
      editFlagIn(tx, editor, {
        ...request,
        at: deps.clock.now().toISOString(),
        approvals: deps.approvals,
      }),
    );

/** The names of what differs between two versions of a flag, for people. */
export const changedParts = (before: FlagRecord, after: FlagRecord): string[] =>
  (
    [
      ['description', 'description'],
      ['owner', 'owner'],
      ['componentRef', 'component'],
      ['labels', 'labels'],
      ['clients', 'clients'],
      ['schema', 'schema'],
      ['variants', 'variants'],
      ['rules', 'rules'],
      ['enabled', 'off switch'],
      ['disabledEnvironments', 'environments it is off in'],
      ['defaultVariant', 'default variant'],
      ['prerequisites', 'prerequisites'],
    ] as const
  ).flatMap(([field, name]) =>
    isDeepStrictEqual(before[field], after[field]) ? [] : [name],
  );
