import { loadClient } from '@etude/warehouse';
import { createRequire } from 'node:module';
import type {
  DatabricksClient,
  DatabricksLibrary,
  DatabricksSession,
} from './databricks-client';

/** How a program logs in; secrets stay here, no error repeats them. */
export type DatabricksLogin =
  | {
      /** A service principal by OAuth. */
      readonly kind: 'service-principal';
      readonly clientId: string;
      readonly clientSecret: string;
    }
  | {
      /** A personal access token. */
      readonly kind: 'access-token';
      readonly token: string;
    };

export type DatabricksConnectionOptions = {
  /** `dbc-….cloud.databricks.com`, without a protocol. */
  readonly host: string;
  readonly port?: number;
  /** `/sql/1.0/warehouses/…` */
  readonly httpPath: string;
  readonly login: DatabricksLogin;
  /** Certificate (PEM) to trust besides those that Node.js knows. */
  readonly certificateAuthority?: string;
  /** Catalog and schema of names that do not say theirs. */
  readonly schemaPath?: readonly string[];
  /** The client library, where it is installed elsewhere. */
  readonly loadLibrary?: () => DatabricksLibrary;
};

/** A session, and the client that holds its connection. */
export type OpenSession = {
  readonly client: DatabricksClient;
  readonly session: DatabricksSession;
  readonly lost: Promise<never>;
};

// With the versions that the driver knows.
const LIBRARY = '@databricks/sql@^2.0.0';

const requireLibrary = (): DatabricksLibrary =>
  createRequire(__filename)('@databricks/sql') as DatabricksLibrary;

const loginOptions = (login: DatabricksLogin) =>
  login.kind === 'access-token'
    ? { authType: 'access-token', token: login.token }
    : {
        authType: 'databricks-oauth',
        oauthClientId: login.clientId,
        oauthClientSecret: login.clientSecret,
      };

/** Connects, logs in and opens a session. */
export const connectDatabricks = async (
  options: DatabricksConnectionOptions,
): Promise<OpenSession> => {
  const { DBSQLClient } = loadClient(
    'Databricks',
    LIBRARY,
    options.loadLibrary ?? requireLibrary,
  );
  const client = new DBSQLClient({ logger: { log: () => undefined } });
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
  });
  // Nobody may be waiting when it goes.
  lost.catch(() => undefined);
  await client.connect({
    host: options.host,
    path: options.httpPath,
    ...loginOptions(options.login),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.certificateAuthority === undefined
      ? {}
      : { customCaCert: options.certificateAuthority }),
    userAgentEntry: 'Etude',
    telemetryEnabled: false,
    retryMaxAttempts: 3,
  });
  const session = await Promise.race([client.openSession(), lost]);
  return { client, session, lost };
};
