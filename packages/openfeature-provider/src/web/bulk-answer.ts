import type { JsonValue } from '@etude/flags';
import { requestEdge } from '../delivery/transport';
import type { EdgeConnection } from '../delivery/transport';

/** One key of a bulk answer; without a value the code default applies. */
export type BulkFlag = {
  readonly key: string;
  readonly value?: JsonValue;
  readonly reason?: string;
  readonly variant?: string;
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
  readonly errorCode?: string;
  readonly errorDetails?: string;
};

/** What `POST /ofrep/v1/evaluate/flags` of an edge answers. */
export type BulkAnswer = {
  readonly flags: readonly BulkFlag[];
  /** Present where assignments are logged when a flag is read. */
  readonly etude?: {
    readonly resolveToken: string;
    /** Ids of the flags that have an assignment to log. */
    readonly apply: readonly string[];
  };
};

/** All flags of a client for one context. */
export type ContextFlags = {
  readonly byKey: ReadonlyMap<string, BulkFlag>;
  /** Empty where the edge logged the assignments with the answer. */
  readonly resolveToken: string;
  /** Ids of the flags to apply when they are read. */
  readonly apply: ReadonlySet<string>;
  readonly etag: string | null;
};

const isBulkAnswer = (body: unknown): body is BulkAnswer =>
  typeof body === 'object' &&
  body !== null &&
  'flags' in body &&
  Array.isArray(body.flags);

/**
 * The flags of a bulk answer by key.
 *
 * @throws Error when it is not a bulk answer.
 */
export const readBulkAnswer = (
  body: unknown,
  etag: string | null,
): ContextFlags => {
  if (!isBulkAnswer(body)) {
    throw new Error(
      'The answer is not an OFREP bulk answer. Check that the address is that of an Etude edge.',
    );
  }
  return {
    byKey: new Map(body.flags.map(flag => [flag.key, flag])),
    resolveToken: body.etude?.resolveToken ?? '',
    apply: new Set(body.etude?.apply ?? []),
    etag,
  };
};

/**
 * All flags for `context`; null when the edge has nothing newer than `etag`.
 *
 * @throws EdgeRequestError without an answer.
 */
export const fetchFlags = async (
  connection: EdgeConnection,
  context: Readonly<Record<string, unknown>>,
  etag: string | null,
): Promise<ContextFlags | null> => {
  const response = await requestEdge(connection, '/ofrep/v1/evaluate/flags', {
    method: 'POST',
    headers: etag === null ? {} : { 'if-none-match': etag },
    // Assignments are logged when a flag is read and not when it is fetched.
    body: { context, apply: false },
  });
  if (response.status === 304) return null;
  const body: unknown = await response.json();
  return readBulkAnswer(body, response.headers.get('etag'));
};
