import { testTableSql } from '@etude/warehouse';
import type { EngineUnderTest } from '@etude/warehouse';
import { installClient, startTranslatedEngine } from '@etude/warehouse/testing';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabricksLibrary } from '../databricks-client';
import { createDatabricksDriver } from '../databricks-driver';
import type { DatabricksDriverOptions } from '../databricks-driver';
import { HTTP_PATH, TOKEN, startDatabricksServer } from './databricks-server';

type Server = Awaited<ReturnType<typeof startDatabricksServer>>;

/** The client before a server of the tests, with what its own tests ask. */
export type DatabricksUnderTest = EngineUnderTest & {
  readonly server: Server;
  /** That of the server, which only the driver's own options trust. */
  readonly certificate: string;
  readonly connect: (
    options?: Partial<DatabricksDriverOptions>,
  ) => EngineUnderTest['driver'];
};

const CLIENT = join(__dirname, '..', '..', 'client');

/** A certificate of the loopback address, for an hour of tests. */
const makeCertificate = async (): Promise<
  | { readonly key: string; readonly cert: string }
  | { readonly unavailable: string }
> => {
  const folder = await mkdtemp(join(tmpdir(), 'etude-databricks-'));
  try {
    const [keyFile, certFile] = [join(folder, 'key'), join(folder, 'cert')];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
        ...[
          '-subj',
          '/CN=localhost',
          '-addext',
          'subjectAltName=DNS:localhost',
        ],
        ...['-keyout', keyFile, '-out', certFile],
      ],
      { stdio: 'pipe' },
    );
    return {
      key: await readFile(keyFile, 'utf8'),
      cert: await readFile(certFile, 'utf8'),
    };
  } catch (error) {
    return { unavailable: `openssl made no certificate: ${String(error)}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Starts what answers, and installs the client that asks. */
export const startDatabricks = async (): Promise<
  DatabricksUnderTest | { readonly unavailable: string }
> => {
  const requireClient = await installClient(CLIENT);
  if ('unavailable' in requireClient) return requireClient;
  const tls = await makeCertificate();
  if ('unavailable' in tls) return tls;
  const engine = startTranslatedEngine('spark');
  if ('unavailable' in engine) return engine;
  const server = await startDatabricksServer(engine, requireClient, tls);
  const connect: DatabricksUnderTest['connect'] = options =>
    createDatabricksDriver({
      host: 'localhost',
      port: server.port,
      httpPath: HTTP_PATH,
      login: { kind: 'access-token', token: TOKEN },
      certificateAuthority: tls.cert,
      schemaPath: ['main', 'web'],
      loadLibrary: () => requireClient('@databricks/sql') as DatabricksLibrary,
      ...options,
    });
  const driver = connect();
  return {
    name: 'the client of Databricks before DuckDB',
    server,
    certificate: tls.cert,
    connect,
    driver,
    load: async table => {
      const loaded = await engine.load(testTableSql(table, 'duckdb'));
      if ('problem' in loaded) throw new Error(loaded.problem.message);
    },
    stop: async () => {
      await driver.close();
      await server.stop();
      await engine.stop();
    },
  };
};
