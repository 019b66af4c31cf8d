import type { EdgeHandler } from '../edge-handler';
import type { EdgeRequest, EdgeResponse } from '../http-message';

/** Upper ends of the latency buckets in seconds; the last one has none. */
export const LATENCY_BUCKETS: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
  1,
];

/** What one route has answered. */
export type RouteMeter = {
  /** One per entry of {@link LATENCY_BUCKETS}, and one for the rest. */
  readonly latencyCounts: Float64Array;
  latencySeconds: number;
  readonly statuses: Map<number, number>;
};

const ROUTES: Readonly<Record<string, string>> = {
  '/ofrep/v1/evaluate/flags': 'ofrep-bulk',
  '/v1/events:publish': 'publish',
  '/v1/flags:resolve': 'resolve',
  '/v1/flags:apply': 'apply',
  '/healthz': 'health',
  '/readyz': 'health',
  '/v1/edge:status': 'status',
  '/metrics': 'metrics',
};

const SINGLE_PREFIX = '/ofrep/v1/evaluate/flags/';

/** Name of the endpoint of a request; there are few. */
export const routeOf = ({ path }: EdgeRequest): string => {
  if (path.startsWith(SINGLE_PREFIX)) return 'ofrep-single';
  return (Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined) ?? 'other';
};

/** Counts and times what a handler answers, in plain numbers. */
export class RequestMeter {
  readonly #routes = new Map<string, RouteMeter>();

  routes(): ReadonlyMap<string, RouteMeter> {
    return this.#routes;
  }

  /** The handler, measured. */
  around(handle: EdgeHandler): EdgeHandler {
    return request => {
      const startedAt = performance.now();
      const answer = handle(request);
      if (answer instanceof Promise) {
        return answer.then(response => {
          this.#count(request, response, startedAt);
          return response;
        });
      }
      this.#count(request, answer, startedAt);
      return answer;
    };
  }

  /** Counts what was answered elsewhere: gRPC, with the status of its twin. */
  count(route: string, status: number, seconds: number): void {
    let meter = this.#routes.get(route);
    if (meter === undefined) {
      meter = {
        latencyCounts: new Float64Array(LATENCY_BUCKETS.length + 1),
        latencySeconds: 0,
        statuses: new Map(),
      };
      this.#routes.set(route, meter);
    }
    let bucket = 0;
    while (seconds > (LATENCY_BUCKETS[bucket] ?? Infinity)) bucket += 1;
    meter.latencyCounts[bucket] = (meter.latencyCounts[bucket] ?? 0) + 1;
    meter.latencySeconds += seconds;
    meter.statuses.set(status, (meter.statuses.get(status) ?? 0) + 1);
  }

  #count(
    request: EdgeRequest,
    { status }: EdgeResponse,
    startedAt: number,
  ): void {
    const seconds = (performance.now() - startedAt) / 1000;
    this.count(routeOf(request), status, seconds);
  }
}
