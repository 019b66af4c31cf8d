import { loadClient, silenceOf, warehouseError } from '@etude/warehouse';
import { createRequire } from 'node:module';
import type { SnowflakeConnection, SnowflakeLibrary } from './snowflake-client';

/** How a program logs in; secrets stay here, no error repeats them. */
export type SnowflakeLogin =
  | {
      readonly kind: 'key-pair';
      readonly user: string;
      /** PEM (PKCS#8) of the key whose public half the user has. */
      readonly privateKey: string;
      readonly passphrase?: string;
    }
  | {
      readonly kind: 'access-token';
      readonly user: string;
      /** A programmatic access token. */
      readonly token: string;
    }
  | {
      readonly kind: 'oauth-client';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly tokenUrl: string;
      readonly scope?: string;
    };

export type SnowflakeConnectionOptions = {
  /** `organization-account`, as in the address of the account. */
  readonly account: string;
  readonly login: SnowflakeLogin;
  /** The virtual warehouse that computes. */
  readonly computeWarehouse: string;
  readonly database?: string;
  readonly schema?: string;
  readonly role?: string;
  /** Another address, such as that of a private link. */
  readonly accessUrl?: string;
  /** The client library, where it is installed elsewhere. */
  readonly loadLibrary?: () => SnowflakeLibrary;
};

// With the versions that the driver knows.
const LIBRARY = 'snowflake-sdk@^3.0.0';
const MAX_LOGIN_RETRIES = 2;

const requireLibrary = (): SnowflakeLibrary =>
  createRequire(__filename)('snowflake-sdk') as SnowflakeLibrary;

const loginOptions = (login: SnowflakeLogin) => {
  switch (login.kind) {
    case 'key-pair':
      return {
        authenticator: 'SNOWFLAKE_JWT',
        username: login.user,
        privateKey: login.privateKey,
        ...(login.passphrase === undefined
          ? {}
          : { privateKeyPass: login.passphrase }),
      };
    case 'access-token':
      return {
        authenticator: 'PROGRAMMATIC_ACCESS_TOKEN',
        username: login.user,
        token: login.token,
      };
    case 'oauth-client':
      return {
        authenticator: 'OAUTH_CLIENT_CREDENTIALS',
        oauthClientId: login.clientId,
        oauthClientSecret: login.clientSecret,
        oauthTokenRequestUrl: login.tokenUrl,
        ...(login.scope === undefined ? {} : { oauthScope: login.scope }),
      };
    default:
      return login satisfies never;
  }
};

const given = (options: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );

/** Logs in and opens a session. */
export const connectSnowflake = async (
  options: SnowflakeConnectionOptions,
  answerTimeoutMs: number,
): Promise<SnowflakeConnection> => {
  const library = loadClient(
    'Snowflake',
    LIBRARY,
    options.loadLibrary ?? requireLibrary,
  );
  // Else it writes a log into the folder of the process.
  library.configure({ logLevel: 'OFF', additionalLogToConsole: false });
  const connection = library.createConnection({
    ...loginOptions(options.login),
    ...given({
      account: options.account,
      accessUrl: options.accessUrl,
      warehouse: options.computeWarehouse,
      database: options.database,
      schema: options.schema,
      role: options.role,
    }),
    application: 'Etude',
    // Else NULL is the text 'NULL' wherever a value is fetched as text.
    representNullAsStringNull: false,
    // A session ends after four hours without a query otherwise.
    clientSessionKeepAlive: true,
    sfRetryMaxLoginRetries: MAX_LOGIN_RETRIES,
  });
  const { promise: answered, resolve } = Promise.withResolvers<unknown>();
  connection.connect(error => resolve(error ?? undefined));
  const failure = await Promise.race([answered, silenceOf(answerTimeoutMs)]);
  if (failure === undefined) return connection;
  if (failure instanceof Error) throw failure;
  throw warehouseError(
    'unreachable',
    `Snowflake did not take the login within ${answerTimeoutMs} ms. Check the account, and that the network lets this machine through.`,
  );
};
