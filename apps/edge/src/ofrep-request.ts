import type { EvaluationContext, ResolvedCredential } from '@etude/resolver';
import type { EdgeTools } from './edge-tools';
import type { FlagState } from './flag-state';
import { jsonResponse } from './http-message';
import type { EdgeRequest, EdgeResponse } from './http-message';
import type { OfrepFailure } from './ofrep-answer';
import { ofrepFailure } from './ofrep-failure';
import {
  MAX_JSON_DEPTH,
  countJsonValues,
  isJsonBody,
  parseJsonBody,
} from './parse-json-body';
import { rateRefusal } from './rate-limit';

/** An OFREP request that can be answered. */
export type OfrepRequest = {
  readonly state: FlagState;
  readonly credential: ResolvedCredential;
  readonly context: EvaluationContext;
  /** False keeps assignments for an apply by token. */
  readonly apply: boolean;
};

/** Values (fields, items, structs) that a context may hold. */
export const MAX_CONTEXT_VALUES = 2_000;

type Refusal = Omit<OfrepFailure, 'key'>;

const invalidContext = (errorDetails: string): Refusal => ({
  errorCode: 'INVALID_CONTEXT',
  errorDetails,
});

type Body = Pick<OfrepRequest, 'apply' | 'context'>;

const bodyOf = (text: string): Body | Refusal => {
  const parsed = parseJsonBody(text);
  if (!parsed.ok) {
    const errorDetails = parsed.problems
      .map(({ message }) => message)
      .join(' ');
    return { errorCode: 'PARSE_ERROR', errorDetails };
  }
  const { context = {} } = parsed.value;
  if (!isJsonBody(context)) {
    return invalidContext(
      'The context is not a JSON object. Send {"context": {…}}.',
    );
  }
  // Every value takes a character or more.
  const mayBeTooMany = text.length > MAX_CONTEXT_VALUES;
  if (
    mayBeTooMany &&
    countJsonValues(context, MAX_JSON_DEPTH) > MAX_CONTEXT_VALUES
  ) {
    return invalidContext(
      `The context holds more than ${MAX_CONTEXT_VALUES} values. Send the fields that rules use.`,
    );
  }
  const { targetingKey } = context;
  // OpenFeature says targetingKey, the resolver (and every Confidence SDK)
  // targeting_key.
  return {
    apply: parsed.value['apply'] !== false,
    context:
      targetingKey === undefined
        ? context
        : Object.assign(context, { targeting_key: targetingKey }),
  };
};

const NOT_READY: Refusal = {
  errorCode: 'PROVIDER_NOT_READY',
  errorDetails:
    'The edge has no flag state yet: it has never reached the portal. The code default applies until it has.',
};

const UNAUTHORIZED = jsonResponse(401, {
  errorDetails:
    'No known client secret in the request. Send it as "Authorization: Bearer <secret>" or "X-API-Key".',
});

/**
 * Reads an evaluation request; an answer when it is refused. `key` is the key
 * asked for, null for all.
 */
export const readOfrepRequest = (
  request: EdgeRequest,
  tools: EdgeTools,
  key: string | null,
): OfrepRequest | EdgeResponse => {
  const state = tools.state.current();
  if (!state) return ofrepFailure(NOT_READY, key);
  const credential = state.authenticator.credentialOf(request, tools.sha256);
  if (!credential) return UNAUTHORIZED;
  const tooMany = rateRefusal(tools.rateLimit, credential);
  if (tooMany) return tooMany;
  const read = bodyOf(request.body);
  if ('errorCode' in read) return ofrepFailure(read, key);
  const { context, apply } = read;
  tools.observe.context(credential, context);
  return { state, credential, context, apply };
};
