export {
  clearMaterializationSchema,
  materializationListSchema,
  materializationReadSchema,
  materializationSchema,
  materializationWriteSchema,
  materializationWritesSchema,
  materializedUnitKeySchema,
  materializedUnitRecordSchema,
  materializedUnitSchema,
  materializedUnitsSchema,
  removedRecordsSchema,
} from './materialization-schemas';
export type {
  Materialization,
  MaterializationWriteInput,
  MaterializedUnit,
  MaterializedUnitKey,
  MaterializedUnitRecord,
} from './materialization-schemas';
export { MaterializationsClient } from './materializations-client';
export {
  changeRequestCommentSchema,
  changeRequestListSchema,
  changeRequestQuerySchema,
  changeRequestSchema,
  changeRequestStateSchema,
  createChangeRequestSchema,
  flagChangeInputSchema,
  scheduleChangeSchema,
  scheduledChangeListSchema,
  scheduledChangeSchema,
} from './change-schemas';
export type {
  ChangeRequest,
  ChangeRequestQuery,
  ChangeRequestState,
  CreateChangeRequest,
  FlagChangeInput,
  FlagChangeRequest,
  ScheduleChange,
  ScheduledChange,
} from './change-schemas';
export {
  clientListSchema,
  clientRecordSchema,
  createClientSchema,
  createCredentialSchema,
  credentialRecordSchema,
  entityRefSchema,
  issuedCredentialSchema,
  rotateCredentialSchema,
} from './client-schemas';
export type {
  ClientRecord,
  CreateClient,
  CreateCredential,
  CredentialRecord,
  IssuedCredential,
  RotateCredential,
} from './client-schemas';
export {
  explainAnswerSchema,
  explainRequestSchema,
  flagExplanationSchema,
  ruleExplanationSchema,
  ruleOutcomeSchema,
  segmentExplanationSchema,
} from './explain-schemas';
export type {
  CriterionExplanation,
  ExplainAnswer,
  ExplainRequest,
  ExplainedOutcome,
  FlagExplanation,
  RuleExplanation,
  RuleOutcome,
  SegmentExplanation,
} from './explain-schemas';
export { ClientsClient } from './clients-client';
export { FlagChangesClient } from './flag-changes-client';
export {
  createFlagSchema,
  flagChangeSchema,
  flagHistorySchema,
  flagListSchema,
  flagQuerySchema,
  flagRecordSchema,
  flagRevisionSchema,
  updateFlagSchema,
} from './flag-schemas';
export type {
  CreateFlag,
  FlagChange,
  FlagList,
  FlagQuery,
  FlagRecord,
  FlagRevision,
  SegmentDifference,
  UpdateFlag,
} from './flag-schemas';
export { FlagUsageClient } from './flag-usage-client';
export { FlagsClient } from './flags-client';
export {
  RESOURCE_TYPE_FLAG,
  RESOURCE_TYPE_FLAG_CLIENT,
  changeRequestCreatePermission,
  changeRequestReviewPermission,
  clientCreatePermission,
  clientReadPermission,
  clientUpdatePermission,
  flagCreatePermission,
  flagReadPermission,
  flagUpdatePermission,
  flagsPermissions,
  segmentCreatePermission,
  segmentReadPermission,
  segmentUpdatePermission,
  usageReadPermission,
} from './permissions';
export {
  deleteRuleQuerySchema,
  disabledEnvironmentsInputSchema,
  enabledInputSchema,
  personRuleInputSchema,
  personRuleSchema,
  revertInputSchema,
  ruleOrderSchema,
  weightedAssignmentSchema,
} from './person-rule-schemas';
export type {
  EnabledInput,
  PersonRuleInput,
  PersonRuleRequest,
  RevertInput,
  RuleOrder,
  WeightedAssignment,
} from './person-rule-schemas';
export {
  rolloutFromExperimentSchema,
  rolloutPlanEventSchema,
  rolloutPlanInputSchema,
  rolloutPlanListSchema,
  rolloutPlanRecordSchema,
  rolloutPlanSchema,
  rolloutPlanStateSchema,
  rolloutStepSchema,
} from './rollout-plan-schemas';
export type {
  RolloutFromExperiment,
  RolloutPlan,
  RolloutPlanEvent,
  RolloutPlanInput,
  RolloutPlanRecord,
  RolloutPlanState,
  RolloutStep,
} from './rollout-plan-schemas';
export { RolloutPlansClient } from './rollout-plans-client';
export {
  audienceSchema,
  experimentRulePlaceSchema,
  experimentRuleSchema,
  reachSchema,
  rolloutInputSchema,
  rolloutListSchema,
  rolloutSchema,
} from './rule-schemas';
export type {
  AudienceInput,
  ExperimentRuleInput,
  ExperimentRulePlace,
  ExperimentRuleRequest,
  Rollout,
  RolloutInput,
  RuleAudience,
} from './rule-schemas';
export {
  availableSpaceRequestSchema,
  availableSpaceSchema,
  createSegmentSchema,
  overlapsQuerySchema,
  segmentChangeSchema,
  segmentDetailSchema,
  segmentHistorySchema,
  segmentListSchema,
  segmentManagerSchema,
  segmentOverlapsSchema,
  segmentRecordSchema,
  segmentRevisionSchema,
  segmentUsagesSchema,
  updateSegmentSchema,
} from './segment-schemas';
export type {
  AvailableSpaceRequest,
  CreateSegment,
  OverlapsQuery,
  SegmentChange,
  SegmentDetail,
  SegmentManager,
  SegmentOverlaps,
  SegmentRecord,
  SegmentRevision,
  SegmentUsages,
  UpdateSegment,
} from './segment-schemas';
export { RulesClient } from './rules-client';
export { SegmentsClient } from './segments-client';
export {
  codeReferenceListSchema,
  codeReferenceSchema,
  codeReferencesInputSchema,
  contextFieldSchema,
  contextSchemaSchema,
  contextTypeSchema,
  edgeReportAnswerSchema,
  edgeReportSchema,
  flagUsageSchema,
  scannedRepositorySchema,
  stalenessSchema,
  stalenessStateSchema,
  usageQuerySchema,
} from './usage-schemas';
export type {
  CodeReference,
  CodeReferencesInput,
  ContextField,
  ContextSchema,
  ContextType,
  EdgeReport,
  FlagUsage,
  ScannedRepository,
  Staleness,
  StalenessState,
} from './usage-schemas';
