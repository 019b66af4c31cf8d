export { createExperiment } from './create-experiment';
export type { ExperimentDraft } from './create-experiment';
export { canCommand, decide } from './decide';
export {
  decisionSchema,
  endReasonSchema,
  experimentSchema,
  experimentStateSchema,
} from './experiment';
export type {
  Decision,
  EndReason,
  Experiment,
  ExperimentState,
} from './experiment';
export type {
  ExperimentChanges,
  ExperimentCommand,
  ExperimentEvent,
} from './experiment-command';
export {
  alphaSpendingSchema,
  audienceConditionSchema,
  audienceSchema,
  decisionRuleNodeSchema,
  decisionRuleSchema,
  experimentAssignmentSchema,
  experimentDesignSchema,
  experimentMetricSchema,
  experimentPlanSchema,
  metricDirectionSchema,
  metricRoleSchema,
  plannedVariantSchema,
} from './experiment-plan';
export type {
  Audience,
  AudienceCondition,
  DecisionRule,
  DecisionRuleNode,
  ExperimentAssignment,
  ExperimentDesign,
  ExperimentMetric,
  ExperimentPlan,
  MetricDirection,
  MetricRole,
  PlannedSpending,
  PlannedVariant,
} from './experiment-plan';
export {
  verdictClassSchema,
  verdictReasonSchema,
  verdictSchema,
} from './verdict';
export type { Verdict, VerdictClass, VerdictReason } from './verdict';
export type { Transition } from './transition';
export { validatePlan } from './validate-plan';
export { isBeforePlannedEnd } from './end-experiment';
