import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS_FOLDER } from './engine-process';

const RELEASES = join(PEERS_FOLDER, '..', '..', '.yarn', 'releases');

/** Installs the published SDKs where they are not yet; needs the registry. */
export const installPeers = (): void => {
  if (existsSync(join(PEERS_FOLDER, 'node_modules', '.yarn-state.yml'))) return;
  const yarn = readdirSync(RELEASES).find(name => name.endsWith('.cjs'));
  process.stderr.write('installing the published SDKs …\n');
  const { status } = spawnSync(
    process.execPath,
    [join(RELEASES, yarn ?? 'yarn.cjs'), 'install', '--immutable'],
    { cwd: PEERS_FOLDER, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) {
    throw new Error(
      `The published SDKs could not be installed (status ${status}). Run 'yarn install' in ${PEERS_FOLDER} to see why; it needs the npm registry.`,
    );
  }
};
