import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quotedText } from './quote';

export type EngineLimits = {
  /** Memory for the engine; past it, it spills to the temporary folder. */
  readonly memoryLimitMb?: number;
  readonly threads?: number;
};

/** An in-memory DuckDB with a folder of its own for spilling. */
export type Engine = {
  readonly instance: DuckDBInstance;
  readonly tempDir: string;
  readonly connect: () => Promise<DuckDBConnection>;
  readonly close: () => Promise<void>;
};

/** Opens an engine in UTC; files are still within its reach. */
export const openEngine = async (limits: EngineLimits): Promise<Engine> => {
  const tempDir = await mkdtemp(join(tmpdir(), 'etude-duckdb-'));
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: join(tempDir, 'spill'),
    autoinstall_known_extensions: 'false',
    // On a busy machine it took a file that was written anew under its path
    // for the one that it knew. The system's own cache is as fast.
    enable_external_file_cache: 'false',
    ...(limits.threads === undefined
      ? {}
      : { threads: String(limits.threads) }),
    ...(limits.memoryLimitMb === undefined
      ? {}
      : { memory_limit: `${limits.memoryLimitMb}MB` }),
  });
  const setup = await instance.connect();
  await setup.run("SET GLOBAL TimeZone = 'UTC'");
  setup.closeSync();
  return {
    instance,
    tempDir,
    connect: () => instance.connect(),
    close: async () => {
      instance.closeSync();
      await rm(tempDir, { recursive: true, force: true });
    },
  };
};

/**
 * From here on SQL reaches files in `directories` only, and cannot undo this:
 * people write the SQL of fact tables.
 */
export const confineEngine = async (
  engine: Engine,
  directories: readonly string[],
): Promise<void> => {
  const connection = await engine.connect();
  const list = directories
    .map(directory => quotedText(`${directory}/`))
    .join(', ');
  await connection.run(`SET GLOBAL allowed_directories = [${list}]`);
  await connection.run('SET GLOBAL enable_external_access = false');
  await connection.run('SET GLOBAL lock_configuration = true');
  connection.closeSync();
};
