import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];

const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Chrome or Chromium of this machine, or undefined. */
export const findBrowser = (): string | undefined => {
  const named = process.env['ETUDE_BROWSER'];
  if (named) return isExecutable(named) ? named : undefined;
  const dirs = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = dirs.flatMap(dir =>
    NAMES.map(name => path.join(dir, name)),
  );
  return [...candidates, ...MAC].find(isExecutable);
};

/** Installs Debian packages where this is root on such a machine. */
export const installDebianPackage = (names: readonly string[]): boolean => {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) {
    return false;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: 'ignore' } as const;
  spawnSync('apt-get', ['update', '-q'], options);
  const installed = spawnSync(
    'apt-get',
    ['install', '-q', '-y', '--no-install-recommends', ...names],
    options,
  );
  return installed.status === 0;
};
