import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The project that holds workerd, apart from the product because of its size. */
const FOLDER = join(__dirname, '..', '..', '..', 'workerd');
const PROGRAM = join(
  FOLDER,
  'node_modules/@cloudflare/workerd-linux-64/bin/workerd',
);
const RELEASES = join(FOLDER, '..', '..', '..', '.yarn', 'releases');
const INSTALL_MS = 120_000;

/** Where workerd is, or why it is not to be had here. */
export type WorkerdProgram =
  { readonly path: string } | { readonly unavailable: string };

/**
 * The Workers runtime: the program that `ETUDE_WORKERD` names, or one that is
 * installed when it is first asked for.
 */
export const workerdProgram = (): WorkerdProgram => {
  const { ETUDE_WORKERD: given } = process.env;
  if (given !== undefined) {
    return existsSync(given)
      ? { path: given }
      : { unavailable: `ETUDE_WORKERD names '${given}', which is not there` };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { unavailable: 'the workerd of the tests runs on Linux x64 only' };
  }
  if (existsSync(PROGRAM)) return { path: PROGRAM };
  const yarn = readdirSync(RELEASES).find(name => name.endsWith('.cjs'));
  process.stderr.write('installing workerd (130 MB) …\n');
  const { stdout } = spawnSync(
    process.execPath,
    [join(RELEASES, yarn ?? 'yarn.cjs'), 'install', '--immutable'],
    { cwd: FOLDER, encoding: 'utf8', timeout: INSTALL_MS },
  );
  return existsSync(PROGRAM)
    ? { path: PROGRAM }
    : { unavailable: `workerd could not be installed: ${stdout.slice(-500)}` };
};
