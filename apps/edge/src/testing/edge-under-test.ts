import { hash } from 'node:crypto';
import type { LogCounters } from '@etude/events';
import { fixedClock } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import type { ResolverState } from '@etude/flags';
import type { MaterializationStore } from '@etude/openfeature-provider';
import { createAssignmentLog } from '../assignment-log';
import { ChangeStreams } from '../change-streams';
import { createEdgeHandler } from '../edge-handler';
import type { EdgeTools } from '../edge-tools';
import { readFlagState } from '../flag-state';
import type { FlagState } from '../flag-state';
import { BufferedRequest } from '../http-message';
import type { EdgeRequest, EdgeResponse, EdgeRoutes } from '../http-message';
import { silentObserver } from '../resolve-observer';
import type { ResolveObserver } from '../resolve-observer';
import { openApiRoute } from '../open-api/open-api-document';
import { parseJsonBody } from '../parse-json-body';
import { unlimitedRate } from '../rate-limit';
import type { RateLimit } from '../rate-limit';
import type { RecentAssignments } from '../recent-assignments';
import type { StateSource } from '../state-poller';
import { expectDocumented } from './documented-answer';
import { SHOP_SECRET, exampleState } from './example-state';
import { materializationsInMemory } from './materializations-in-memory';

/** The instant at which edges under test live. */
export const NOW = '2026-03-01T12:00:00.000Z';

/** An edge without sockets and the lines it put into its log. */
export type EdgeUnderTest = {
  /** Fails on answers that the OpenAPI document does not have. */
  readonly handle: (request: EdgeRequest) => Promise<EdgeResponse>;
  readonly lines: Record<string, unknown>[];
  readonly changes: ChangeStreams;
  readonly state: StateSource;
  readonly logCounters: () => LogCounters;
  /** An evaluation of `user-1`. */
  readonly request: (path: string) => EdgeRequest;
  /** Lets the edge have another state. */
  readonly publish: (state: ResolverState) => void;
  readonly post: (
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<EdgeResponse & { body: string; json: unknown }>;
};

/** A request as the server hands it to a handler. */
export const requestOf = (
  method: string,
  path: string,
  parts: { headers?: Record<string, string>; body?: string | Uint8Array } = {},
): EdgeRequest => {
  const [plain = '', query = ''] = path.split('?');
  return new BufferedRequest({
    method,
    path: plain,
    query,
    headers: parts.headers ?? {},
    bytes: Buffer.from(parts.body ?? ''),
  });
};

/** The body of an answer as text. */
export const textOf = ({ body }: EdgeResponse): string =>
  Buffer.from(body).toString('utf8');

/** What can be varied about an edge under test. */
export type EdgeUnderTestOptions = {
  readonly state?: ResolverState | null;
  readonly append?: (lines: readonly string[]) => Promise<void>;
  readonly clock?: Clock;
  readonly isStale?: boolean;
  readonly maxStreams?: number;
  readonly observe?: ResolveObserver;
  readonly rateLimit?: RateLimit;
  readonly recent?: RecentAssignments;
  readonly materializations?: MaterializationStore;
  /** Routes of other wires. */
  readonly routes?: (
    tools: EdgeTools,
    changes: ChangeStreams,
  ) => readonly EdgeRoutes[];
};

const parseLine = (line: string): Record<string, unknown> => {
  const parsed = parseJsonBody(line);
  return parsed.ok ? parsed.value : {};
};

const noCounters = {
  acknowledgedBytes: 0,
  groups: 0,
  failedGroups: 0,
  rejectedAppends: 0,
  sealedFiles: 0,
  recoveredFiles: 0,
  tornBytes: 0,
  pendingBytes: 0,
  pendingSinceMs: null,
};

const sha256 = (text: string): string => hash('sha256', text);

const flagStateOf = (state: ResolverState): FlagState =>
  readFlagState(structuredClone(state), {
    etag: '"1"',
    confirmedAtMs: Date.parse(NOW) - 1_500,
    origin: 'backend',
  });

const requestsOf = (
  handle: EdgeUnderTest['handle'],
): Pick<EdgeUnderTest, 'post' | 'request'> => {
  const post: EdgeUnderTest['post'] = async (path, body, headers) => {
    const response = await handle(
      requestOf('POST', path, {
        headers: { authorization: `Bearer ${SHOP_SECRET}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
    const text = textOf(response);
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return { ...response, body: text, json };
  };
  const request: EdgeUnderTest['request'] = path =>
    requestOf('POST', path, {
      headers: { authorization: `Bearer ${SHOP_SECRET}` },
      body: '{"context":{"targetingKey":"user-1"}}',
    });
  return { post, request };
};

/** Builds an edge around {@link exampleState} with a log in memory. */
export const edgeUnderTest = (
  options: EdgeUnderTestOptions = {},
): EdgeUnderTest => {
  const lines: Record<string, unknown>[] = [];
  const append = async (added: readonly string[]) => {
    await options.append?.(added);
    for (const line of added) lines.push(parseLine(line));
  };
  let ids = 0;
  const newId = () => `id${(ids += 1)}`;
  const clock = options.clock ?? fixedClock(NOW);
  const { state: initial = exampleState(), isStale = false } = options;
  let current = initial && flagStateOf(initial);
  const state: StateSource = {
    current: () => current,
    isStale: () => isStale,
    lastError: () => null,
    isPushed: () => false,
  };
  const changes = new ChangeStreams({
    maxStreams: options.maxStreams ?? 10,
    sha256,
    random: () => 0.5,
  });
  if (current) changes.announce(current);
  const publish = (next: ResolverState) => {
    current = flagStateOf(next);
    changes.announce(current);
  };
  const tools: EdgeTools = {
    state,
    append,
    assignments: createAssignmentLog({
      append,
      clock,
      newId,
      recent: options.recent ?? null,
    }),
    materializations: options.materializations ?? materializationsInMemory(),
    observe: options.observe ?? silentObserver,
    rateLimit: options.rateLimit ?? unlimitedRate,
    bulkTail: credential => changes.tail(credential),
    applyToken: (_session, flags) => flags.map(({ flag }) => flag).join(' '),
    clock,
    newId,
    sha256,
  };
  const logCounters = () => ({
    ...noCounters,
    acknowledgedLines: lines.length,
  });
  const edge = createEdgeHandler({
    tools,
    changes,
    logCounters,
    isDraining: () => false,
    routes: [openApiRoute, ...(options.routes?.(tools, changes) ?? [])],
  });
  const handle: EdgeUnderTest['handle'] = async request => {
    const answer = await edge(request);
    expectDocumented(request, answer);
    return answer;
  };
  return {
    handle,
    lines,
    changes,
    state,
    logCounters,
    publish,
    ...requestsOf(handle),
  };
};
