import type {
  FlagList,
  FlagQuery,
  FlagRecord,
  FlagRevision,
  EnabledInput,
  PersonRuleRequest,
  RevertInput,
  RuleOrder,
  createFlagSchema,
  updateFlagSchema,
} from '@etude/plugin-flags-common';
import type { z } from 'zod';
import type { ServiceDependencies } from './client-service';
import type { ApprovalRule } from '../rules/approval';
import { checkFlag } from './check-flag';
import type { EditFlag } from './edit-flag';
import {
  enabledEditor,
  environmentsEditor,
  revertEditor,
  stateEditor,
  updateEditor,
} from './flag-editors';
import { flagHistory } from './flag-history';
import { idTaken, notFound } from './refusals';
import {
  createRuleEditor,
  deleteRuleEditor,
  orderEditor,
  updateRuleEditor,
} from './rule-editors';
import { FIRST_ETAG } from './save-flag';

type NewFlag = z.output<typeof createFlagSchema>;
type ChangedFlag = z.output<typeof updateFlagSchema>;

/** What the use cases of flags and segments are made of. */
export type FlagDependencies = ServiceDependencies & {
  readonly editFlag: EditFlag;
  readonly approvals: readonly ApprovalRule[];
};

const newRecord = (
  input: NewFlag,
  { at, by }: { readonly at: string; readonly by: string },
): FlagRecord => ({
  ...input,
  rules: [],
  state: 'active',
  etag: FIRST_ETAG,
  createdAt: at,
  createdBy: by,
  updatedAt: at,
  updatedBy: by,
});

const flagReads = ({ stores }: Pick<ServiceDependencies, 'stores'>) => ({
  /** One page of the flags that match. */
  async list(query: FlagQuery): Promise<FlagList> {
    return stores.flags.query(query);
  },

  /** One flag; throws ETUDE_FLAGS_NOT_FOUND. */
  async get(id: string): Promise<FlagRecord> {
    const flag = await stores.flags.get(id);
    if (!flag) throw notFound('flag', id);
    return flag;
  },

  /** Every revision of a flag, newest first. */
  async history(id: string): Promise<FlagRevision[]> {
    return flagHistory(stores, id);
  },
});

const flagCreation = ({ writeState, clock }: FlagDependencies) => ({
  /**
   * A new active flag with all its variants and no rule.
   * Throws ETUDE_FLAGS_INVALID, ETUDE_FLAGS_ID_CONFLICT.
   */
  async create(input: NewFlag, by: string): Promise<FlagRecord> {
    const at = clock.now().toISOString();
    const flag = newRecord(input, { at, by });
    return writeState(async tx => {
      if (await tx.flags.get(flag.id)) throw idTaken('flag', flag.id);
      await checkFlag(tx, flag);
      await tx.flags.insert(flag);
      await tx.revisions.insert({
        revision: Number(FIRST_ETAG),
        at,
        by,
        change: 'created',
        summary: `Created with ${flag.variants.length} variants.`,
        flag,
      });
      return { value: flag, isChanged: true };
    });
  },
});

const flagEdits = ({ editFlag }: FlagDependencies) => ({
  /** The flag with everything a person may edit replaced. */
  async update(flagId: string, input: ChangedFlag, by: string) {
    const { etag, ...fields } = input;
    return editFlag({ flagId, etag, by }, updateEditor(fields));
  },

  /** The flag archived or active; the same state changes nothing. */
  async setState(flagId: string, state: FlagRecord['state'], by: string) {
    return editFlag({ flagId, by }, stateEditor(state));
  },

  /** The flag switched on or off for everyone. */
  async setEnabled(flagId: string, input: EnabledInput, by: string) {
    const { enabled, etag } = input;
    return editFlag({ flagId, etag, by }, enabledEditor(enabled));
  },

  /** The flag, off in exactly these environments. */
  async setDisabledEnvironments(
    flagId: string,
    environments: readonly string[],
    by: string,
  ) {
    return editFlag({ flagId, by }, environmentsEditor(environments));
  },

  /** The flag as it was at a revision. */
  async revert(flagId: string, input: RevertInput, by: string) {
    const { revision, etag } = input;
    return editFlag({ flagId, etag, by }, revertEditor(revision));
  },
});

const ruleEdits = ({ editFlag }: FlagDependencies) => ({
  /** The flag with one more rule of a person. */
  async createRule(flagId: string, rule: PersonRuleRequest, by: string) {
    const { etag } = rule;
    return editFlag({ flagId, etag, by }, createRuleEditor(rule));
  },

  /** The flag with a rule of a person replaced. */
  async updateRule(
    place: { readonly flagId: string; readonly ruleId: string },
    rule: PersonRuleRequest,
    by: string,
  ) {
    const { flagId, ruleId } = place;
    const { etag } = rule;
    return editFlag({ flagId, etag, by }, updateRuleEditor(ruleId, rule));
  },

  /** The flag without a rule of a person. */
  async deleteRule(
    place: { readonly flagId: string; readonly ruleId: string },
    etag: string | undefined,
    by: string,
  ) {
    const { flagId, ruleId } = place;
    return editFlag({ flagId, etag, by }, deleteRuleEditor(ruleId));
  },

  /** The flag with its rules in another order. */
  async orderRules(flagId: string, { etag, rules }: RuleOrder, by: string) {
    return editFlag({ flagId, etag, by }, orderEditor(rules));
  },
});

/** Use cases of flags. */
export type FlagService = ReturnType<typeof createFlagService>;

/** Use cases of flags; what each refuses is said by its editor. */
export const createFlagService = (dependencies: FlagDependencies) => ({
  ...flagReads(dependencies),
  ...flagCreation(dependencies),
  ...flagEdits(dependencies),
  ...ruleEdits(dependencies),
});
