import type { ResolvedCredential } from '@etude/resolver';
import { authenticate, secretOfHeaders } from '../authenticate';
import type { EdgeTools } from '../edge-tools';
import type { EventChecks } from '../event-checks/event-checks';
import type { FlagState } from '../flag-state';
import type { EdgeRequest } from '../http-message';
import type { TokenCipher } from './resolve-token/token-cipher';
import { refuse } from './wire-result';
import type { WireResult } from './wire-result';

/** What the Confidence wire is made of, over HTTP and over gRPC. */
export type WireDeps = EdgeTools & {
  readonly tokens: TokenCipher;
  /** What published events are held against. */
  readonly eventChecks: EventChecks;
  /** AES-256 key of `.enc` states; null when they are not offered. */
  readonly stateKey: Uint8Array | null;
};

/** Who asks, and the state to answer from. */
export type WireSession = {
  readonly state: FlagState;
  readonly credential: ResolvedCredential;
};

const AUTHORIZATION = /^(?:ClientSecret|Bearer) +(\S+) *$/i;

/** The client secret of a header such as `ClientSecret abc`, or null. */
export const secretOfAuthorization = (
  header: string | undefined,
): string | null => AUTHORIZATION.exec(header ?? '')?.[1] ?? null;

/** A header of a request; undefined when it is missing or repeated. */
export const headerText = (
  { headers }: EdgeRequest,
  name: string,
): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** The client secret in the headers of a request, or null. */
export const headerSecret = (request: EdgeRequest): string | null =>
  secretOfAuthorization(headerText(request, 'authorization')) ??
  secretOfHeaders(request);

const limitedSession = (
  deps: EdgeTools,
  session: WireSession,
): WireResult<WireSession> => {
  const waitSeconds = deps.rateLimit.take(session.credential);
  if (waitSeconds === 0) return { ok: true, value: session };
  const retryAfter = String(waitSeconds);
  const message = `The credential asks more often than this edge allows. Send again in ${retryAfter} s.`;
  return {
    ok: false,
    failure: { kind: 'resourceExhausted', message, retryAfter },
  };
};

/**
 * Finds the client of `secret` in the state; refuses without echoing it, and
 * when the credential asks too often.
 */
export const openSession = (
  deps: EdgeTools,
  secret: string | null,
): WireResult<WireSession> => {
  const state = deps.state.current();
  if (!state) {
    const message = 'The edge has no state yet. Send again in a second.';
    const kind = 'unavailable';
    return { ok: false, failure: { kind, message, retryAfter: '1' } };
  }
  const credential = authenticate(state.resolver, secret, deps.sha256);
  return credential
    ? limitedSession(deps, { state, credential })
    : refuse(
        'unauthenticated',
        'clientSecret is not that of a known client. Send the secret of a client of this installation.',
      );
};

/** Like {@link openSession}, for what only server credentials may do. */
export const openServerSession = (
  deps: EdgeTools,
  secret: string | null,
): WireResult<WireSession> => {
  const session = openSession(deps, secret);
  if (!session.ok || session.value.credential.kind !== 'browser')
    return session;
  return refuse(
    'permissionDenied',
    'A browser credential may resolve, apply and publish only. Use a server credential.',
  );
};
