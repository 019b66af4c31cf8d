export {
  compactAll,
  compactContinuously,
  listSealedSegments,
} from './compact-all';
export type {
  CompactAllOptions,
  CompactContinuouslyOptions,
  CompactionPass,
} from './compact-all';
export { compactSegment } from './compact-segment';
export type {
  CompactSegmentOptions,
  CompactedSegment,
  CompactionStep,
  RunSql,
} from './compact-segment';
export { DurableLog } from './durable-log';
export type { DurableLogOptions, LogCounters } from './durable-log';
export { EVENTS_ERROR_CODES } from './errors';
export { ASSIGNMENT_COLUMNS, EVENT_COLUMNS, LAKE_TABLES } from './lake-schema';
export type {
  AssignmentRecord,
  EventRecord,
  LakeColumn,
  LakeColumnType,
  LakeRecord,
  LakeTable,
  LakeTableName,
} from './lake-schema';
export { recordLine, wellFormedJson } from './record-line';
export type { OpenSegmentFile, SegmentFile } from './segment-file';
