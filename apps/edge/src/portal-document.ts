import { EtudeError } from '@etude/kernel';
import { SIGNATURE_HEADER } from './state-signature';

/** Text that the portal publishes for edges, as it came. */
export type PortalDocument = {
  readonly body: string;
  /** Null where the portal, or a proxy, gives none. */
  readonly etag: string | null;
  readonly signature: string | null;
};

/** How to ask for a document. */
export type PortalDocumentRequest = {
  readonly backendUrl: string;
  /** Service token of this edge. */
  readonly token: string;
  readonly fetch: typeof fetch;
  /** Below `/api`, such as `/flags/v1/state`. */
  readonly path: string;
  /** What it is called in errors. */
  readonly what: string;
  /** Of the document that is there already. */
  readonly etag: string | null;
  readonly signal: AbortSignal;
};

const REQUEST_TIMEOUT_MS = 10_000;

/**
 * A document of the portal, or null when it is still the one of `etag`.
 *
 * @throws ETUDE_STATE_UNAVAILABLE when the portal does not give it, and what
 * `fetch` throws when there is no answer.
 */
export const fetchPortalDocument = async ({
  backendUrl,
  token,
  fetch,
  path,
  what,
  etag,
  signal,
}: PortalDocumentRequest): Promise<PortalDocument | null> => {
  const headers = new Headers({ accept: 'application/json' });
  if (token !== '') headers.set('authorization', `Bearer ${token}`);
  if (etag !== null) headers.set('if-none-match', etag);
  const response = await fetch(`${backendUrl}/api${path}`, {
    headers,
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
  });
  if (response.status === 304 && etag !== null) return null;
  if (!response.ok) {
    await response.body?.cancel();
    throw new EtudeError(
      `The portal answered ${response.status} to the request for ${what}. Check ETUDE_BACKEND_URL and ETUDE_EDGE_TOKEN.`,
      { code: 'ETUDE_STATE_UNAVAILABLE', kind: 'operational' },
    );
  }
  return {
    body: await response.text(),
    etag: response.headers.get('etag'),
    signature: response.headers.get(SIGNATURE_HEADER),
  };
};

/** Why the portal could not be asked, with the reason below the reason. */
export const describeFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // Node's fetch hides the reason (ECONNREFUSED…) in the cause.
  return error.cause instanceof Error
    ? `${error.message}: ${error.cause.message}`
    : error.message;
};
