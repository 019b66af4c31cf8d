import type { FlagKey } from '@etude/openfeature-provider';
import type { FlagResolution } from '@etude/resolver';
import type { AnswerCache } from './answer-cache';
import { afterDurable } from './durable-answer';
import type { EdgeTools } from './edge-tools';
import {
  emptyResponse,
  isAscii,
  jsonTextResponse,
  preparedAscii,
} from './http-message';
import type { EdgeAnswer, EdgeRequest } from './http-message';
import { ofrepFailure } from './ofrep-failure';
import { readOfrepRequest } from './ofrep-request';
import type { OfrepRequest } from './ofrep-request';
import { resolveStickyFlags, stickyAnswer } from './sticky-evaluation';

const answersOf = ({ state }: OfrepRequest, { state: source }: EdgeTools) =>
  source.isStale() ? state.answers.stale : state.answers.fresh;

/**
 * `POST /ofrep/v1/evaluate/flags/{key}`: one key, counted as applied, so its
 * assignment is on the disk before the answer.
 */
export const evaluateFlag = (
  request: EdgeRequest,
  key: string,
  tools: EdgeTools,
): EdgeAnswer => {
  const read = readOfrepRequest(request, tools, key);
  if ('status' in read) return read;
  const { state } = read;
  const answers = answersOf(read, tools);
  const asked = { read, answers, flagKey: answers.flagKey(key) };
  const { flag } = asked.flagKey;
  return state.sticky.has(flag)
    ? stickyAnswer(resolveStickyFlags(read, [flag], tools), resolved =>
        answerFlag(asked, resolved.get(flag), tools),
      )
    : answerFlag(asked, state.resolver.resolveFlag(flag, read), tools);
};

type AskedFlag = {
  readonly read: OfrepRequest;
  readonly answers: AnswerCache;
  readonly flagKey: FlagKey;
};

const answerFlag = (
  { read: { credential }, answers, flagKey }: AskedFlag,
  resolution: FlagResolution | undefined,
  tools: EdgeTools,
): EdgeAnswer => {
  if (!resolution) {
    const errorDetails = `Client '${credential.client}' has no active flag '${flagKey.flag.slice('flags/'.length)}'. Create it, or add the client to it.`;
    return ofrepFailure(
      { errorCode: 'FLAG_NOT_FOUND', errorDetails },
      flagKey.key,
    );
  }
  tools.observe.resolution(credential, resolution);
  const response = answers.single(flagKey, resolution);
  if (response.status !== 200 || !resolution.shouldApply) return response;
  return afterDurable(
    tools.assignments.apply({ credential, flags: [resolution] }),
    response,
  );
};

/** What tells one list of answers from another, units included. */
const etagOf = (
  digests: string,
  resolutions: readonly FlagResolution[],
  sha256: (text: string) => string,
): string => {
  let seen = digests;
  let unit = '';
  for (const { assignment, fallthroughs } of resolutions) {
    if (assignment !== null && assignment.unit !== unit) {
      unit = assignment.unit;
      seen += `|${unit}`;
    }
    if (fallthroughs.length > 0) seen += JSON.stringify(fallthroughs);
  }
  return `"${sha256(seen).slice(0, 32)}"`;
};

const etagMatches = (
  header: string | readonly string[] | undefined,
  etag: string,
): boolean =>
  typeof header === 'string' &&
  header
    .split(',')
    .some(entry => ['*', etag, `W/${etag}`].includes(entry.trim()));

// The resolver bounds the flags of one request; a client's own have no bound.
const resolveAll = (request: OfrepRequest): readonly FlagResolution[] => {
  const { resolver } = request.state;
  const result = resolver.resolve(request);
  if (result.ok) return result.value;
  return resolver
    .flagNames(request.credential)
    .flatMap(name => resolver.resolveFlag(name, request) ?? []);
};

// With `"apply": false` in the body nothing is logged yet: the answer names the
// flags that have an assignment and a token for `/v1/flags:apply`, so that a
// client can log what it reads and not what it fetched.
const applyLater = (
  applyToken: NonNullable<EdgeTools['applyToken']>,
  session: OfrepRequest,
  resolutions: readonly FlagResolution[],
): string => {
  const assigned = resolutions.filter(({ shouldApply }) => shouldApply);
  return JSON.stringify({
    resolveToken: applyToken(session, assigned),
    apply: assigned.map(({ flag }) => flag.slice('flags/'.length)),
  });
};

/**
 * `POST /ofrep/v1/evaluate/flags`: all flags of the client, logged unless the
 * client has the same answer already (304) or applies them itself.
 */
export const evaluateFlags = (
  request: EdgeRequest,
  tools: EdgeTools,
): EdgeAnswer => {
  const read = readOfrepRequest(request, tools, null);
  if ('status' in read) return read;
  const resolutions = resolveAll(read);
  const sticky = read.state.sticky.ofClient(read.credential.client);
  const asked = { request, read };
  if (sticky.length === 0) return answerFlags(asked, resolutions, tools);
  return stickyAnswer(resolveStickyFlags(read, sticky, tools), resolved =>
    answerFlags(
      asked,
      resolutions.map(given => resolved.get(given.flag) ?? given),
      tools,
    ),
  );
};

type AskedFlags = {
  readonly request: EdgeRequest;
  readonly read: OfrepRequest;
};

const answerFlags = (
  { request, read }: AskedFlags,
  resolutions: readonly FlagResolution[],
  tools: EdgeTools,
): EdgeAnswer => {
  const { credential } = read;
  const answers = answersOf(read, tools);
  let body = '{"flags":[';
  let digests = '';
  const tail = tools.bulkTail(credential);
  let isAsciiBody = isAscii(tail);
  for (const resolution of resolutions) {
    tools.observe.resolution(credential, resolution);
    const part = answers.bulk(resolution, tools.sha256);
    body += digests === '' ? part.text : `,${part.text}`;
    digests += part.digest;
    isAsciiBody &&= part.isAscii;
  }
  body += `]${tail}`;
  const etag = etagOf(digests, resolutions, tools.sha256);
  if (etagMatches(request.headers['if-none-match'], etag)) {
    return emptyResponse(304, { etag });
  }
  if (!read.apply && tools.applyToken !== null) {
    const token = applyLater(tools.applyToken, read, resolutions);
    return jsonTextResponse(200, `${body},"etude":${token}}`, { etag });
  }
  const answer = jsonTextResponse(200, `${body}}`, { etag });
  return afterDurable(
    tools.assignments.apply({ credential, flags: resolutions }),
    isAsciiBody ? preparedAscii(answer) : answer,
  );
};
