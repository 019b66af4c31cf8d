export {
  clientListSchema,
  clientRecordSchema,
  createClientSchema,
  createCredentialSchema,
  credentialRecordSchema,
  entityRefSchema,
  issuedCredentialSchema,
} from './client-schemas';
export type {
  ClientRecord,
  CreateClient,
  CreateCredential,
  CredentialRecord,
  IssuedCredential,
} from './client-schemas';
export {
  createFlagSchema,
  createSegmentSchema,
  flagChangeSchema,
  flagHistorySchema,
  flagListSchema,
  flagQuerySchema,
  flagRecordSchema,
  flagRevisionSchema,
  segmentListSchema,
  updateFlagSchema,
} from './flag-schemas';
export type {
  CreateFlag,
  CreateSegment,
  FlagChange,
  FlagList,
  FlagQuery,
  FlagRecord,
  FlagRevision,
  UpdateFlag,
} from './flag-schemas';
export { FlagsClient } from './flags-client';
export {
  RESOURCE_TYPE_FLAG,
  RESOURCE_TYPE_FLAG_CLIENT,
  clientCreatePermission,
  clientReadPermission,
  clientUpdatePermission,
  flagCreatePermission,
  flagReadPermission,
  flagUpdatePermission,
  flagsPermissions,
  segmentCreatePermission,
  segmentReadPermission,
} from './permissions';
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
