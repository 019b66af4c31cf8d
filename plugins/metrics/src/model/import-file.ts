import { MAX_IMPORT_BYTES } from '@etude/plugin-metrics-common';
import type { ImportFormat } from '@etude/plugin-metrics-common';
import type { FieldProblem } from '@etude/ui';

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** The format of a file by its name, undefined when it cannot be imported. */
export const formatOfFile = (fileName: string): ImportFormat | undefined => {
  const extension = fileName.toLowerCase().split('.').at(-1);
  return extension === 'csv' || extension === 'parquet' ? extension : undefined;
};

/** A name for a table, made of its file's name: `orders-2026.csv` → `orders-2026`. */
export const tableNameOfFile = (fileName: string): string =>
  fileName.replace(/\.[^.]*$/, '');

/** What keeps a file from being imported; empty when nothing does. */
export const importProblems = (
  file: Pick<File, 'name' | 'size'> | undefined,
  name: string,
): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  if (!file) {
    problems.push({ path: 'file', message: 'No file is chosen. Choose one.' });
  } else if (formatOfFile(file.name) === undefined) {
    problems.push({
      path: 'file',
      message: `${file.name} is neither CSV nor Parquet. Choose a file that ends in .csv or .parquet.`,
    });
  } else if (file.size > MAX_IMPORT_BYTES) {
    problems.push({
      path: 'file',
      message: `${file.name} has ${Math.ceil(file.size / BYTES_PER_MEGABYTE)} MB and an import takes at most ${MAX_IMPORT_BYTES / BYTES_PER_MEGABYTE} MB. Save it as Parquet, or leave out columns.`,
    });
  }
  if (name.trim() === '') {
    problems.push({
      path: 'name',
      message: 'The table has no name. Say what its rows are.',
    });
  }
  return problems;
};
