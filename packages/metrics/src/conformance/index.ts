export { compareMoments } from './compare-moments';
export { expectedMoments } from './expected-moments';
export type { RowCase, RowOutcome } from './row-case';
export { rowCases } from './row-cases';
export type { RowTable, RowValue } from './row-table';
export { rowTables } from './row-tables';
export { runRowCase, runSlicedCase } from './run-row-case';
export type { RowDriver } from './run-row-case';
