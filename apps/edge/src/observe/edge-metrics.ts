import type { LogCounters } from '@etude/events';
import type { Clock } from '@etude/kernel';
import { Counter, Registry, collectDefaultMetrics } from 'prom-client';
import type { EventRefusal } from '../event-checks/event-refusals';
import type { MaterializationMetrics } from '../materializations/metered-materializations';
import type { StateSource } from '../state-poller';
import type { SinkBacklog } from '../sinks/sink-backlog';
import { sinkMetrics } from '../sinks/sink-metrics';
import type { EvaluationTally } from './evaluation-tally';
import { materializationMetrics } from './materialization-metrics';
import { counter, gauge } from './registered-metrics';
import { LATENCY_BUCKETS } from './request-meter';
import type { RequestMeter, RouteMeter } from './request-meter';

/** Where the metrics come from. */
export type EdgeMetricsSources = {
  readonly tally: EvaluationTally;
  readonly meter: RequestMeter;
  readonly state: StateSource;
  readonly clock: Clock;
  readonly logCounters: () => LogCounters;
  readonly backlog: () => SinkBacklog;
  /** Clients that listen for changes. */
  readonly streams: () => number;
  /** Assignments that are remembered as written. */
  readonly recentAssignments: () => number;
  readonly lostReports: () => number;
  /** Events that did not fit their definition. */
  readonly refusedEvents: () => Iterable<EventRefusal>;
  /** Definitions that events are checked against. */
  readonly eventChecks: () => number;
  readonly materializations: () => MaterializationMetrics;
};

/** The metrics of an edge in the text format of Prometheus. */
export type EdgeMetrics = {
  readonly contentType: string;
  readonly render: () => Promise<string>;
};

/** Series of one metric; the evaluations past it share one. */
const MAX_SERIES = 10_000;

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

const evaluations = (registry: Registry, tally: EvaluationTally): void => {
  new Counter({
    name: 'etude_edge_evaluations_total',
    help: 'Flags evaluated, by flag, variant and reason.',
    labelNames: ['flag', 'variant', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      let series = 0;
      for (const { flag, variant, reason, count } of tally.counts()) {
        series += 1;
        if (series > MAX_SERIES) this.inc({ flag: 'other' }, count);
        else {
          const variantId = variant === null ? '' : lastPart(variant);
          const labels = { flag: lastPart(flag), variant: variantId, reason };
          this.inc(labels, count);
        }
      }
      if (tally.uncounted > 0) this.inc({ flag: 'other' }, tally.uncounted);
    },
  });
};

const requests = (registry: Registry, meter: RequestMeter): void => {
  new Counter({
    name: 'etude_edge_requests_total',
    help: 'Requests answered, by route and HTTP status; calls of gRPC with that of their twin.',
    labelNames: ['route', 'status'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [route, { statuses }] of meter.routes()) {
        for (const [status, count] of statuses) {
          this.inc({ route, status }, count);
        }
      }
    },
  });
};

const eventMetrics = (
  registry: Registry,
  { refusedEvents, eventChecks }: EdgeMetricsSources,
): void => {
  new Counter({
    name: 'etude_edge_events_refused_total',
    help: 'Events that did not fit their definition, by event and the code of their first problem.',
    labelNames: ['event', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { event, code, count } of refusedEvents()) {
        this.inc({ event, reason: code }, count);
      }
    },
  });
  const checks: readonly [string, string] = [
    'event_checks',
    'Event definitions that events are checked against.',
  ];
  gauge(registry, checks, eventChecks);
};

