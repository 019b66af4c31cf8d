import { installClient } from '@etude/warehouse/testing';
import { join } from 'node:path';

/** The project that holds chDB, apart from the product because of its size. */
export const ENGINE_FOLDER = join(__dirname, '..', '..', 'engine');

/** Installs chDB where it is not yet, or tells why it cannot be. */
export const installEngine = async (): Promise<{
  readonly unavailable: string;
} | null> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      unavailable: 'the ClickHouse of the tests runs on Linux x64 only',
    };
  }
  const installed = await installClient(ENGINE_FOLDER);
  return 'unavailable' in installed ? installed : null;
};
