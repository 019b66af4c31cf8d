import { testTableSql } from '@etude/warehouse';
import type { EngineUnderTest } from '@etude/warehouse';
import { installClient, startTranslatedEngine } from '@etude/warehouse/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BigQueryLibrary } from '../bigquery-client';
import { createBigQueryDriver } from '../bigquery-driver';
import type { BigQueryDriverOptions } from '../bigquery-driver';
import { startBigQueryServer } from './bigquery-server';

type Server = Awaited<ReturnType<typeof startBigQueryServer>>;

/** The client before a server of the tests, with what its own tests ask. */
export type BigQueryUnderTest = EngineUnderTest & {
  readonly server: Server;
  readonly connect: (
    options?: Partial<BigQueryDriverOptions>,
  ) => EngineUnderTest['driver'];
};

const CLIENT = join(__dirname, '..', '..', 'client');

/** Starts what answers, and installs the client that asks. */
export const startBigQuery = async (): Promise<
  BigQueryUnderTest | { readonly unavailable: string }
> => {
  const requireClient = await installClient(CLIENT);
  if ('unavailable' in requireClient) return requireClient;
  const engine = startTranslatedEngine('bigquery');
  if ('unavailable' in engine) return engine;
  const server = await startBigQueryServer(engine);
  const folder = await mkdtemp(join(tmpdir(), 'etude-bigquery-'));
  const identity = join(folder, 'identity');
  await writeFile(identity, 'workload');
  const credentials = JSON.stringify({
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/x',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${server.url}/v1/token`,
    credential_source: { file: identity },
  });
  const connect: BigQueryUnderTest['connect'] = options =>
    createBigQueryDriver({
      projectId: 'shop',
      dataset: 'web',
      credentials,
      apiEndpoint: server.url,
      loadLibrary: () =>
        requireClient('@google-cloud/bigquery') as BigQueryLibrary,
      ...options,
    });
  const driver = connect();
  return {
    name: 'the client of BigQuery before DuckDB',
    server,
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
      await rm(folder, { recursive: true, force: true });
    },
  };
};