const stateMetrics = (
  registry: Registry,
  { state, clock }: EdgeMetricsSources,
): void => {
  const age: readonly [string, string] = [
    'state_age_seconds',
    'Since the portal last confirmed the flag state.',
  ];
  gauge(registry, age, () => {
    const current = state.current();
    return current === null
      ? Infinity
      : (clock.now().getTime() - current.confirmedAtMs) / 1000;
  });
  const stale: readonly [string, string] = [
    'state_stale',
    '1 while the flag state is older than ETUDE_STATE_STALE_MS.',
  ];
  gauge(registry, stale, () => Number(state.isStale()));
  const pushed: readonly [string, string] = [
    'state_pushed',
    '1 while the portal announces changes, 0 while the edge only polls.',
  ];
  gauge(registry, pushed, () => Number(state.isPushed()));
};

const LOG_COUNTERS: readonly [keyof LogCounters, string, string][] = [
  ['acknowledgedLines', 'log_lines_total', 'Records on the disk.'],
  ['acknowledgedBytes', 'log_bytes_total', 'Bytes of those records.'],
  ['groups', 'log_syncs_total', 'Writes that were synced to the disk.'],
  ['failedGroups', 'log_failures_total', 'Writes that the disk refused.'],
  ['rejectedAppends', 'log_rejected_total', 'Appends refused as too much.'],
  ['sealedFiles', 'log_sealed_files_total', 'Files given to the compactor.'],
];

const logMetrics = (
  registry: Registry,
  { logCounters, clock }: EdgeMetricsSources,
): void => {
  for (const [key, name, help] of LOG_COUNTERS) {
    counter(registry, [name, help], () => logCounters()[key] ?? 0);
  }
  const pending: readonly [string, string] = [
    'log_pending_bytes',
    'Bytes that wait to be written.',
  ];
  gauge(registry, pending, () => logCounters().pendingBytes);
  const lag: readonly [string, string] = [
    'log_lag_seconds',
    'How long the oldest waiting record waits; 0 when none does.',
  ];
  gauge(registry, lag, () => {
    const { pendingSinceMs } = logCounters();
    return pendingSinceMs === null
      ? 0
      : Math.max(0, (clock.now().getTime() - pendingSinceMs) / 1000);
  });
};

const LATENCY = 'etude_edge_request_duration_seconds';

const latencyLines = (route: string, meter: RouteMeter): string[] => {
  let below = 0;
  const buckets = [...LATENCY_BUCKETS, '+Inf'].map((end, index) => {
    below += meter.latencyCounts[index] ?? 0;
    return `${LATENCY}_bucket{route="${route}",le="${end}"} ${below}`;
  });
  return [
    ...buckets,
    `${LATENCY}_sum{route="${route}"} ${meter.latencySeconds}`,
    `${LATENCY}_count{route="${route}"} ${below}`,
  ];
};

// prom-client's histogram would have to be told of every request; the plain
// counts of the meter are written in its place.
const latencyText = (meter: RequestMeter): string =>
  [
    `# HELP ${LATENCY} From the whole request to the answer, by route.`,
    `# TYPE ${LATENCY} histogram`,
    ...[...meter.routes()].flatMap(([route, counts]) =>
      latencyLines(route, counts),
    ),
    '',
  ].join('\n');

/** Metrics that are read from plain counters when somebody asks. */
export const createEdgeMetrics = (sources: EdgeMetricsSources): EdgeMetrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  evaluations(registry, sources.tally);
  requests(registry, sources.meter);
  stateMetrics(registry, sources);
  logMetrics(registry, sources);
  sinkMetrics(registry, sources.backlog);
  materializationMetrics(registry, sources.materializations);
  eventMetrics(registry, sources);
  gauge(
    registry,
    ['change_streams', 'Clients that listen for changes.'],
    sources.streams,
  );
  gauge(
    registry,
    ['recent_assignments', 'Assignments remembered as written.'],
    sources.recentAssignments,
  );
  counter(
    registry,
    ['reports_lost_total', 'Reports that the portal did not take.'],
    sources.lostReports,
  );
  return {
    contentType: registry.contentType,
    render: async () =>
      `${await registry.metrics()}\n${latencyText(sources.meter)}`,
  };
};
