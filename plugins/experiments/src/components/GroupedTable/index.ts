export { GroupedTable } from './GroupedTable';
export type { GroupedTableProps, RowGroup, TableColumn } from './GroupedTable';
