import { hash } from 'node:crypto';
import { recordLine } from '@etude/events';
import type { Clock } from '@etude/kernel';
import type {
  EvaluationContext,
  FlagResolution,
  ResolvedCredential,
} from '@etude/resolver';
import { assignmentRecords } from './assignment-records';
import { authenticate, secretOfHeaders } from './authenticate';
import { bulkAnswerText } from './bulk-answer';
import { afterAppend } from './durable-answer';
import type { AppendLines } from './durable-answer';
import type { FlagState } from './flag-state';
import { emptyResponse, jsonResponse, jsonTextResponse } from './http-message';
import type { EdgeRequest, EdgeResponse } from './http-message';
import { ofrepAnswer, parseFlagKey } from './ofrep-answer';
import type { OfrepFailure } from './ofrep-answer';
import { isJsonBody, parseJsonBody } from './parse-json-body';
import type { JsonBody } from './parse-json-body';
import type { StateSource } from './state-poller';

/** What answering needs. */
export type EvaluateDeps = {
  readonly state: StateSource;
  readonly append: AppendLines;
  readonly clock: Clock;
  /** A new identifier of letters and digits. */
  readonly newId: () => string;
};

const STATUS_OF: Readonly<Record<OfrepFailure['errorCode'], number>> = {
  PARSE_ERROR: 400,
  INVALID_CONTEXT: 400,
  FLAG_NOT_FOUND: 404,
  GENERAL: 500,
  PROVIDER_NOT_READY: 503,
};

const failure = (
  body: Omit<OfrepFailure, 'key'>,
  key: string | null,
): EdgeResponse =>
  jsonResponse(
    STATUS_OF[body.errorCode],
    key === null ? body : { key, ...body },
    body.errorCode === 'PROVIDER_NOT_READY' ? { 'retry-after': '1' } : {},
  );

// OpenFeature says targetingKey, the resolver (and every Confidence SDK)
// targeting_key.
const evaluationContext = ({
  targetingKey,
  ...context
}: JsonBody): EvaluationContext =>
  targetingKey === undefined
    ? context
    : { ...context, targeting_key: targetingKey };

type Evaluation = {
  readonly state: FlagState;
  readonly credential: ResolvedCredential;
  readonly context: EvaluationContext;
};

const contextOf = (
  body: string,
): { context: EvaluationContext } | Omit<OfrepFailure, 'key'> => {
  const parsed = parseJsonBody(body);
  if (!parsed.ok) {
    const errorDetails = parsed.problems
      .map(({ message }) => message)
      .join(' ');
    return { errorCode: 'PARSE_ERROR', errorDetails };
  }
  const { context = {} } = parsed.value;
  if (!isJsonBody(context)) {
    return {
      errorCode: 'INVALID_CONTEXT',
      errorDetails: 'The context is not a JSON object. Send {"context": {…}}.',
    };
  }
  return { context: evaluationContext(context) };
};

const prepare = (
  request: EdgeRequest,
  deps: EvaluateDeps,
  key: string | null,
): Evaluation | EdgeResponse => {
  const state = deps.state.current();
  if (!state) {
    const errorDetails =
      'The edge has no flag state yet: it has never reached the portal. The code default applies until it has.';
    return failure({ errorCode: 'PROVIDER_NOT_READY', errorDetails }, key);
  }
  const credential = authenticate(state.resolver, secretOfHeaders(request));
  if (!credential) {
    return jsonResponse(401, {
      errorDetails:
        'No known client secret in the request. Send it as "Authorization: Bearer <secret>" or "X-API-Key".',
    });
  }
  const parsed = contextOf(request.body);
  return 'errorCode' in parsed
    ? failure(parsed, key)
    : { state, credential, context: parsed.context };
};

const assignmentLines = (
  resolutions: readonly FlagResolution[],
  credential: ResolvedCredential,
  deps: EvaluateDeps,
): string[] =>
  assignmentRecords(resolutions, {
    resolveId: deps.newId(),
    assignedAt: deps.clock.now(),
    credential,
  }).map(recordLine);

/**
 * `POST /ofrep/v1/evaluate/flags/{key}`: one key, counted as applied, so its
 * assignment is on the disk before the answer.
 */
export const evaluateFlag = async (
  request: EdgeRequest,
  key: string,
  deps: EvaluateDeps,
): Promise<EdgeResponse> => {
  const prepared = prepare(request, deps, key);
  if ('status' in prepared) return prepared;
  const { state, credential, context } = prepared;
  const flagKey = parseFlagKey(key);
  const resolution = state.resolver.resolveFlag(flagKey.flag, {
    credential,
    context,
  });
  if (!resolution) {
    const errorDetails = `Client '${credential.client}' has no active flag '${flagKey.flag.slice('flags/'.length)}'. Create it, or add the client to it.`;
    return failure({ errorCode: 'FLAG_NOT_FOUND', errorDetails }, key);
  }
  const answer = ofrepAnswer(flagKey, resolution, state.ruleReasons);
  const status = 'errorCode' in answer ? STATUS_OF[answer.errorCode] : 200;
  const response = jsonResponse(status, answer);
  if (status !== 200 || !resolution.shouldApply) return response;
  const lines = assignmentLines([resolution], credential, deps);
  return afterAppend(deps.append, lines, response);
};

// Which rule gave a value is part of what a client has seen: when only that
// changes (an experiment starts), the answer must be logged again.
const etagOf = (
  body: string,
  resolutions: readonly FlagResolution[],
): string => {
  const applied = resolutions
    .filter(({ shouldApply }) => shouldApply)
    .map(({ assignment, fallthroughs }) => [assignment, fallthroughs]);
  return `"${hash('sha256', body + JSON.stringify(applied)).slice(0, 32)}"`;
};

const etagMatches = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  header
    .split(',')
    .some(entry => ['*', etag, `W/${etag}`].includes(entry.trim()));

/**
 * `POST /ofrep/v1/evaluate/flags`: all flags of the client, logged unless the
 * client has the same answer already (304).
 */
export const evaluateFlags = async (
  request: EdgeRequest,
  deps: EvaluateDeps,
): Promise<EdgeResponse> => {
  const prepared = prepare(request, deps, null);
  if ('status' in prepared) return prepared;
  const { state, credential } = prepared;
  const resolutions = resolveAll(prepared);
  const answers = resolutions.map(resolution =>
    bulkAnswerText(resolution, state.ruleReasons),
  );
  const response = jsonTextResponse(200, `{"flags":[${answers.join(',')}]}`);
  const etag = etagOf(response.body, resolutions);
  if (etagMatches(request.headers['if-none-match'], etag)) {
    return emptyResponse(304, { etag });
  }
  const lines = assignmentLines(resolutions, credential, deps);
  const answer = { ...response, headers: { ...response.headers, etag } };
  return afterAppend(deps.append, lines, answer);
};

// One by one: the resolver bounds the flags of one request, a client's own
// flags have no such bound.
const resolveAll = ({
  state,
  credential,
  context,
}: Evaluation): FlagResolution[] =>
  state.resolver.flagNames(credential).flatMap(name => {
    const resolution = state.resolver.resolveFlag(name, {
      credential,
      context,
    });
    return resolution ? [resolution] : [];
  });
