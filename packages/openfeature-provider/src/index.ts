export { flagAnswer } from './evaluation/flag-answer';
export type {
  FlagAnswer,
  FlagProblem,
  FlagValue,
} from './evaluation/flag-answer';
export { parseFlagKey } from './evaluation/flag-key';
export type { FlagKey } from './evaluation/flag-key';
export { ruleReasonsOf } from './evaluation/rule-reasons';
export type { RuleReason } from './evaluation/rule-reasons';
export {
  MATERIALIZATIONS_UNAVAILABLE,
  materializationId,
  variantIn,
} from './sticky/materialization-store';
export type {
  MaterializationKey,
  MaterializationRecords,
  MaterializationStore,
  StickyWrite,
} from './sticky/materialization-store';
export {
  readMaterializedUnits,
  recordOfUnit,
  recordsAfter,
  unitOfRecord,
} from './sticky/materialized-units';
export type { MaterializedUnits } from './sticky/materialized-units';
export type { PendingWrites } from './sticky/pending-writes';
export { RemoteMaterializations } from './sticky/remote-materializations';
export type {
  MaterializationRemote,
  RemoteCounters,
} from './sticky/remote-materializations';
export { resolveSticky } from './sticky/resolve-sticky';
export { stickyFlagsOf } from './sticky/sticky-flags';
export type { StickyFlags } from './sticky/sticky-flags';
