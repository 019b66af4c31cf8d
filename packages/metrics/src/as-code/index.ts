export type {
  Definitions,
  Entity,
  ExperimentAssignment,
  ExperimentDefinition,
  TableColumns,
} from './definitions';
export { experimentRequest } from './experiment-request';
export { parseDefinitions } from './parse-definitions';
export { printDefinitions } from './print-definitions';
export { writtenDefinitionsSchema } from './written-definitions';
export type { ColumnType } from './written-definitions';
