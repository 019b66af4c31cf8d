import type { LogCounters } from '@etude/events';
import { CHANGES_PATH } from './change-streams';
import type { ChangeStreams } from './change-streams';
import type { EdgeTools } from './edge-tools';
import { evaluateFlag, evaluateFlags } from './evaluate-flags';
import { PREFLIGHT_HEADERS, emptyResponse, jsonResponse } from './http-message';
import type {
  EdgeAnswer,
  EdgeRequest,
  EdgeResponse,
  EdgeRoutes,
} from './http-message';
import type { SinkBacklog } from './sinks/sink-backlog';

/** What the edge is made of. */
export type EdgeDeps = {
  readonly tools: EdgeTools;
  readonly changes: ChangeStreams;
  readonly logCounters: () => LogCounters;
  /** What waits for sinks; left out where no log is on a disk. */
  readonly backlog?: () => SinkBacklog;
  /** True once the edge is stopping. */
  readonly isDraining: () => boolean;
  /** Routes of other wires, asked after the edge's own. */
  readonly routes?: readonly EdgeRoutes[];
};

/** Answers a request; never throws for anything a client can send. */
export type EdgeHandler = (request: EdgeRequest) => EdgeAnswer;

const BULK_PATH = '/ofrep/v1/evaluate/flags';
const SINGLE_PREFIX = `${BULK_PATH}/`;

const decodeKey = (encoded: string): string => {
  if (!encoded.includes('%')) return encoded;
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A malformed escape names no flag; the key is echoed as it came.
    return encoded;
  }
};

const edgeStatus = ({
  tools,
  changes,
  logCounters,
  backlog,
  isDraining,
}: EdgeDeps): EdgeResponse => {
  const state = tools.state.current();
  const now = tools.clock.now().getTime();
  return jsonResponse(200, {
    state: state && {
      version: state.resolver.version,
      etag: state.etag,
      origin: state.origin,
      confirmedAt: new Date(state.confirmedAtMs).toISOString(),
      ageMs: now - state.confirmedAtMs,
      isStale: tools.state.isStale(),
      isPushed: tools.state.isPushed(),
    },
    lastPollError: tools.state.lastError(),
    draining: isDraining(),
    changeStreams: changes.size,
    log: logCounters(),
    backlog: backlog?.() ?? null,
  });
};

const readiness = ({ tools, isDraining }: EdgeDeps): EdgeResponse => {
  if (isDraining()) return jsonResponse(503, { status: 'draining' });
  return tools.state.current()
    ? jsonResponse(200, { status: 'ready' })
    : jsonResponse(503, { status: 'waiting for the first flag state' });
};

/** What load balancers ask, some of them without wanting a body. */
const HEALTH_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

const get = (request: EdgeRequest, deps: EdgeDeps): EdgeResponse | null => {
  switch (request.path) {
    case '/healthz':
      return jsonResponse(200, { status: 'ok' });
    case '/readyz':
      return readiness(deps);
    case '/v1/edge:status':
      return edgeStatus(deps);
    case CHANGES_PATH:
      return deps.changes.open(request);
    default:
      return null;
  }
};

const post = (request: EdgeRequest, { tools }: EdgeDeps): EdgeAnswer | null => {
  const { path } = request;
  if (path.startsWith(SINGLE_PREFIX) && path.length > SINGLE_PREFIX.length) {
    const key = decodeKey(path.slice(SINGLE_PREFIX.length));
    return evaluateFlag(request, key, tools);
  }
  return path === BULK_PATH ? evaluateFlags(request, tools) : null;
};

const mounted = (
  request: EdgeRequest,
  routes: readonly EdgeRoutes[],
): EdgeAnswer | null => {
  for (const route of routes) {
    const answer = route(request);
    if (answer !== null) return answer;
  }
  return null;
};

const ownRoutes = (request: EdgeRequest, deps: EdgeDeps): EdgeAnswer | null => {
  switch (request.method) {
    case 'POST':
      return post(request, deps);
    case 'GET':
      return get(request, deps);
    case 'HEAD':
      return HEALTH_PATHS.has(request.path) ? get(request, deps) : null;
    default:
      return null;
  }
};

// The path is not echoed: by mistake it may hold a secret.
const NOT_FOUND = jsonResponse(404, {
  code: 5,
  message: 'The edge has no such endpoint. GET /openapi.json lists them.',
});

/** Wires the endpoints of the edge; see the README for the list. */
export const createEdgeHandler = (deps: EdgeDeps): EdgeHandler => {
  const { routes = [] } = deps;
  return request => {
    if (request.method === 'OPTIONS')
      return emptyResponse(204, PREFLIGHT_HEADERS);
    return ownRoutes(request, deps) ?? mounted(request, routes) ?? NOT_FOUND;
  };
};
