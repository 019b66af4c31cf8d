import { EtudeError, hasErrorCode } from '@etude/kernel';
import { parseDefinitions } from '@etude/metrics/as-code';
import type { Definitions } from '@etude/metrics/as-code';
import type { NamedCsv } from '@etude/warehouse-duckdb';
import fs from 'node:fs/promises';
import path from 'node:path';
import { readJson } from '../read-json';
import { expectedFileSchema } from './expected-file';
import type { ExpectedFile } from './expected-file';

/** An error for the person whose folder it is; ETUDE_CONFORMANCE_FOLDER. */
export const folderError = (
  message: string,
  options: Partial<ConstructorParameters<typeof EtudeError>[1]> = {},
): EtudeError =>
  new EtudeError(message, {
    code: 'ETUDE_CONFORMANCE_FOLDER',
    kind: 'user',
    ...options,
  });

const readText = async (file: string): Promise<string> => {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (cause) {
    throw folderError(
      `${file} cannot be read. A folder of metric cases has tables/*.csv, definitions.yaml and expected.json (docs/metrics-as-code.md).`,
      { cause },
    );
  }
};

/** The definitions of a folder. */
export const readDefinitions = async (folder: string): Promise<Definitions> => {
  const file = path.join(folder, 'definitions.yaml');
  const read = parseDefinitions(await readText(file));
  if (read.ok) return read.value;
  throw folderError(`${file} cannot be used. Mend what is said of it:`, {
    problems: read.problems,
  });
};

/** What the experiments of a folder have to come to. */
export const readExpected = async (folder: string): Promise<ExpectedFile> => {
  const file = path.join(folder, 'expected.json');
  const read = expectedFileSchema.safeParse(await readJson(file));
  if (read.success) return read.data;
  throw folderError(
    `${file} does not have the form of docs/metrics-as-code.md. Mend what is said of it:`,
    {
      problems: read.error.issues.map(issue => ({
        code: 'ETUDE_CONFORMANCE_FOLDER',
        path: issue.path.join('.'),
        message: `${issue.path.join('.')}: ${issue.message}`,
      })),
    },
  );
};

/** The tables of a folder, with the types that its definitions tell. */
export const tablesOf = async (
  folder: string,
  { columns }: Definitions,
): Promise<NamedCsv[]> => {
  const tables = path.join(folder, 'tables');
  const found = await fs.readdir(tables).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  });
  const files = found.filter(file => file.endsWith('.csv')).sort();
  const names = files.map(file => file.slice(0, -'.csv'.length));
  const unknown = columns.find(({ table }) => !names.includes(table));
  if (files.length === 0 || unknown !== undefined) {
    throw folderError(
      unknown === undefined
        ? `${tables} has no CSV file, so there is nothing to compute from. Put the tables there, each as NAME.csv.`
        : `definitions.yaml tells types of columns of table '${unknown.table}', but there is no tables/${unknown.table}.csv. There are ${names.map(name => `'${name}'`).join(', ')}.`,
    );
  }
  return names.map(name => ({
    name,
    file: path.join(tables, `${name}.csv`),
    types: columns.find(({ table }) => table === name)?.types ?? {},
  }));
};
