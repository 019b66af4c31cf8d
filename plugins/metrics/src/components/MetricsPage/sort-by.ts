import type { SortDescriptor } from '@backstage/ui';

type SortKeys<T> = Readonly<Record<string, (row: T) => string | number>>;

/** Sorts table rows by the value that `keys` gives for the sorted column. */
export const sortBy =
  <T>(keys: SortKeys<T>) =>
  (rows: T[], { column, direction }: SortDescriptor): T[] => {
    const key = keys[String(column)];
    if (!key) return rows;
    const sign = direction === 'descending' ? -1 : 1;
    return [...rows].sort((left, right) => {
      const [a, b] = [key(left), key(right)];
      return typeof a === 'number' && typeof b === 'number'
        ? sign * (a - b)
        : sign * String(a).localeCompare(String(b));
    });
  };
