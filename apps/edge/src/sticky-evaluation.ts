import { hasErrorCode } from '@etude/kernel';
import {
  MATERIALIZATIONS_UNAVAILABLE,
  resolveSticky,
} from '@etude/openfeature-provider';
import type { FlagResolution } from '@etude/resolver';
import type { EdgeTools } from './edge-tools';
import { jsonResponse } from './http-message';
import type { EdgeAnswer, EdgeResponse } from './http-message';
import type { OfrepRequest } from './ofrep-request';

// The resolver bounds the flags of one request; a client's own have no bound.
const FLAGS_AT_ONCE = 1_000;

const STORE_BROKEN = jsonResponse(
  503,
  {
    code: 14,
    message:
      'Sticky assignments cannot be kept now. Nothing was accepted. Send again later.',
  },
  { 'retry-after': '5' },
);

/** Sticky flags of a request, each with what the store knows of its unit. */
export const resolveStickyFlags = async (
  { state: { resolver }, credential, context }: OfrepRequest,
  names: readonly string[],
  { materializations: store }: EdgeTools,
): Promise<ReadonlyMap<string, FlagResolution>> => {
  const resolved = new Map<string, FlagResolution>();
  for (let start = 0; start < names.length; start += FLAGS_AT_ONCE) {
    const flags = names.slice(start, start + FLAGS_AT_ONCE);
    const result = await resolveSticky(
      { resolver, store },
      { credential, context, flags },
    );
    if (!result.ok) continue;
    for (const given of result.value) resolved.set(given.flag, given);
  }
  return resolved;
};

/** The answer to what was resolved; 503 when the store is broken. */
export const stickyAnswer = async (
  resolved: Promise<ReadonlyMap<string, FlagResolution>>,
  answer: (resolutions: ReadonlyMap<string, FlagResolution>) => EdgeAnswer,
): Promise<EdgeResponse> => {
  try {
    return await answer(await resolved);
  } catch (error) {
    if (hasErrorCode(error, MATERIALIZATIONS_UNAVAILABLE)) return STORE_BROKEN;
    throw error;
  }
};
