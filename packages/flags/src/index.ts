export {
  POPULATION_BUCKETS,
  allocateSegment,
  areSegmentsExclusive,
  availableProportion,
  heldProportion,
  sharedProportion,
} from './allocation';
export {
  buildResolverState,
  flagName,
  ruleName,
  segmentName,
  variantName,
} from './build-resolver-state';
export type { ResolverStateSource } from './build-resolver-state';
export {
  FLAG_SCHEMA_LIMITS,
  fieldSchema,
  flagSchemaSchema,
} from './flag-schema';
export type { FieldSchema, FlagSchema } from './flag-schema';
export { jsonObjectSchema } from './json';
export type { JsonObject, JsonValue } from './json';
export {
  allocationSchema,
  assignmentSchema,
  bucketRangeSchema,
  clientSchema,
  credentialSchema,
  flagObjectSchema,
  populationSchema,
  prerequisiteSchema,
  ruleOwnerSchema,
  ruleSchema,
  segmentSchema,
  stickinessSchema,
  variantSchema,
} from './model';
export type {
  Allocation,
  Assignment,
  BucketRange,
  Client,
  Credential,
  Flag,
  Population,
  Prerequisite,
  Rule,
  RuleOwner,
  Segment,
  Stickiness,
  Variant,
} from './model';
export { dependentProblems, prerequisiteProblems } from './prerequisites';
export type { PrerequisiteFlag } from './prerequisites';
export type {
  ResolverState,
  StateAssignment,
  StateBloomFilter,
  StateClient,
  StateCredential,
  StateCriterion,
  StateFlag,
  StateMaterialization,
  StatePrerequisite,
  StateRule,
  StateSegment,
  StateTargeting,
  UnrecognizedRule,
} from './resolver-state';
export { nestedSegments, segmentCycle } from './segment-graph';
export { splitAssignments } from './split-assignments';
export type { VariantWeight } from './split-assignments';
export {
  attributeRuleSchema,
  criterionSchema,
  targetingExpressionSchema,
  targetingSchema,
  targetingValueSchema,
} from './targeting';
export type {
  AttributeRule,
  Criterion,
  ElementRule,
  RangeBound,
  Targeting,
  TargetingExpression,
  TargetingValue,
} from './targeting';
export { validateFlag } from './validate-flag';
export { validateVariantValue } from './variant-value';
