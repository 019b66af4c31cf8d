import type { Clock } from '@etude/kernel';
import type { Knex } from 'knex';
import type { ApprovalRule } from '../rules/approval';
import { createStores } from '../stores/stores';
import { createChangeRequestService } from './change-request-service';
import { createRolloutPlanService } from './rollout-plan-service';
import { createScheduledChangeService } from './scheduled-change-service';
import { createUsageService } from './usage-service';
import { createStateEvents } from './state-events';
import { createClientService } from './client-service';
import { createEditFlag } from './edit-flag';
import { createExplainService } from './explain-service';
import { createExperimentRuleService } from './experiment-rule-service';
import { createFlagService } from './flag-service';
import { createMaterializationService } from './materialization-service';
import { createRolloutService } from './rollout-service';
import { createSegmentService } from './segment-service';
import { createStateService } from './state-service';
import type { SignState } from './state-signature';
import { createWriteState } from './write-state';

export type ServicesOptions = {
  readonly database: Knex;
  /** See `etude.account` in the configuration. */
  readonly account: string;
  readonly clock: Clock;
  /** See `etude.flags.approval` in the configuration; none by default. */
  readonly approvals?: readonly ApprovalRule[];
  /** See `etude.flags.stateSigningKey`; without it states are not signed. */
  readonly sign?: SignState | undefined;
  /** See `etude.flags.staleAfterDays`. */
  readonly staleAfterDays?: number;
  /** See `etude.flags.stickyAssignments.keepDays`; null keeps them. */
  readonly keepStickyDays?: number | null;
};

/** Every use case of the plugin. */
export type Services = ReturnType<typeof createServices>;

/** The use cases on one database. */
export const createServices = ({
  database,
  account,
  clock,
  approvals = [],
  sign,
  staleAfterDays = 30,
  keepStickyDays = null,
}: ServicesOptions) => {
  const stores = createStores(database);
  const state = createStateService({ stores, account, clock, sign });
  const stateEvents = createStateEvents(state);
  const writeState = createWriteState(database, () => {
    state.invalidate();
    stateEvents.notify();
  });
  const editFlag = createEditFlag({ writeState, clock, approvals });
  const dependencies = { stores, writeState, clock, editFlag, approvals };
  return {
    state,
    stateEvents,
    explain: createExplainService({ ...dependencies, account }),
    changeRequests: createChangeRequestService(dependencies),
    materializations: createMaterializationService({
      ...dependencies,
      keepStickyDays,
    }),
    rolloutPlans: createRolloutPlanService(dependencies),
    scheduledChanges: createScheduledChangeService(dependencies),
    usage: createUsageService({ ...dependencies, database, staleAfterDays }),
    clients: createClientService(dependencies),
    flags: createFlagService(dependencies),
    experimentRules: createExperimentRuleService(dependencies),
    rollouts: createRolloutService(dependencies),
    segments: createSegmentService(dependencies),
  };
};
