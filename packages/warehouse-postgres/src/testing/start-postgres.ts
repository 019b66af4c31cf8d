import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** A server of the test's own: superuser `etude`, password {@link PASSWORD}. */
export type TestServer = {
  readonly host: string;
  readonly port: number;
  readonly version: string;
  /** The certificate that the server shows, where `openssl` made one. */
  readonly certificate: string | null;
  readonly stop: () => void;
};

/** What the account `etude` logs in with. */
export const PASSWORD = "s3cret'%/ü";

const newestBinFolder = (): string | undefined => {
  if (!existsSync(DEBIAN_FOLDER)) return undefined;
  return readdirSync(DEBIAN_FOLDER)
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(DEBIAN_FOLDER, version, 'bin'))
    .find(folder => existsSync(join(folder, 'initdb')));
};

type Account = { readonly uid?: number; readonly gid?: number };

// PostgreSQL refuses to run as root.
const accountToRunAs = (): Account => {
  if (process.getuid?.() !== 0) return {};
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(line => line.startsWith('postgres:'));
  const [, , uid, gid] = entry?.split(':') ?? [];
  return uid === undefined ? {} : { uid: Number(uid), gid: Number(gid) };
};

/** A certificate for this address, in `folder`, signed by itself. */
const makeCertificate = (folder: string, account: Account): string | null => {
  const names = [
    '-subj',
    '/CN=etude',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  ];
  const files = ['-keyout', 'server.key', '-out', 'server.crt'];
  const { status } = spawnSync(
    'openssl',
    ['req', '-x509', '-nodes', '-newkey', 'rsa:2048', ...names, ...files],
    { cwd: folder, ...account, stdio: 'ignore' },
  );
  if (status !== 0) return null;
  return readFileSync(join(folder, 'server.crt'), 'utf8');
};

/**
 * Starts the newest PostgreSQL of the machine in a folder of its own, on a port
 * that the system gives, or tells why not.
 */
export const startPostgres = (): TestServer | { unavailable: string } => {
  const bin = newestBinFolder();
  if (bin === undefined) {
    return { unavailable: `no PostgreSQL under ${DEBIAN_FOLDER}` };
  }
  const account = accountToRunAs();
  const folder = mkdtempSync(join(tmpdir(), 'etude-warehouse-postgres-'));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, `${PASSWORD}\n`);
  chmodSync(folder, 0o755);
  if (account.uid !== undefined && account.gid !== undefined) {
    for (const each of [folder, data]) {
      chownSync(each, account.uid, account.gid);
    }
  }
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const run = (program: string, args: readonly string[]) =>
    spawnSync(join(bin, program), args, {
      cwd: folder,
      ...account,
      stdio: 'ignore',
    }).status === 0;

  const certificate = makeCertificate(folder, account);
  const port = 20_000 + (process.pid % 20_000);
  const isUp =
    run(
      'initdb',
      ['-D', data, '-U', 'etude', '-A', 'scram-sha-256', '-E', 'UTF8'].concat([
        '--no-sync',
        '--no-locale',
        `--pwfile=${passwordFile}`,
      ]),
    ) &&
    run('pg_ctl', [
      ...['-D', data, '-w', '-l', join(folder, 'log'), '-o'],
      `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off${certificate === null ? '' : ` -c ssl=on -c ssl_cert_file=${folder}/server.crt -c ssl_key_file=${folder}/server.key`}`,
      'start',
    ]);
  if (!isUp) {
    const log = join(folder, 'log');
    const why = existsSync(log) ? readFileSync(log, 'utf8').slice(-500) : '';
    remove();
    return { unavailable: `PostgreSQL in ${bin} did not start. ${why}` };
  }
  return {
    host: '127.0.0.1',
    port,
    certificate,
    version: readFileSync(join(data, 'PG_VERSION'), 'utf8').trim(),
    stop: () => {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      remove();
    },
  };
};
