import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installDebianPackage } from '../browser';
import { freePort } from '../start/free-port';

/** A PostgreSQL of the test's own, or why there is none. */
export type TestPostgres =
  | {
      readonly kind: 'running';
      readonly connectionString: string;
      readonly stop: () => void;
    }
  | { readonly kind: 'absent'; readonly why: string };

const binDirs = (): string[] => {
  const debian = '/usr/lib/postgresql';
  const versions = fs.existsSync(debian)
    ? fs.readdirSync(debian).map(version => path.join(debian, version, 'bin'))
    : [];
  return [...versions, ...(process.env['PATH'] ?? '').split(path.delimiter)];
};

const findBinDir = (): string | undefined =>
  binDirs().find(
    dir =>
      fs.existsSync(path.join(dir, 'initdb')) &&
      fs.existsSync(path.join(dir, 'pg_ctl')),
  );

type Runner = (program: string, args: readonly string[]) => boolean;

type Account = { readonly uid: number; readonly gid: number };

const idOf = (flag: '-u' | '-g'): number | undefined => {
  const { status, stdout } = spawnSync('id', [flag, 'postgres'], {
    encoding: 'utf8',
  });
  return status === 0 ? Number(stdout) : undefined;
};

// PostgreSQL refuses to run as root, so root lends it the account 'postgres'.
const lentAccount = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
};

const runnerFor = (binDir: string, account: Account | undefined): Runner => {
  return (program, args) => {
    const run = spawnSync(path.join(binDir, program), args, {
      stdio: 'ignore',
      cwd: '/',
      ...account,
    });
    return run.status === 0;
  };
};

const makeDataDir = (account: Account | undefined): string => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'etude-postgres-'));
  fs.chmodSync(dir, 0o755);
  const dataDir = path.join(dir, 'data');
  fs.mkdirSync(dataDir, { mode: 0o700 });
  if (account) {
    fs.chownSync(dir, account.uid, account.gid);
    fs.chownSync(dataDir, account.uid, account.gid);
  }
  return dataDir;
};

/**
 * Starts a PostgreSQL in a folder of its own: the machine's, or Debian's
 * package where that can be installed.
 */
export const startTestPostgres = async (): Promise<TestPostgres> => {
  let binDir = findBinDir();
  if (!binDir && installDebianPackage(['postgresql'])) binDir = findBinDir();
  if (!binDir) {
    return {
      kind: 'absent',
      why: 'no PostgreSQL on this machine and none could be installed; stores are tested on SQLite only.',
    };
  }
  const account = lentAccount();
  const run = runnerFor(binDir, account);
  const dataDir = makeDataDir(account);
  const port = await freePort();
  const started =
    run('initdb', [
      '-D',
      dataDir,
      '-U',
      'etude',
      '-A',
      'trust',
      '-E',
      'UTF8',
    ]) &&
    run('pg_ctl', [
      '-D',
      dataDir,
      '-w',
      '-l',
      path.join(path.dirname(dataDir), 'log'),
      '-o',
      `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=300`,
      'start',
    ]);
  if (!started) {
    return {
      kind: 'absent',
      why: `PostgreSQL in ${binDir} could not be started; stores are tested on SQLite only.`,
    };
  }
  return {
    kind: 'running',
    connectionString: `postgresql://etude@127.0.0.1:${port}/postgres`,
    stop: () => {
      run('pg_ctl', ['-D', dataDir, '-m', 'immediate', 'stop']);
      spawn('rm', ['-rf', path.dirname(dataDir)], { stdio: 'ignore' });
    },
  };
};
