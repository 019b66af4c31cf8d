import type { DuckDBConnection } from '@duckdb/node-api';
import { hasErrorCode } from '@etude/kernel';
import { WAREHOUSE_ERROR_CODES, warehouseError } from '@etude/warehouse';
import type { IncrementDoor, WarehouseDriver } from '@etude/warehouse';
import { resolve } from 'node:path';
import { classifyFailure } from './classify-failure';
import {
  createIncrementDoor,
  doorWithoutLake,
} from './incremental/increment-door';
import { importTable } from './import-table';
import { createLakeViews } from './lake-views';
import type { LakeTable } from './lake-table';
import { confineEngine, openEngine } from './open-engine';
import type { Engine, EngineLimits } from './open-engine';
import type { TableDescription, TableFormat } from './open-table';
import { describeSelect, estimateSelect, runSelect } from './run-select';

export type DuckDbDriverOptions = EngineLimits & {
  /** Folder of the lake; without it queries see no files at all. */
  readonly lakeDir?: string;
  /** Tables of the lake; they are there, typed, before their first file. */
  readonly tables?: readonly LakeTable[];
};

/** A file of this machine that becomes a table of the lake. */
export type LakeImport = {
  readonly tableId: string;
  readonly format: TableFormat;
  readonly file: string;
};

/** A driver over the lake, and the door to what is kept of computations. */
export type LakeDriver = WarehouseDriver & {
  readonly increments: IncrementDoor;
  /** Like {@link importTable}, where the engine of this driver runs. */
  readonly importTable: (table: LakeImport) => Promise<TableDescription>;
};

type OpenLake = {
  readonly engine: Engine;
  readonly views: ReturnType<typeof createLakeViews> | null;
};

type OnConnection<T> = (
  connection: DuckDBConnection,
  lake: OpenLake,
) => Promise<T>;

const openLake = async (options: DuckDbDriverOptions): Promise<OpenLake> => {
  const engine = await openEngine(options);
  if (options.lakeDir === undefined) {
    await confineEngine(engine, [engine.tempDir]);
    return { engine, views: null };
  }
  const lakeDir = resolve(options.lakeDir);
  const views = createLakeViews({
    lakeDir,
    tables: options.tables ?? [],
    schemaDir: engine.tempDir,
  });
  const connection = await engine.connect();
  await views.prepare(connection);
  connection.closeSync();
  await confineEngine(engine, [lakeDir, engine.tempDir]);
  return { engine, views };
};

const importIntoLake = (
  { lakeDir, memoryLimitMb, threads }: DuckDbDriverOptions,
  table: LakeImport,
): Promise<TableDescription> => {
  if (lakeDir === undefined) {
    return Promise.reject(
      warehouseError(
        'file',
        'This engine has no lake, so there is nowhere to import a table to. Open it with a folder for its lake.',
      ),
    );
  }
  const limits = {
    ...(memoryLimitMb === undefined ? {} : { memoryLimitMb }),
    ...(threads === undefined ? {} : { threads }),
  };
  return importTable({ ...table, lakeDir, limits });
};

const incrementDoor = (
  lakeDir: string | undefined,
  run: <T>(use: OnConnection<T>) => Promise<T>,
): IncrementDoor =>
  lakeDir === undefined
    ? doorWithoutLake
    : createIncrementDoor({
        lakeDir: resolve(lakeDir),
        onConnection: use =>
          run((connection, { views }) =>
            use(
              connection,
              (table, files) => views?.rowsIn(table, files) ?? '',
            ),
          ),
      });

/**
 * A driver on an embedded DuckDB over a lake of Parquet files, opened at its
 * first query. Every query has a connection of its own, so queries run side by
 * side. Tables that people imported are views named `import_<tableId>`.
 */
export const createDuckDbDriver = (
  options: DuckDbDriverOptions = {},
): LakeDriver => {
  let opening: Promise<OpenLake> | null = null;
  let refreshing: Promise<void> = Promise.resolve();
  let isClosed = false;
  const running = new Set<Promise<unknown>>();
  const connections = new Set<DuckDBConnection>();

  const refreshViews = (lake: OpenLake, connection: DuckDBConnection) => {
    // One after the other: two refreshes would create the same view twice.
    const previous = refreshing.catch(() => undefined);
    refreshing = previous
      .then(() => lake.views?.refresh(connection))
      .catch((error: unknown) => {
        throw classifyFailure(error, 'the views of the lake');
      });
    return refreshing;
  };

  const onConnection = async <T>(use: OnConnection<T>): Promise<T> => {
    const lake = await (opening ??= openLake(options));
    const connection = await lake.engine.connect();
    connections.add(connection);
    try {
      await refreshViews(lake, connection);
      try {
        return await use(connection, lake);
      } catch (error) {
        const isFile = hasErrorCode(error, WAREHOUSE_ERROR_CODES.file);
        if (!isFile || lake.views === null) throw error;
        lake.views.forget();
        await refreshViews(lake, connection);
        return await use(connection, lake);
      }
    } finally {
      connections.delete(connection);
      connection.closeSync();
    }
  };

  const run = <T>(use: OnConnection<T>): Promise<T> => {
    if (isClosed) {
      return Promise.reject(
        warehouseError('closed', 'The DuckDB driver is closed already.'),
      );
    }
    const answer = onConnection(use);
    running.add(answer);
    const forget = () => running.delete(answer);
    answer.then(forget, forget);
    return answer;
  };

  return {
    increments: incrementDoor(options.lakeDir, run),
    importTable: table => importIntoLake(options, table),
    dialect: 'duckdb',
    query: (sql, { signal } = {}) =>
      run(connection => runSelect(connection, sql, signal)),
    describe: sql => run(connection => describeSelect(connection, sql)),
    estimate: sql => run(connection => estimateSelect(connection, sql)),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      for (const connection of connections) connection.interrupt();
      await Promise.allSettled(running);
      if (opening !== null) await (await opening).engine.close();
    },
  };
};
