export { activityEntrySchema, activityListSchema } from './activity';
export type { ActivityEntry, ActivityList } from './activity';
export {
  analysisResultSchema,
  healthStateSchema,
  recommendedActionSchema,
} from './analysis-schema';
export type {
  HealthState,
  RecommendedAction,
  SentAnalysis,
} from './analysis-schema';
export { experimentChanges } from './experiment-changes';
export { experimentDetailSchema } from './experiment-detail';
export type { ExperimentDetail } from './experiment-detail';
export {
  experimentListItemSchema,
  experimentListSchema,
  experimentQuerySchema,
} from './experiment-list';
export type {
  ExperimentList,
  ExperimentListItem,
  ExperimentQuery,
} from './experiment-list';
export {
  decideExperimentSchema,
  editExperimentSchema,
  endExperimentSchema,
  importExperimentSchema,
  launchExperimentSchema,
  newExperimentSchema,
} from './experiment-requests';
export type {
  DecideExperiment,
  EditExperiment,
  EndExperiment,
  ImportExperiment,
  LaunchExperiment,
  NewExperiment,
} from './experiment-requests';
export {
  experimentResultsSchema,
  lookHealthSchema,
  lookListSchema,
  refreshStatusSchema,
  resultSnapshotSchema,
} from './experiment-results';
export type {
  ExperimentResults,
  LookHealth,
  LookSummary,
  RefreshStatus,
  ResultSnapshot,
} from './experiment-results';
export {
  figureExplanationSchema,
  resultsExplanationSchema,
} from './explanation';
export type { ResultsExplanation } from './explanation';
export { ExperimentsClient } from './experiments-client';
export {
  learningAnswerSchema,
  learningItemSchema,
  learningQuerySchema,
  rateSummarySchema,
} from './learning';
export type { LearningAnswer, LearningItem, LearningQuery } from './learning';
export {
  EXPERIMENT_RESOURCE_TYPE,
  experimentCreatePermission,
  experimentReadPermission,
  experimentUpdatePermission,
  experimentsPermissions,
} from './permissions';
export { problemSchema } from './problem-schema';
export {
  metricBaselineSchema,
  planCostSchema,
  sampleSizeAnswerSchema,
  sampleSizeRequestSchema,
} from './sample-size';
export type {
  MetricBaseline,
  PlanCost,
  SampleSizeAnswer,
  SampleSizeRequest,
} from './sample-size';
export {
  metricUseListSchema,
  metricUseQuerySchema,
  metricUseSchema,
} from './metric-uses';
export type { MetricEffect, MetricUse } from './metric-uses';
export {
  canonicalTimeZone,
  formatDay,
  formatDayOfYear,
  timeZoneNames,
} from '@etude/kernel';
