import { hasErrorCode } from '@etude/kernel';
import { MATERIALIZATIONS_UNAVAILABLE } from '@etude/openfeature-provider';
import { afterDurable } from '../durable-answer';
import { emptyResponse, jsonResponse } from '../http-message';
import type { EdgeResponse } from '../http-message';

/**
 * Why a request of the Confidence wire was refused. Each has a status in HTTP
 * and a code in gRPC and in the body, that of google.rpc.Code.
 */
export const WIRE_REFUSALS = {
  invalidArgument: { status: 400, code: 3 },
  notFound: { status: 404, code: 5 },
  permissionDenied: { status: 403, code: 7 },
  resourceExhausted: { status: 429, code: 8 },
  unavailable: { status: 503, code: 14 },
  unauthenticated: { status: 401, code: 16 },
} as const;

/** A refusal, independent of HTTP and gRPC. Never holds a secret. */
export type WireFailure = {
  readonly kind: keyof typeof WIRE_REFUSALS;
  readonly message: string;
  /** Seconds after which sending again may help. */
  readonly retryAfter?: string;
};

/** An answer of the wire, or why there is none. */
export type WireResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: WireFailure };

/** A refusal as a {@link WireResult}. */
export const refuse = (
  kind: WireFailure['kind'],
  message: string,
): { readonly ok: false; readonly failure: WireFailure } => ({
  ok: false,
  failure: { kind, message },
});

/** A refusal as the SDKs read it over HTTP: `{code, message}`. */
export const failureResponse = ({
  kind,
  message,
  retryAfter,
}: WireFailure): EdgeResponse => {
  const { status, code } = WIRE_REFUSALS[kind];
  return jsonResponse(
    status,
    { code, message },
    retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  );
};

const WRITTEN = emptyResponse(204);
const ACCEPTED: WireResult<null> = { ok: true, value: null };

/** Accepts once `durable` has settled; refuses when the log refused. */
export const whenDurable = async (
  durable: Promise<void> | null,
): Promise<WireResult<null>> => {
  const answer = await afterDurable(durable, WRITTEN);
  if (answer === WRITTEN) return ACCEPTED;
  const isBusy = answer.status === WIRE_REFUSALS.resourceExhausted.status;
  return {
    ok: false,
    failure: {
      kind: isBusy ? 'resourceExhausted' : 'unavailable',
      message: isBusy
        ? 'The log cannot keep up with the traffic. Send again later.'
        : 'The log cannot be written now. Nothing was accepted.',
      retryAfter: answer.headers['retry-after'] ?? '1',
    },
  };
};

/**
 * The value of `read`, or a refusal with 503 when the store of sticky
 * assignments cannot be reached.
 */
export const whenStoreAnswers = async <T>(
  read: () => Promise<T>,
): Promise<WireResult<T>> => {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    if (!hasErrorCode(error, MATERIALIZATIONS_UNAVAILABLE)) throw error;
    const message =
      'The store of sticky assignments cannot be reached. Send again later.';
    return {
      ok: false,
      failure: { kind: 'unavailable', message, retryAfter: '1' },
    };
  }
};
