export {
  baselineAssignmentSchema,
  baselineRequestSchema,
  baselineResponseSchema,
  metricBaselineSchema,
} from './baseline-api';
export type {
  BaselineAssignment,
  BaselineRequest,
  MetricBaseline,
} from './baseline-api';
export { formatDayOfYear } from '@etude/kernel';
export { LAKE_WAREHOUSE_ID, warehouseIdOf } from '@etude/metrics';
export { budgetListSchema, budgetUseSchema } from './budget-api';
export type { BudgetUse } from './budget-api';
export { bytesText } from './bytes-text';
export { columnKind } from './column-kind';
export type { ColumnKind } from './column-kind';
export {
  computationProblemsSchema,
  computationResultSchema,
  computeRequestSchema,
  computeResponseSchema,
} from './computation-api';
export type {
  Computed,
  ComputeRequest,
  ComputeResponse,
} from './computation-api';
export {
  appliedDefinitionsSchema,
  applyDefinitionsRequestSchema,
  definitionsFileSchema,
} from './definitions-file-api';
export type {
  AppliedDefinitions,
  ApplyDefinitionsRequest,
  DefinitionChange,
} from './definitions-file-api';
export {
  definitionIdSchema,
  definitionRecordSchema,
  ownerRefSchema,
} from './definition-record';
export type { DefinitionRecord, DefinitionVersion } from './definition-record';
export {
  columnSchema,
  createFactTableRequestSchema,
  describeSourceRequestSchema,
  describeSourceResponseSchema,
  factTableListSchema,
  factTableVersionListSchema,
  factTableVersionSchema,
  storedFactTableSchema,
  updateFactTableRequestSchema,
} from './fact-table-api';
export type {
  Column,
  CreateFactTableRequest,
  DescribeSourceRequest,
  FactTableVersion,
  StoredFactTable,
  UpdateFactTableRequest,
} from './fact-table-api';
export {
  MAX_IMPORT_BYTES,
  importFormatSchema,
  importQuerySchema,
  importResponseSchema,
  importedTableSchema,
  lakeOverviewSchema,
} from './lake-api';
export type {
  ImportFormat,
  ImportResponse,
  ImportedTable,
  LakeOverview,
} from './lake-api';
export {
  createMetricRequestSchema,
  metricListSchema,
  storedMetricSchema,
  updateMetricRequestSchema,
} from './metric-api';
export type {
  CreateMetricRequest,
  StoredMetric,
  UpdateMetricRequest,
} from './metric-api';
export {
  columnValuesSchema,
  metricLineageSchema,
  metricSqlSchema,
  metricVersionListSchema,
  metricVersionSchema,
} from './metric-page-api';
export type {
  MetricLineage,
  MetricSql,
  MetricVersion,
} from './metric-page-api';
export {
  detectableEffectSchema,
  distributionSchema,
  previewPopulationSchema,
  previewRequestSchema,
  previewSchema,
} from './preview-api';
export type {
  DetectableEffect,
  MetricPreview,
  PreviewPopulation,
  PreviewRequest,
  SentDistribution,
} from './preview-api';
export { problemSchema } from './problem';
export type { SentProblem } from './problem';
export { MetricsClient } from './metrics-client';
export type {
  ImportTableOptions,
  ListFactTablesFilter,
  ListMetricsFilter,
} from './metrics-client';
export {
  RESOURCE_TYPE_EVENT_DEFINITION,
  RESOURCE_TYPE_FACT_TABLE,
  RESOURCE_TYPE_METRIC,
  RESOURCE_TYPE_RUN,
  computationCreatePermission,
  eventDefinitionCreatePermission,
  eventDefinitionReadPermission,
  eventDefinitionUpdatePermission,
  factTableCreatePermission,
  factTableReadPermission,
  factTableUpdatePermission,
  lakeImportPermission,
  lakeReadPermission,
  metricCreatePermission,
  metricReadPermission,
  metricUpdatePermission,
  metricsPermissions,
  runCancelPermission,
  warehouseReadPermission,
  warehouseTestPermission,
} from './permissions';
export {
  RUN_CAUSES,
  RUN_STATES,
  isFinished,
  runIncrementSchema,
  runListQuerySchema,
  runListSchema,
  runProblemSchema,
  runProgressSchema,
  runSchema,
} from './run-api';
export type {
  Run,
  RunIncrement,
  RunListQuery,
  RunProblem,
  RunProgress,
  RunState,
} from './run-api';
export {
  RUN_STATE_WORDS,
  elapsedText,
  estimateFigure,
  estimateText,
  runCauseText,
  runFiguresText,
  runFixText,
  runProgressText,
} from './run-words';
export { factTableFreshnessSchema, freshnessSchema } from './freshness-api';
export type {
  DayCompleteness,
  DayRows,
  FactTableFreshness,
  Freshness,
} from './freshness-api';
export {
  warehouseInfoSchema,
  warehouseListSchema,
  warehouseTestSchema,
} from './warehouse-api';
export type { WarehouseInfo, WarehouseTest } from './warehouse-api';
export {
  createRelationRequestSchema,
  relationCoverageSchema,
  relationListSchema,
  storedRelationSchema,
  updateRelationRequestSchema,
} from './relation-api';
export type {
  CreateRelationRequest,
  RelationCoverage,
  StoredRelation,
  UpdateRelationRequest,
} from './relation-api';
export {
  checkEventRequestSchema,
  checkEventResponseSchema,
  createEventDefinitionRequestSchema,
  eventDefinitionListSchema,
  eventDefinitionVersionListSchema,
  storedEventDefinitionSchema,
  tryEventRequestSchema,
  tryEventResponseSchema,
  updateEventDefinitionRequestSchema,
} from './event-definition-api';
export type {
  CheckEventResponse,
  CreateEventDefinitionRequest,
  EventDefinitionVersion,
  StoredEventDefinition,
  TryEventRequest,
  TryEventResponse,
  UpdateEventDefinitionRequest,
} from './event-definition-api';
export { EventDefinitionsClient } from './event-definitions-client';
export { RelationsClient } from './relations-client';
export { WarehousesClient } from './warehouses-client';
