import { EtudeError } from '@etude/kernel';
import type { ClientConfig } from 'pg';

/**
 * How a connection is protected: `off`, `encrypt` (any certificate: keeps out
 * listeners, not impostors) or `verify`, against the machine's authorities or
 * those of `ca` (PEM).
 */
export type PostgresTls =
  'off' | 'encrypt' | 'verify' | { readonly ca: string };

/**
 * Where the database is. The secret comes in here and stays: no message, detail
 * or cause of an error repeats it. A URL may carry `sslmode`, as for `psql`.
 */
export type PostgresConnection =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port?: number;
      readonly database: string;
      readonly user: string;
      readonly password?: string;
    };

const SSL_MODES: Readonly<Record<string, PostgresTls>> = {
  disable: 'off',
  require: 'encrypt',
  'verify-ca': 'verify',
  'verify-full': 'verify',
};

// Neither the text nor the cause: both would hold the password.
const configError = (message: string): EtudeError =>
  new EtudeError(message, {
    code: 'ETUDE_WAREHOUSE_CONNECTION_OPTIONS',
    kind: 'user',
  });

const sslModeOf = (url: URL): PostgresTls => {
  const mode = url.searchParams.get('sslmode');
  if (mode === null) return 'off';
  const tls = SSL_MODES[mode];
  if (tls !== undefined) return tls;
  throw configError(
    `The connection URL has sslmode=${mode}, which is not supported because it may fall back to an open connection. Use one of ${Object.keys(SSL_MODES).join(', ')}.`,
  );
};

const sslOf = (tls: PostgresTls, host: string): Pick<ClientConfig, 'ssl'> => {
  if (tls === 'off') return { ssl: false };
  if (tls === 'encrypt') return { ssl: { rejectUnauthorized: false } };
  // `pg` names no host when it is an address; Node would then take any
  // certificate for 'localhost'.
  const verified = { rejectUnauthorized: true, host };
  return { ssl: tls === 'verify' ? verified : { ...verified, ca: tls.ca } };
};

const parsedUrl = (text: string): URL => {
  if (!URL.canParse(text)) {
    throw configError(
      'The connection URL of the warehouse is not a URL. Write postgres://user:password@host:5432/database, with special characters of the password percent-encoded.',
    );
  }
  const url = new URL(text);
  if (/^(postgres|postgresql|redshift):$/.test(url.protocol)) return url;
  throw configError(
    `The connection URL of the warehouse begins with ${url.protocol} but should begin with postgres:.`,
  );
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw configError(
      'The connection URL of the warehouse has a percent sign that encodes nothing. Write %25 for a percent sign.',
    );
  }
};

const fromUrl = (text: string, tls: PostgresTls | undefined): ClientConfig => {
  const url = parsedUrl(text);
  const database = decoded(url.pathname.slice(1));
  if (url.hostname === '' || url.username === '' || database === '') {
    throw configError(
      'The connection URL of the warehouse lacks its host, user or database. Write postgres://user:password@host:5432/database.',
    );
  }
  // An IPv6 address is in brackets in a URL and without them elsewhere.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    database,
    user: decoded(url.username),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(url.password === '' ? {} : { password: decoded(url.password) }),
    ...sslOf(tls ?? sslModeOf(url), host),
  };
};

/**
 * The client's configuration of a connection.
 *
 * @throws ETUDE_WAREHOUSE_CONNECTION_OPTIONS
 */
export const connectionConfig = (
  connection: PostgresConnection,
  tls?: PostgresTls,
): ClientConfig => {
  if ('url' in connection) return fromUrl(connection.url, tls);
  return { ...connection, ...sslOf(tls ?? 'off', connection.host) };
};
