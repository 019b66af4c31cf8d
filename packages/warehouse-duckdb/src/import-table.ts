import { isResourceId } from '@etude/kernel';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LOCAL_TABLE, loadTable } from './open-table';
import type { TableDescription, TableFormat } from './open-table';
import { openEngine } from './open-engine';
import type { EngineLimits } from './open-engine';
import { quotedName, quotedText } from './quote';
import { tableError } from './table-error';

/** A table to import: a file on this machine, or its content. */
export type ImportTableRequest = {
  readonly tableId: string;
  readonly lakeDir: string;
  readonly format: TableFormat;
  /** What the engine that reads it may use. */
  readonly limits?: EngineLimits;
} & (
  | { readonly file: string }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
);

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Writes a person's table into the lake as `imports/<tableId>/data.parquet`,
 * whole or not at all, and tells its columns and rows. Importing again under
 * the same id replaces the table.
 *
 * @throws ETUDE_TABLE_ID and the codes of `openTable`
 */
export const importTable = async (
  request: ImportTableRequest,
): Promise<TableDescription> => {
  const { tableId, format } = request;
  if (!isResourceId(tableId)) {
    throw tableError(
      'ID',
      `'${tableId}' cannot name an imported table: ids have 4 to 63 lower-case letters, digits and dashes. Choose another id.`,
      { details: { tableId } },
    );
  }
  const engine = await openEngine(request.limits ?? {});
  const folder = join(resolve(request.lakeDir), 'imports', tableId);
  const target = join(folder, 'data.parquet');
  const draft = join(folder, `.draft-${process.pid}-${performance.now()}`);
  try {
    const file =
      'file' in request
        ? resolve(request.file)
        : join(engine.tempDir, `${tableId}.${format}`);
    if ('text' in request) await writeFile(file, request.text);
    if ('bytes' in request) await writeFile(file, request.bytes);
    const description = await loadTable(engine, file, format);
    await mkdir(folder, { recursive: true });
    const connection = await engine.connect();
    await connection.run(
      `COPY ${quotedName(LOCAL_TABLE)} TO ${quotedText(draft)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    connection.closeSync();
    await sync(draft);
    await rename(draft, target);
    await sync(folder);
    return description;
  } finally {
    await rm(draft, { force: true });
    await engine.close();
  }
};
