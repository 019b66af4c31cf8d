import type { Knex } from 'knex';
import { createClientStore } from './client-store';
import { createFlagStore } from './flag-store';
import { createRevisionStore } from './revision-store';
import { createRolloutPlanStore } from './rollout-plan-store';
import { createChangeRequestStore } from './change-request-store';
import { createCodeReferenceStore } from './code-reference-store';
import { createMaterializationStore } from './materialization-store';
import { createScheduledChangeStore } from './scheduled-change-store';
import { createUsageStore } from './usage-store';
import { createSegmentRevisionStore } from './segment-revision-store';
import { createSegmentStore } from './segment-store';
import { createStateVersionStore } from './state-version-store';

/** Every store of the plugin, on one database or transaction. */
export type Stores = ReturnType<typeof createStores>;

/** The stores on `database`. */
export const createStores = (database: Knex) => ({
  clients: createClientStore(database),
  flags: createFlagStore(database),
  changeRequests: createChangeRequestStore(database),
  codeReferences: createCodeReferenceStore(database),
  materializations: createMaterializationStore(database),
  revisions: createRevisionStore(database),
  rolloutPlans: createRolloutPlanStore(database),
  scheduledChanges: createScheduledChangeStore(database),
  segments: createSegmentStore(database),
  segmentRevisions: createSegmentRevisionStore(database),
  stateVersion: createStateVersionStore(database),
  usage: createUsageStore(database),
});
