import { z } from 'zod';
import type { AppliedFlag } from '../assignment-records';
import { afterDurable } from '../durable-answer';
import type { ChangeStreams } from '../change-streams';
import type { EdgeTools } from '../edge-tools';
import type { FlagState } from '../flag-state';
import { emptyResponse, jsonResponse, jsonTextResponse } from '../http-message';
import type {
  EdgeAnswer,
  EdgeRequest,
  EdgeResponse,
  EdgeRoutes,
} from '../http-message';
import { parseJsonBody } from '../parse-json-body';
import { stateOfClient } from './client-state';
import { identified, identifiedServer } from './identified-server';
import type { Authenticated } from './identified-server';
import {
  readMaterializations,
  writeMaterializations,
} from './materialization-routes';

const STATE_PATH = '/v1/state';
const STATE_EVENTS_PATH = '/v1/state/events';

type Endpoint = (request: EdgeRequest, tools: EdgeTools) => EdgeAnswer;

type ClientState = { readonly text: string; readonly etag: string };

/** The text for each credential of the state it was made from. */
const clientStates = ({ sha256 }: EdgeTools) => {
  let of: FlagState | null = null;
  let made = new Map<string, ClientState>();
  return ({ state, credential }: Authenticated): ClientState => {
    if (of?.document !== state.document) {
      of = state;
      made = new Map();
    }
    const known = made.get(credential.secretHash);
    if (known) return known;
    const text = JSON.stringify(stateOfClient(state.document, credential));
    const client = { text, etag: `"${sha256(text).slice(0, 32)}"` };
    made.set(credential.secretHash, client);
    return client;
  };
};

const nameOf = (kind: string) =>
  z
    .string()
    .regex(new RegExp(`^${kind}$`))
    .max(200);

const messageSchema = z.object({
  resolveId: z.string().regex(/^[A-Za-z0-9]{16,64}$/),
  assignedAt: z.iso.datetime(),
  flag: nameOf('flags/[^/]+'),
  rule: nameOf('flags/[^/]+/rules/[^/]+'),
  segment: nameOf('segments/[^/]+'),
  variant: nameOf('flags/[^/]+/variants/[^/]+').nullable(),
  assignmentId: z.string().max(63),
  unit: z.string().max(100),
  selector: z.string().max(200),
  isFallthrough: z.boolean(),
});

const bodySchema = z.object({
  assignments: z.array(messageSchema).max(1_000),
});

type Message = z.infer<typeof messageSchema>;

const DAY_MS = 86_400_000;

const appliedFlag = (
  { flag, variant, assignedAt, isFallthrough, ...record }: Message,
  nowMs: number,
): AppliedFlag => {
  const atMs = Date.parse(assignedAt);
  // A sender's clock may be wrong; a day before or after is no clock's error.
  const isPlausible = Math.abs(atMs - nowMs) < DAY_MS;
  return {
    flag,
    variant,
    reason: 'MATCH',
    shouldApply: true,
    assignment: isFallthrough ? null : record,
    fallthroughs: isFallthrough ? [record] : [],
    ...(isPlausible ? { appliedAt: new Date(atMs) } : {}),
  };
};

const writeAssignments = (
  request: EdgeRequest,
  tools: EdgeTools,
): EdgeAnswer => {
  const known = identifiedServer(request, tools);
  if ('status' in known) return known;
  const parsed = parseJsonBody(request.body);
  const body = bodySchema.safeParse(parsed.ok ? parsed.value : null);
  if (!body.success) {
    return jsonResponse(400, {
      code: 3,
      message: `The body is not a list of assignments: ${z.prettifyError(body.error)}. Nothing was written.`,
    });
  }
  const nowMs = tools.clock.now().getTime();
  const written = body.data.assignments.flatMap(message => {
    const { resolveId } = message;
    const pending = tools.assignments.apply({
      credential: known.credential,
      resolveId,
      flags: [appliedFlag(message, nowMs)],
      // The same for a message that is sent again, to whichever edge.
      logIdOf: ({ record }) =>
        tools
          .sha256(`${resolveId}|${record.rule}|${record.assignmentId}`)
          .slice(0, 32),
    });
    return pending === null ? [] : [pending];
  });
  return afterDurable(
    written.length === 0 ? null : Promise.all(written).then(() => undefined),
    jsonResponse(200, {}),
  );
};

const POSTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/v1/assignments:write', writeAssignments],
  ['/v1/materializations:read', readMaterializations],
  ['/v1/materializations:write', writeMaterializations],
]);

/**
 * What applications need that keep flags themselves: `GET /v1/state`,
 * `POST /v1/assignments:write` and sticky assignments for servers, and for
 * browsers too `GET /v1/state/events`, which tells when flags have changed.
 */
export const inProcessRoutes = (
  tools: EdgeTools,
  changes: Pick<ChangeStreams, 'follow'>,
): EdgeRoutes => {
  const stateOf = clientStates(tools);
  const answerState = (request: EdgeRequest): EdgeResponse => {
    const known = identifiedServer(request, tools);
    if ('status' in known) return known;
    const { text, etag } = stateOf(known);
    return request.headers['if-none-match'] === etag
      ? emptyResponse(304, { etag })
      : jsonTextResponse(200, text, { etag, 'cache-control': 'private' });
  };
  return request => {
    const { method, path } = request;
    if (method === 'GET' && path === STATE_PATH) return answerState(request);
    if (method === 'GET' && path === STATE_EVENTS_PATH) {
      const known = identified(request, tools);
      return 'status' in known
        ? known
        : changes.follow(known.credential, request);
    }
    if (method !== 'POST') return null;
    // Some HTTP clients escape the colon.
    const endpoint = POSTS.get(path.replace(/%3a/i, ':'));
    return endpoint ? endpoint(request, tools) : null;
  };
};
