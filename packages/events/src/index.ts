export { compactAll } from './compact-all';
export type { CompactAllOptions, CompactionPass } from './compact-all';
export { compactSegment } from './compact-segment';
export type {
  CompactSegmentOptions,
  CompactedSegment,
  CompactionStep,
} from './compact-segment';
export type { RunSql } from './run-sql';
export { DurableLog } from './durable-log';
export type { DurableLogOptions, LogCounters } from './durable-log-options';
export {
  finishedErasures,
  pendingErasures,
  requestErasure,
} from './erase-unit';
export type { ErasureReport, ErasureRequest } from './erase-unit';
export { EVENTS_ERROR_CODES } from './errors';
export { compileEventCheck, eventChecksSchema } from './event-check';
export type {
  EventChecksDocument,
  PayloadCheck,
  PayloadField,
} from './event-check';
export { partitionFingerprints } from './lake-files';
export type { PartitionFingerprint } from './lake-files';
export { readManifest } from './lake-manifest';
export type { LakeManifest, MergedFile } from './lake-manifest';
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
export { listSealedSegments } from './segment-file';
export type { OpenSegmentFile, SegmentFile } from './segment-file';
export { openInterruptibleProxy } from './sinks/interruptible-proxy';
export type { InterruptibleProxy } from './sinks/interruptible-proxy';
export { openLakeSink } from './sinks/lake-sink';
export type { LakeSinkOptions, TidyOutcome } from './sinks/lake-sink';
export { shipRecords } from './sinks/read-segment';
export type {
  RecordBatch,
  RefusedRecord,
  SegmentRecord,
  ShipRecordsOptions,
} from './sinks/read-segment';
export { shipContinuously } from './sinks/ship-continuously';
export type { ShipContinuouslyOptions } from './sinks/ship-continuously';
export type { ShippingStep, SinkEvent, SinkStatus } from './sinks/ship-to-sink';
export { shipUntilKilled } from './sinks/ship-until-killed';
export { sinkContract } from './sinks/sink-contract';
export type { SinkContractRunner } from './sinks/sink-contract';
export type { SinkUnderContract } from './sinks/sink-under-contract';
export { sinkRefused, sinkUnreachable } from './sinks/sink';
export type { SealedSegment, Shipment, Sink, SinkRefusal } from './sinks/sink';
export { sealedSegments } from './sinks/acknowledgements';
export { tidyLake } from './tidy-lake';
export type { TidyOptions, TidyReport } from './tidy-lake';
export { writeFileAtomically } from './write-file';
