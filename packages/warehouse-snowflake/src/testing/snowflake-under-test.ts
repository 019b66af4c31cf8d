import { testTableSql } from '@etude/warehouse';
import type { EngineUnderTest } from '@etude/warehouse';
import { installClient, startTranslatedEngine } from '@etude/warehouse/testing';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import type { SnowflakeLibrary } from '../snowflake-client';
import { createSnowflakeDriver } from '../snowflake-driver';
import type { SnowflakeDriverOptions } from '../snowflake-driver';
import { startSnowflakeServer } from './snowflake-server';

type Server = Awaited<ReturnType<typeof startSnowflakeServer>>;

/** The client before a server of the tests, with what its own tests ask. */
export type SnowflakeUnderTest = EngineUnderTest & {
  readonly server: Server;
  readonly connect: (
    options?: Partial<SnowflakeDriverOptions>,
  ) => EngineUnderTest['driver'];
};

const CLIENT = join(__dirname, '..', '..', 'client');
/** What the private key of the tests is encrypted with. */
export const PASSPHRASE = 'hunter2';

/** A key of 2048 bits, the private half encrypted. */
export const makeKey = () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
  });
  const pem = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: PASSPHRASE,
  });
  return { publicKey, privateKey: String(pem) };
};

/** Starts what answers, and installs the client that asks. */
export const startSnowflake = async (): Promise<
  SnowflakeUnderTest | { readonly unavailable: string }
> => {
  const requireClient = await installClient(CLIENT);
  if ('unavailable' in requireClient) return requireClient;
  const engine = startTranslatedEngine('snowflake');
  if ('unavailable' in engine) return engine;
  const { publicKey, privateKey } = makeKey();
  const server = await startSnowflakeServer(engine, publicKey);
  const connect: SnowflakeUnderTest['connect'] = options =>
    createSnowflakeDriver({
      account: 'shop-eu',
      login: {
        kind: 'key-pair',
        user: 'etude',
        privateKey,
        passphrase: PASSPHRASE,
      },
      computeWarehouse: 'REPORTS',
      database: 'SHOP',
      schema: 'WEB',
      accessUrl: server.url,
      loadLibrary: () => requireClient('snowflake-sdk') as SnowflakeLibrary,
      ...options,
    });
  const driver = connect();
  return {
    name: 'the client of Snowflake before DuckDB',
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
    },
  };
};
