import type { Clock } from '@etude/kernel';
import type { ResolvedCredential } from '@etude/resolver';
import { jsonResponse } from './http-message';
import type { EdgeResponse } from './http-message';

/** Bounds how often one credential may ask. */
export type RateLimit = {
  /**
   * Takes one request of a credential; 0 when it may go on, else after how
   * many seconds it may ask again.
   */
  readonly take: (credential: ResolvedCredential) => number;
};

/** No bound. */
export const unlimitedRate: RateLimit = { take: () => 0 };

type Bucket = { tokens: number; filledMs: number };

/**
 * A token bucket per credential: `perSecond` requests in the long run, twice
 * as many at once.
 */
export const rateLimit = (perSecond: number, clock: Clock): RateLimit => {
  const capacity = perSecond * 2;
  const buckets = new Map<string, Bucket>();
  return {
    // By the hash of the secret: known credentials only, so the map is
    // bounded by the state.
    take: ({ secretHash }) => {
      const nowMs = clock.now().getTime();
      let bucket = buckets.get(secretHash);
      if (bucket === undefined) {
        bucket = { tokens: capacity, filledMs: nowMs };
        buckets.set(secretHash, bucket);
      }
      const elapsedMs = Math.max(0, nowMs - bucket.filledMs);
      bucket.tokens = Math.min(
        capacity,
        bucket.tokens + (elapsedMs * perSecond) / 1000,
      );
      bucket.filledMs = nowMs;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    },
  };
};

/** The 429 for a credential that asks too often; null when it may go on. */
export const rateRefusal = (
  limit: RateLimit,
  credential: ResolvedCredential,
): EdgeResponse | null => {
  const waitSeconds = limit.take(credential);
  if (waitSeconds === 0) return null;
  const message = `Credential '${credential.id}' of client '${credential.client}' asks more often than this edge allows. Send again in ${waitSeconds} s.`;
  return jsonResponse(
    429,
    { code: 8, message, errorDetails: message },
    { 'retry-after': String(waitSeconds) },
  );
};
