export { driverContract } from './driver-contract';
export type { ContractRunner, DriverMaker } from './driver-contract';
export type {
  CancelSignal,
  QueryOptions,
  QueryResult,
  ResultColumn,
  WarehouseDriver,
  WarehouseRow,
  WarehouseValue,
} from './warehouse-driver';
export { WAREHOUSE_ERROR_CODES, warehouseError } from './warehouse-error';
export type {
  WarehouseErrorOptions,
  WarehouseFailure,
} from './warehouse-error';
