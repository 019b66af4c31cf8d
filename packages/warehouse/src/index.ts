export { checkSourceSql } from './check-source-sql';
export { diagnoseConnection } from './diagnose-connection';
export type { ConnectionDiagnosis } from './diagnose-connection';
export { distinctNames } from './distinct-names';
export { driverContract } from './driver-contract';
export type {
  ContractRunner,
  DriverMaker,
  DriverUnderContract,
} from './driver-contract';
export { engineSuite } from './engine-suite';
export type { EngineRunner } from './engine-suite';
export type {
  EngineStart,
  EngineUnderTest,
  TestColumn,
  TestTable,
} from './engine-under-test';
export { loadClient } from './load-client';
export { runIncrement } from './increment-door';
export type {
  Increment,
  IncrementDoor,
  IncrementInspection,
  IncrementProgram,
  IncrementResult,
  IncrementStep,
  KeptState,
  PartitionDay,
} from './increment-door';
export { joinSignals } from './joined-signal';
export type { JoinedSignal } from './joined-signal';
export { errorCode, errorText, networkFailure } from './network-failure';
export { trackRuns } from './query-runs';
export { silenceOf, stoppedQuery, watchForStop } from './query-stop';
export type { QueryStop } from './query-stop';
export { quotingContract } from './quoting-contract';
export { notReadOnly, requireSelect } from './require-select';
export { placeText, positionAt, positionOfWord } from './sql-position';
export type { SqlPosition } from './sql-position';
export { testTableSql } from './test-table-sql';
export type {
  CancelSignal,
  QueryOptions,
  QueryResult,
  ResultColumn,
  ScanEstimate,
  WarehouseDriver,
  WarehouseRow,
  WarehouseValue,
} from './warehouse-driver';
export {
  WAREHOUSE_ADVICE,
  WAREHOUSE_ERROR_CODES,
  warehouseError,
} from './warehouse-error';
export type {
  WarehouseErrorOptions,
  WarehouseFailure,
} from './warehouse-error';
