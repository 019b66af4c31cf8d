export { GroupedTable } from './GroupedTable';
export type { RowGroup, TableColumn } from './GroupedTable';
