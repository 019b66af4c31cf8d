import type { ResolvedCredential, Resolver } from '@etude/resolver';
import type { EdgeRequest } from './http-message';

const BEARER = /^Bearer +(\S+) *$/i;

const secretOfAuthorization = (
  authorization: EdgeRequest['headers'][string],
): string | null =>
  typeof authorization === 'string'
    ? (BEARER.exec(authorization)?.[1] ?? null)
    : null;

/** The client secret of an OFREP request, or null when it has none. */
export const secretOfHeaders = ({ headers }: EdgeRequest): string | null => {
  const bearer = secretOfAuthorization(headers['authorization']);
  if (bearer !== null) return bearer;
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' && apiKey !== '' ? apiKey : null;
};

/**
 * The credential that a client secret belongs to, or null when it is unknown
 * or revoked. Only its SHA-256 is looked up: states hold no secrets.
 */
export const authenticate = (
  resolver: Resolver,
  secret: string | null,
  sha256: (text: string) => string,
): ResolvedCredential | null =>
  secret === null ? null : (resolver.findCredential(sha256(secret)) ?? null);

/** Headers that are remembered, in one state. */
const MAX_REMEMBERED = 1_000;

/**
 * Authenticates by headers and remembers `Authorization` headers that name a
 * credential of one state, so that hashing is not repeated. It goes with its
 * state, and what it remembers of a revoked credential with it.
 */
export class HeaderAuthenticator {
  readonly #resolver: Resolver;
  readonly #known = new Map<string, ResolvedCredential>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** The credential of a request, or null. */
  credentialOf(
    request: EdgeRequest,
    sha256: (text: string) => string,
  ): ResolvedCredential | null {
    const { authorization } = request.headers;
    if (typeof authorization !== 'string') {
      return authenticate(this.#resolver, secretOfHeaders(request), sha256);
    }
    const known = this.#known.get(authorization);
    if (known !== undefined) return known;
    const secret = secretOfAuthorization(authorization);
    if (secret === null) {
      return authenticate(this.#resolver, secretOfHeaders(request), sha256);
    }
    const found = authenticate(this.#resolver, secret, sha256);
    // Unknown secrets are not kept: there is no end of them.
    if (found !== null && this.#known.size < MAX_REMEMBERED) {
      this.#known.set(authorization, found);
    }
    return found;
  }
}
