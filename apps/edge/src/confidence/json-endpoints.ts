import { jsonResponse } from '../http-message';
import type { EdgeRequest, EdgeResponse } from '../http-message';
import { isJsonBody, parseJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import { applyFlags } from './apply-flags';
import type { ApplyInput, UsedFlag } from './apply-flags';
import { publishEvents } from './publish-events';
import { field, readTime, textField } from './request-fields';
import { resolveFlags } from './resolve-flags';
import type { ResolveInput } from './resolve-flags';
import { profileOfRequest } from './sdk-profile';
import { schemaMessage } from './wire-flag';
import type { WireFlag } from './wire-flag';
import { failureResponse, refuse } from './wire-result';
import type { WireResult } from './wire-result';
import { headerSecret, headerText, openSession } from './wire-session';
import type { WireDeps } from './wire-session';

const bodyOf = (request: EdgeRequest): WireResult<JsonBody> => {
  const parsed = parseJsonBody(request.body);
  return parsed.ok
    ? parsed
    : refuse(
        'invalidArgument',
        parsed.problems.map(({ message }) => message).join(' '),
      );
};

const secretOf = (request: EdgeRequest, body: JsonBody): string | null =>
  textField(body, 'clientSecret', 'client_secret') ?? headerSecret(request);

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string');

const resolveInput = (
  request: EdgeRequest,
  body: JsonBody,
): WireResult<ResolveInput> => {
  const flags = body['flags'] ?? [];
  const context = field(body, 'evaluationContext', 'evaluation_context') ?? {};
  const apply = body['apply'] ?? false;
  if (!isTextList(flags)) {
    return refuse('invalidArgument', 'flags must be a list of flag names.');
  }
  if (!isJsonBody(context)) {
    return refuse('invalidArgument', 'evaluationContext must be an object.');
  }
  if (typeof apply !== 'boolean') {
    return refuse('invalidArgument', 'apply must be true or false.');
  }
  const contentType = headerText(request, 'content-type');
  const profile = profileOfRequest(body['sdk'], contentType);
  const secret = secretOf(request, body);
  return { ok: true, value: { secret, flags, context, apply, profile } };
};

/** A flag in JSON, with every field that SDKs require. */
const flagJson = ({ value, schema, ...flag }: WireFlag) => ({
  flag: flag.flag,
  variant: flag.variant,
  ...(value === null || schema === null
    ? {}
    : { value, flagSchema: schemaMessage(schema) }),
  reason: flag.reason,
  shouldApply: flag.shouldApply,
  assignmentOrigin: flag.assignmentOrigin,
});

/** `POST /v1/flags:resolve` */
export const resolveJson = async (
  request: EdgeRequest,
  deps: WireDeps,
): Promise<EdgeResponse> => {
  const body = bodyOf(request);
  const input = body.ok ? resolveInput(request, body.value) : body;
  const resolved = input.ok ? await resolveFlags(deps, input.value) : input;
  if (!resolved.ok) return failureResponse(resolved.failure);
  const { flags, token, resolveId } = resolved.value;
  return jsonResponse(200, {
    resolvedFlags: flags.map(flagJson),
    resolveToken: Buffer.from(token).toString('base64'),
    resolveId,
  });
};

/** A time in a request: null when left out, undefined when it is no time. */
const timeField = (value: unknown): Date | null | undefined => {
  if (value === undefined) return null;
  return typeof value === 'string' ? (readTime(value) ?? undefined) : undefined;
};

const usedFlag = (entry: unknown): UsedFlag | null => {
  if (!isJsonBody(entry) || typeof entry['flag'] !== 'string') return null;
  const applyTime = timeField(field(entry, 'applyTime', 'apply_time'));
  return applyTime === undefined ? null : { flag: entry['flag'], applyTime };
};

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

const applyInput = (
  request: EdgeRequest,
  body: JsonBody,
): WireResult<ApplyInput> => {
  const entries = body['flags'] ?? [];
  const flags = Array.isArray(entries) ? entries.map(usedFlag) : [null];
  const used = flags.filter(flag => flag !== null);
  if (used.length < flags.length) {
    return refuse(
      'invalidArgument',
      'flags must be a list of {flag, applyTime}, with times in RFC 3339.',
    );
  }
  const token = field(body, 'resolveToken', 'resolve_token') ?? '';
  if (typeof token !== 'string' || !BASE64.test(token)) {
    return refuse('invalidArgument', 'resolveToken must be base64.');
  }
  const sendTime = timeField(field(body, 'sendTime', 'send_time'));
  if (sendTime === undefined) {
    return refuse('invalidArgument', 'sendTime must be a time in RFC 3339.');
  }
  return {
    ok: true,
    value: {
      secret: secretOf(request, body),
      flags: used,
      token: Buffer.from(token, 'base64'),
      sendTime,
    },
  };
};

/** `POST /v1/flags:apply` */
export const applyJson = async (
  request: EdgeRequest,
  deps: WireDeps,
): Promise<EdgeResponse> => {
  const body = bodyOf(request);
  const input = body.ok ? applyInput(request, body.value) : body;
  const applied = input.ok ? await applyFlags(deps, input.value) : input;
  return applied.ok ? jsonResponse(200, {}) : failureResponse(applied.failure);
};

/** `POST /v1/events:publish`; `errors` is always there, or SDKs throw. */
export const publishJson = async (
  request: EdgeRequest,
  deps: WireDeps,
): Promise<EdgeResponse> => {
  const body = bodyOf(request);
  if (!body.ok) return failureResponse(body.failure);
  const published = await publishEvents(deps, {
    secret: secretOf(request, body.value),
    events: body.value['events'] ?? [],
  });
  return published.ok
    ? jsonResponse(200, { errors: published.value })
    : failureResponse(published.failure);
};

/** `POST /v1/telemetry:upload`: taken and not kept. */
export const telemetryJson = async (
  request: EdgeRequest,
  deps: WireDeps,
): Promise<EdgeResponse> => {
  const body = bodyOf(request);
  const session = body.ok
    ? openSession(deps, secretOf(request, body.value))
    : body;
  return session.ok ? jsonResponse(200, {}) : failureResponse(session.failure);
};
