import type { ResolvedCredential } from '@etude/resolver';
import { authenticate, secretOfHeaders } from '../authenticate';
import type { EdgeTools } from '../edge-tools';
import type { FlagState } from '../flag-state';
import { jsonResponse } from '../http-message';
import type { EdgeRequest, EdgeResponse } from '../http-message';
import { rateRefusal } from '../rate-limit';

/** Who asks, and the state to answer from. */
export type Authenticated = {
  readonly state: FlagState;
  readonly credential: ResolvedCredential;
};

/** Who asks, by the secret in the headers; an answer when it is refused. */
export const identified = (
  request: EdgeRequest,
  { state: source, sha256, rateLimit }: EdgeTools,
): Authenticated | EdgeResponse => {
  const state = source.current();
  if (!state) {
    return jsonResponse(
      503,
      { code: 14, message: 'The edge has no flag state yet. Ask again later.' },
      { 'retry-after': '1' },
    );
  }
  const credential = authenticate(
    state.resolver,
    secretOfHeaders(request),
    sha256,
  );
  if (!credential) {
    return jsonResponse(401, {
      code: 16,
      message:
        'No known client secret in the request. Send it as "Authorization: Bearer <secret>".',
    });
  }
  return rateRefusal(rateLimit, credential) ?? { state, credential };
};

/**
 * Like {@link identified}, for servers only: a browser would show the rules to
 * all.
 */
export const identifiedServer = (
  request: EdgeRequest,
  tools: EdgeTools,
): Authenticated | EdgeResponse => {
  const known = identified(request, tools);
  return 'status' in known || known.credential.kind === 'server'
    ? known
    : jsonResponse(403, {
        code: 7,
        message:
          'A browser secret cannot download the flag state, nor read or write assignments. Use a secret of kind server.',
      });
};
