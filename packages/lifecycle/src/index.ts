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
  decisionRuleNodeSchema,
  decisionRuleSchema,
  MAX_RULE_DEPTH,
} from './decision-rule';
export type { DecisionRule, DecisionRuleNode } from './decision-rule';
export {
  alphaSpendingSchema,
  audienceConditionSchema,
  audienceSchema,
  experimentAssignmentSchema,
  experimentDesignSchema,
  experimentMetricSchema,
  experimentPlanSchema,
  metricDirectionSchema,
  metricRoleSchema,
  plannedVariantSchema,
  planningInputsSchema,
} from './experiment-plan';
export type {
  Audience,
  AudienceCondition,
  ExperimentAssignment,
  ExperimentDesign,
  ExperimentMetric,
  ExperimentPlan,
  MetricDirection,
  MetricRole,
  PlannedSpending,
  PlannedVariant,
  PlanningInputs,
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
export { isSameData } from './is-same-data';
