import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The project that holds chDB, apart from the product because of its size. */
export const ENGINE_FOLDER = join(__dirname, '..', '..', 'engine');

const RELEASES = join(ENGINE_FOLDER, '..', '..', '..', '.yarn', 'releases');
// Written last, when everything is in place.
const IS_THERE = join(ENGINE_FOLDER, 'node_modules', '.yarn-state.yml');
const LOCK = join(ENGINE_FOLDER, '.installing');
const INSTALL_TIMEOUT_MS = 280_000;

/** Files of tests run side by side; one of them installs, the others wait. */
const takeLock = async (): Promise<boolean> => {
  try {
    await mkdir(LOCK);
    return true;
  } catch {
    // Somebody installs, or was killed while they did.
    const lock = await stat(LOCK).catch(() => null);
    const now = performance.timeOrigin + performance.now();
    if (lock !== null && now - lock.mtimeMs > INSTALL_TIMEOUT_MS) {
      await rm(LOCK, { recursive: true, force: true });
    }
    return false;
  }
};

const install = async (): Promise<string> => {
  const yarn = readdirSync(RELEASES).find(name => name.endsWith('.cjs'));
  process.stderr.write('installing ClickHouse (chdb, 550 MB) …\n');
  const run = spawn(
    process.execPath,
    [join(RELEASES, yarn ?? 'yarn.cjs'), 'install', '--immutable'],
    {
      cwd: ENGINE_FOLDER,
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

/** Installs chDB where it is not yet, or tells why it cannot be. */
export const installEngine = async (): Promise<{
  readonly unavailable: string;
} | null> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      unavailable: 'the ClickHouse of the tests runs on Linux x64 only',
    };
  }
  while (!existsSync(IS_THERE)) {
    if (!(await takeLock())) {
      await delay(500);
      continue;
    }
    try {
      const output = existsSync(IS_THERE) ? '' : await install();
      if (!existsSync(IS_THERE)) {
        return {
          unavailable: `chdb could not be installed in ${ENGINE_FOLDER}: ${output.slice(-500)}`,
        };
      }
    } finally {
      await rm(LOCK, { recursive: true, force: true });
    }
  }
  return null;
};
