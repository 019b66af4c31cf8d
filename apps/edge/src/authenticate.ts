import type { ResolvedCredential, Resolver } from '@etude/resolver';
import type { EdgeRequest } from './http-message';

const BEARER = /^Bearer +(\S+) *$/i;

/** The client secret of an OFREP request, or null when it has none. */
export const secretOfHeaders = ({ headers }: EdgeRequest): string | null => {
  const { authorization } = headers;
  const bearer =
    typeof authorization === 'string'
      ? BEARER.exec(authorization)?.[1]
      : undefined;
  if (bearer !== undefined) return bearer;
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' && apiKey !== '' ? apiKey : null;
};

/**
 * The credential that a client secret belongs to, or null when it is unknown
 * or revoked. Only its SHA-256 is looked up: the edge holds no secrets.
 */
export const authenticate = (
  resolver: Resolver,
  secret: string | null,
  sha256: (text: string) => string,
): ResolvedCredential | null =>
  secret === null ? null : (resolver.findCredential(sha256(secret)) ?? null);
