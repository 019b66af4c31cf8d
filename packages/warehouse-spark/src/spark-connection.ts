import { HiveClient, auth, connections, thrift } from 'hive-driver';

export type SparkConnectionOptions = {
  readonly host: string;
  readonly port: number;
  /** Thrift over HTTP at this path instead of plain TCP. */
  readonly httpPath?: string;
  /** Encrypts and checks the server's certificate. */
  readonly tls?: boolean;
  /** Certificates (PEM) to trust besides those that Node.js knows. */
  readonly certificateAuthority?: string;
  /** Without a user nobody logs in (the server runs with NOSASL). */
  readonly user?: string;
  readonly password?: string;
  /** Catalog and schema of names that do not say theirs. */
  readonly schemaPath?: readonly string[];
};

type Client = InstanceType<typeof HiveClient>;
type ClientParameters = ConstructorParameters<typeof HiveClient>;

/** Generated code, which the library exports as any. */
type ThriftModules = {
  readonly TCLIService: ClientParameters[0];
  readonly TCLIService_types: ClientParameters[1];
};

/** A session of the server, which statements run in side by side. */
export type SparkSession = {
  readonly session: Awaited<ReturnType<Client['openSession']>>;
  /** Never resolves; rejects when the connection is lost. */
  readonly lost: Promise<never>;
  readonly disconnect: () => void;
};

// HIVE_CLI_SERVICE_PROTOCOL_V8: what Spark's Thrift server speaks since 2.0.
const PROTOCOL = 7;

const authentication = ({
  user,
  password,
  httpPath,
}: SparkConnectionOptions) => {
  const account = { username: user ?? 'anonymous', password: password ?? '' };
  if (httpPath !== undefined) return new auth.PlainHttpAuthentication(account);
  return user === undefined
    ? new auth.NoSaslAuthentication()
    : new auth.PlainTcpAuthentication(account);
};

/** What the library takes; left alone, it trusts any certificate. */
const libraryOptions = (options: SparkConnectionOptions) => {
  const trust = {
    rejectUnauthorized: true,
    ...(options.certificateAuthority === undefined
      ? {}
      : { ca: options.certificateAuthority }),
  };
  const tls = options.tls === true;
  if (options.httpPath === undefined) return tls ? { ssl: true, ...trust } : {};
  return {
    path: options.httpPath,
    https: tls,
    ...(tls ? { nodeOptions: trust } : {}),
  };
};

/** Connects, logs in and opens a session. */
export const connectSpark = async (
  options: SparkConnectionOptions,
): Promise<SparkSession> => {
  const { TCLIService, TCLIService_types: types } = thrift as ThriftModules;
  const client = new HiveClient(TCLIService, types);
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
    client.on('close', () => reject(new Error('The connection was closed.')));
  });
  // Nobody may be waiting when it goes.
  lost.catch(() => undefined);
  await client.connect(
    {
      host: options.host,
      port: options.port,
      options: libraryOptions(options),
    },
    options.httpPath === undefined
      ? new connections.TcpConnection()
      : new connections.HttpConnection(),
    authentication(options),
  );
  const session = await Promise.race([
    client.openSession({
      client_protocol: PROTOCOL,
      ...(options.user === undefined ? {} : { username: options.user }),
    }),
    lost,
  ]);
  return { session, lost, disconnect: () => client.close() };
};
