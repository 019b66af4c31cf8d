import { BasicAuth, Trino } from 'trino-client';
import type { ConnectionOptions } from 'trino-client';

export type TrinoConnectionOptions = {
  /** Address of the coordinator, such as `https://trino.example.com:8443`. */
  readonly server: string;
  /** Catalog and schema of names that do not say theirs. */
  readonly catalog: string;
  readonly schema: string;
  readonly user: string;
  /** Logs in by name and password; Trino takes one over https only. */
  readonly password?: string;
  /** Logs in by a token (JWT or OAuth 2.0) instead of a password. */
  readonly accessToken?: string;
  /** Certificates (PEM) to trust besides those that Node.js knows. */
  readonly certificateAuthority?: string;
};

/** The session that every statement runs in. */
const sessionHeaders = (
  options: TrinoConnectionOptions,
  timeoutMs: number,
) => ({
  'X-Trino-User': options.user,
  'X-Trino-Time-Zone': 'UTC',
  // Without it the server rounds timestamps to milliseconds.
  'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
  'X-Trino-Session': [
    `query_max_run_time=${Math.ceil(timeoutMs)}ms`,
    // Trino computes a common table expression wherever it is read, so that
    // many metrics have more stages than the 150 it allows by default.
    'query_max_stage_count=1000',
  ].join(','),
  ...(options.accessToken === undefined
    ? {}
    : { Authorization: `Bearer ${options.accessToken}` }),
});

/** A client for one statement: the library keeps a session in each. */
export const trinoClient = (
  options: TrinoConnectionOptions,
  timeoutMs: number,
): Trino => {
  const connection: ConnectionOptions = {
    server: options.server,
    catalog: options.catalog,
    schema: options.schema,
    source: 'etude',
    extraHeaders: sessionHeaders(options, timeoutMs),
    ...(options.password === undefined
      ? {}
      : { auth: new BasicAuth(options.user, options.password) }),
    ...(options.certificateAuthority === undefined
      ? {}
      : { ssl: { ca: options.certificateAuthority } }),
  };
  return Trino.create(connection);
};
