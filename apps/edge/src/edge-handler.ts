import type { LogCounters } from '@etude/events';
import type { Clock } from '@etude/kernel';
import type { AppendLines } from './durable-answer';
import { evaluateFlag, evaluateFlags } from './evaluate-flags';
import { PREFLIGHT_HEADERS, emptyResponse, jsonResponse } from './http-message';
import type { EdgeRequest, EdgeResponse } from './http-message';
import { publishEvents } from './publish-events';
import type { StateSource } from './state-poller';

/** The log as the edge sees it; `DurableLog` fits. */
export type EdgeLog = {
  readonly append: AppendLines;
  readonly counters: () => LogCounters;
};

/** What the edge is made of. */
export type EdgeDeps = {
  readonly state: StateSource;
  readonly log: EdgeLog;
  readonly clock: Clock;
  /** A new identifier of 32 letters and digits. */
  readonly newId: () => string;
  /** True once the edge is stopping. */
  readonly isDraining: () => boolean;
};

/** Answers a request; never throws for anything a client can send. */
export type EdgeHandler = (request: EdgeRequest) => Promise<EdgeResponse>;

const BULK_PATH = '/ofrep/v1/evaluate/flags';
const SINGLE_PREFIX = `${BULK_PATH}/`;
const PUBLISH_PATHS = ['/v1/events:publish', '/v1/events%3Apublish'];

const decodeKey = (encoded: string): string => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A malformed escape names no flag; the key is echoed as it came.
    return encoded;
  }
};

const edgeStatus = (deps: EdgeDeps): EdgeResponse => {
  const state = deps.state.current();
  const now = deps.clock.now().getTime();
  return jsonResponse(200, {
    state: state && {
      version: state.resolver.version,
      etag: state.etag,
      origin: state.origin,
      confirmedAt: new Date(state.confirmedAtMs).toISOString(),
      ageMs: now - state.confirmedAtMs,
    },
    lastPollError: deps.state.lastError(),
    draining: deps.isDraining(),
    log: deps.log.counters(),
  });
};

const readiness = (deps: EdgeDeps): EdgeResponse => {
  if (deps.isDraining()) return jsonResponse(503, { status: 'draining' });
  return deps.state.current()
    ? jsonResponse(200, { status: 'ready' })
    : jsonResponse(503, { status: 'waiting for the first flag state' });
};

const get = (request: EdgeRequest, deps: EdgeDeps): EdgeResponse | null => {
  switch (request.path) {
    case '/healthz':
      return jsonResponse(200, { status: 'ok' });
    case '/readyz':
      return readiness(deps);
    case '/v1/edge:status':
      return edgeStatus(deps);
    default:
      return null;
  }
};

const post = (
  request: EdgeRequest,
  deps: EdgeDeps,
): Promise<EdgeResponse> | null => {
  const { path } = request;
  const tools = {
    state: deps.state,
    append: deps.log.append,
    clock: deps.clock,
    newId: deps.newId,
  };
  if (path.startsWith(SINGLE_PREFIX) && path.length > SINGLE_PREFIX.length) {
    const key = decodeKey(path.slice(SINGLE_PREFIX.length));
    return evaluateFlag(request, key, tools);
  }
  if (path === BULK_PATH) return evaluateFlags(request, tools);
  if (PUBLISH_PATHS.includes(path)) return publishEvents(request, tools);
  return null;
};

/** Wires the endpoints of the edge; see the README for the list. */
export const createEdgeHandler =
  (deps: EdgeDeps): EdgeHandler =>
  async request => {
    const { method, path } = request;
    if (method === 'OPTIONS') return emptyResponse(204, PREFLIGHT_HEADERS);
    const found =
      method === 'POST'
        ? post(request, deps)
        : method === 'GET'
          ? get(request, deps)
          : null;
    return (
      found ??
      jsonResponse(404, {
        code: 5,
        message: `The edge has no ${method} ${path}.`,
      })
    );
  };
