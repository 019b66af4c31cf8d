import { useState } from 'react';
import type { ReactNode } from 'react';
import styles from './GroupedTable.module.css';

export type TableColumn<T> = {
  readonly id: string;
  readonly label: string;
  readonly cell: (row: T) => ReactNode;
  /** Makes the column sortable; rows without a value come last. */
  readonly sortBy?: (row: T) => string | number | null;
  readonly isNumber?: true;
};

export type RowGroup<T> = {
  readonly key: string;
  readonly title?: string;
  readonly rows: readonly T[];
};

export type GroupedTableProps<T> = {
  /** What the table shows, for those who do not see it. */
  readonly label: string;
  readonly columns: readonly TableColumn<T>[];
  readonly groups: readonly RowGroup<T>[];
  readonly rowKey: (row: T) => string;
  /** What a row without figures says in place of all columns but the first. */
  readonly insteadOfFigures?: (row: T) => string | undefined;
};

type Sorting = { readonly columnId: string; readonly isDescending: boolean };

const compare = (
  a: string | number | null,
  b: string | number | null,
): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b));
};

function sorted<T>(
  rows: readonly T[],
  sortBy: TableColumn<T>['sortBy'],
  sorting: Sorting | undefined,
): readonly T[] {
  if (!sortBy || !sorting) return rows;
  const sign = sorting.isDescending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const [a, b] = [sortBy(left), sortBy(right)];
    return a === null || b === null ? compare(a, b) : sign * compare(a, b);
  });
}

const ariaSort = (sorting: Sorting | undefined, columnId: string) => {
  if (sorting?.columnId !== columnId) return undefined;
  return sorting.isDescending ? 'descending' : 'ascending';
};

const SORT_MARK = { ascending: ' ▲', descending: ' ▼' } as const;

function Cells<T>(props: GroupedTableProps<T> & { readonly row: T }) {
  const { columns, row } = props;
  const sentence = props.insteadOfFigures?.(row);
  const [first] = columns;
  if (sentence !== undefined && first) {
    return (
      <>
        <td>{first.cell(row)}</td>
        <td colSpan={columns.length - 1}>{sentence}</td>
      </>
    );
  }
  return (
    <>
      {columns.map(column => (
        <td key={column.id} className={column.isNumber && styles.number}>
          {column.cell(row)}
        </td>
      ))}
    </>
  );
}

/**
 * Rows in groups under one header, so that the columns of all groups align.
 * Sorting happens within each group.
 */
export function GroupedTable<T>(props: GroupedTableProps<T>) {
  const { columns, groups } = props;
  const [sorting, setSorting] = useState<Sorting>();
  const sortBy = columns.find(({ id }) => id === sorting?.columnId)?.sortBy;
  const toggle = (columnId: string) =>
    setSorting(current => ({
      columnId,
      isDescending: current?.columnId === columnId && !current.isDescending,
    }));
  return (
    <div
      className={styles.scroll}
      role="region"
      aria-label={`${props.label}, scrollable`}
      // Whoever uses the keyboard has to reach what is out of sight.
      tabIndex={0}
    >
      <table className={styles.table} aria-label={props.label}>
        <thead>
          <tr>
            {columns.map(column => {
              const order = ariaSort(sorting, column.id);
              return (
                <th
                  key={column.id}
                  scope="col"
                  aria-sort={order}
                  className={column.isNumber && styles.number}
                >
                  {column.sortBy ? (
                    <button type="button" onClick={() => toggle(column.id)}>
                      {column.label}
                      <span aria-hidden="true">
                        {order ? SORT_MARK[order] : ''}
                      </span>
                    </button>
                  ) : (
                    column.label
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        {groups.map(group => (
          <tbody key={group.key}>
            {group.title && (
              <tr>
                <th
                  scope="rowgroup"
                  colSpan={columns.length}
                  className={styles.group}
                >
                  {group.title}
                </th>
              </tr>
            )}
            {sorted(group.rows, sortBy, sorting).map(row => (
              <tr key={props.rowKey(row)}>
                <Cells {...props} row={row} />
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
