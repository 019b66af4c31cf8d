/// <reference types="node" />
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const RELEASES = resolve(__dirname, '../../../../.yarn/releases');
const INSTALL_TIMEOUT_MS = 280_000;

/** Files of tests run side by side; one of them installs, the others wait. */
const takeLock = async (lock: string): Promise<boolean> => {
  try {
    await mkdir(lock);
    return true;
  } catch {
    // Somebody installs, or was killed while they did.
    const held = await stat(lock).catch(() => null);
    const now = performance.timeOrigin + performance.now();
    if (held !== null && now - held.mtimeMs > INSTALL_TIMEOUT_MS) {
      await rm(lock, { recursive: true, force: true });
    }
    return false;
  }
};

const install = async (folder: string): Promise<string> => {
  const yarn = readdirSync(RELEASES).find(name => name.endsWith('.cjs'));
  process.stderr.write(`installing what is named in ${folder} …\n`);
  const run = spawn(
    process.execPath,
    [join(RELEASES, yarn ?? 'yarn.cjs'), 'install', '--immutable'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: INSTALL_TIMEOUT_MS,
    },
  );
  let output = '';
  run.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  await once(run, 'exit');
  return output;
};

/**
 * Installs, where it is not yet, the client library that the yarn project in
 * `folder` names: a project of its own, so that the product does not install
 * it. Gives what loads a library from there, or why it cannot be.
 */
export const installClient = async (
  folder: string,
): Promise<NodeJS.Require | { readonly unavailable: string }> => {
  // Written last, when everything is in place.
  const isThere = join(folder, 'node_modules', '.yarn-state.yml');
  const lock = join(folder, '.installing');
  while (!existsSync(isThere)) {
    if (!(await takeLock(lock))) {
      await delay(500);
      continue;
    }
    try {
      const output = existsSync(isThere) ? '' : await install(folder);
      if (!existsSync(isThere)) {
        return {
          unavailable: `the client could not be installed in ${folder}: ${output.slice(-500)}`,
        };
      }
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }
  return createRequire(join(folder, 'package.json'));
};
