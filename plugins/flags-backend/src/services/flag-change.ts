import { assertNever, isEtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import type { FlagChangeRequest, FlagRecord } from '@etude/plugin-flags-common';
import { requiredApprovals } from '../rules/approval';
import type { ApprovalRule } from '../rules/approval';
import type { Stores } from '../stores/stores';
import { flagProblems, problemsOfDependents } from './check-flag';
import type { EditContext, FlagEdit, FlagEditor } from './edit-flag';
import {
  enabledEditor,
  revertEditor,
  stateEditor,
  updateEditor,
} from './flag-editors';
import {
  rolloutEditor,
  startFromExperimentEditor,
  startPlanEditor,
} from './rollout-plan-editors';
import {
  createRuleEditor,
  deleteRuleEditor,
  orderEditor,
  updateRuleEditor,
} from './rule-editors';
import type { SavedSegment } from './save-segment';

/**
 * The editor that makes a change that was described beforehand, by `author`
 * if that is somebody else than who makes it.
 */
export const editorOfChange = (
  change: FlagChangeRequest,
  author?: string,
): FlagEditor => {
  switch (change.kind) {
    case 'enable':
    case 'disable':
      return enabledEditor(change.kind === 'enable');
    case 'archive':
    case 'unarchive':
      return stateEditor(change.kind === 'archive' ? 'archived' : 'active');
    case 'revert':
      return revertEditor(change.revision);
    case 'update':
      return updateEditor(change.update);
    case 'rollout':
      return rolloutEditor(change);
    case 'rollout-plan':
      return startPlanEditor(change);
    case 'rollout-from-experiment':
      return startFromExperimentEditor(change);
    case 'rule-create':
      return createRuleEditor(change.rule, author);
    case 'rule-update':
      return updateRuleEditor(change.ruleId, change.rule);
    case 'rule-delete':
      return deleteRuleEditor(change.ruleId);
    case 'rules-order':
      return orderEditor(change.rules);
    default:
      return assertNever(change);
  }
};

/** What a change would do to a flag now, without doing it. */
export type ChangePreview = {
  /** null when the change cannot be made at all. */
  readonly after: FlagRecord | null;
  /** Segments that would change with it. */
  readonly segments: readonly SavedSegment[];
  readonly problems: readonly Problem[];
  /** The rules that require approval of it. */
  readonly approvals: readonly ApprovalRule[];
};

/** Why a refused operation was refused, as problems. */
export const problemsOf = (error: unknown): Problem[] => {
  if (!isEtudeError(error) || error.kind !== 'user') throw error;
  return error.problems.length > 0
    ? [...error.problems]
    : [{ code: error.code, message: error.message }];
};

const problemsOfEdit = async (
  stores: Stores,
  { check, after, segments }: FlagEdit,
): Promise<Problem[]> => {
  if (check === 'whole') return flagProblems(stores, after, segments);
  return check === 'dependents' ? problemsOfDependents(stores, after) : [];
};

const tried = async (
  run: () => Promise<FlagEdit>,
): Promise<FlagEdit | Problem[]> => {
  try {
    return await run();
  } catch (error) {
    return problemsOf(error);
  }
};

/** What a change would do to `flag`; throws only what is not a refusal. */
export const previewChange = async (
  stores: Stores,
  request: { readonly flag: FlagRecord; readonly change: FlagChangeRequest },
  options: EditContext & { readonly approvals: readonly ApprovalRule[] },
): Promise<ChangePreview> => {
  const { flag, change } = request;
  const edit = await tried(() => editorOfChange(change)(flag, stores, options));
  if (Array.isArray(edit)) {
    return { after: null, segments: [], problems: edit, approvals: [] };
  }
  const { segments = [] } = edit;
  return {
    after: edit.after,
    segments,
    problems: await problemsOfEdit(stores, edit),
    approvals:
      edit.isSafety === true
        ? []
        : requiredApprovals(options.approvals, {
            before: flag,
            after: edit.after,
            segments: segments.map(({ id }) => id),
          }),
  };
};
