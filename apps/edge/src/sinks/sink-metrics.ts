import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { gauge } from '../observe/registered-metrics';
import type { SinkBacklog } from './sink-backlog';

type Sinks = NonNullable<SinkBacklog['compactor']>['sinks'];
type SinkMetric = {
  readonly name: string;
  readonly help: string;
  readonly read: (sink: Sinks[number]) => number;
};

const GAUGES: readonly SinkMetric[] = [
  {
    name: 'sink_up',
    help: '1 while a sink takes what it is given, 0 while its last try failed.',
    read: ({ state }) => Number(state === 'ok'),
  },
  {
    name: 'sink_waiting_segments',
    help: 'Sealed files that a sink does not have.',
    read: ({ waitingSegments }) => waitingSegments,
  },
  {
    name: 'sink_waiting_bytes',
    help: 'Bytes of those files.',
    read: ({ waitingBytes }) => waitingBytes,
  },
];

const COUNTERS: readonly SinkMetric[] = [
  {
    name: 'sink_records_total',
    help: 'Records that a sink has, since the compactor started.',
    read: ({ records }) => records,
  },
  {
    name: 'sink_rejected_lines_total',
    help: 'Lines put aside under log/rejected, since the compactor started.',
    read: ({ rejectedLines }) => rejectedLines,
  },
];

/** Metrics of what waits for sinks, and of each as the compactor tells. */
export const sinkMetrics = (
  registry: Registry,
  backlog: () => SinkBacklog,
): void => {
  const registers = [registry];
  const register = (
    metrics: readonly SinkMetric[],
    Metric: typeof Gauge | typeof Counter,
  ) => {
    for (const { name, help, read } of metrics) {
      new Metric({
        name: `etude_edge_${name}`,
        help,
        labelNames: ['sink'],
        registers,
        collect() {
          this.reset();
          for (const sink of backlog().compactor?.sinks ?? []) {
            this.inc({ sink: sink.name }, read(sink));
          }
        },
      });
    }
  };
  register(GAUGES, Gauge);
  register(COUNTERS, Counter);
  const bytes = 'Bytes of sealed files that some sink does not have.';
  gauge(registry, ['backlog_bytes', bytes], () => backlog().bytes);
  const age = 'Since the compactor last told how it fares.';
  gauge(registry, ['compactor_age_seconds', age], () => {
    const { compactor } = backlog();
    return compactor === null
      ? null
      : (Date.now() - Date.parse(compactor.lastPassAt)) / 1_000;
  });
};
