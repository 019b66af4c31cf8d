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
export { LAKE_WAREHOUSE_ID, warehouseIdOf } from '@etude/metrics';
export { bytesText } from './bytes-text';
export { columnKind } from './column-kind';
export type { ColumnKind } from './column-kind';
export {
  computationResultSchema,
  computeRequestSchema,
  computeResponseSchema,
} from './computation-api';
export type { ComputeRequest, ComputeResponse } from './computation-api';
export {
  definitionIdSchema,
  definitionRecordSchema,
  ownerRefSchema,
} from './definition-record';
export type { DefinitionRecord } from './definition-record';
export {
  columnSchema,
  createFactTableRequestSchema,
  describeSourceRequestSchema,
  describeSourceResponseSchema,
  factTableListSchema,
  storedFactTableSchema,
  updateFactTableRequestSchema,
} from './fact-table-api';
export type {
  Column,
  CreateFactTableRequest,
  DescribeSourceRequest,
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
export { MetricsClient } from './metrics-client';
export type {
  ImportTableOptions,
  ListFactTablesFilter,
  ListMetricsFilter,
} from './metrics-client';
export {
  RESOURCE_TYPE_FACT_TABLE,
  RESOURCE_TYPE_METRIC,
  computationCreatePermission,
  factTableCreatePermission,
  factTableReadPermission,
  factTableUpdatePermission,
  lakeImportPermission,
  lakeReadPermission,
  metricCreatePermission,
  metricReadPermission,
  metricUpdatePermission,
  metricsPermissions,
  warehouseReadPermission,
  warehouseTestPermission,
} from './permissions';
export { runListSchema, runProblemSchema, runSchema } from './run-api';
export type { Run, RunProblem } from './run-api';
export {
  factTableFreshnessSchema,
  warehouseInfoSchema,
  warehouseListSchema,
  warehouseTestSchema,
} from './warehouse-api';
export type {
  FactTableFreshness,
  WarehouseInfo,
  WarehouseTest,
} from './warehouse-api';
