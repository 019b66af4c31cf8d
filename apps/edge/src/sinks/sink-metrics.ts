import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { SinkBacklog } from './sink-backlog';

type Sinks = NonNullable<SinkBacklog['compactor']>['sinks'];
type SinkEntry = Sinks[number];

const GAUGES: readonly [string, string, (sink: SinkEntry) => number][] = [
  [
    'sink_up',
    '1 while a sink takes what it is given, 0 while its last try failed.',
    ({ state }) => Number(state === 'ok'),
  ],
  [
    'sink_waiting_segments',
    'Sealed files that a sink does not have.',
    ({ waitingSegments }) => waitingSegments,
  ],
  [
    'sink_waiting_bytes',
    'Bytes of those files.',
    ({ waitingBytes }) => waitingBytes,
  ],
];

const COUNTERS: readonly [string, string, (sink: SinkEntry) => number][] = [
  [
    'sink_records_total',
    'Records that a sink has, since the compactor started.',
    ({ records }) => records,
  ],
  [
    'sink_rejected_lines_total',
    'Lines put aside under log/rejected, since the compactor started.',
    ({ rejectedLines }) => rejectedLines,
  ],
];

/** Metrics of what waits for sinks, and of each as the compactor tells. */
export const sinkMetrics = (
  registry: Registry,
  backlog: () => SinkBacklog,
): void => {
  const registers = [registry];
  const sinks = (): Sinks => backlog().compactor?.sinks ?? [];
  for (const [name, help, read] of GAUGES) {
    new Gauge({
      name: `etude_edge_${name}`,
      help,
      labelNames: ['sink'],
      registers,
      collect() {
        this.reset();
        for (const sink of sinks()) this.set({ sink: sink.name }, read(sink));
      },
    });
  }
  for (const [name, help, read] of COUNTERS) {
    new Counter({
      name: `etude_edge_${name}`,
      help,
      labelNames: ['sink'],
      registers,
      collect() {
        this.reset();
        for (const sink of sinks()) this.inc({ sink: sink.name }, read(sink));
      },
    });
  }
  new Gauge({
    name: 'etude_edge_backlog_bytes',
    help: 'Bytes of sealed files that some sink does not have.',
    registers,
    collect() {
      this.set(backlog().bytes);
    },
  });
  new Gauge({
    name: 'etude_edge_compactor_age_seconds',
    help: 'Since the compactor last told how it fares.',
    registers,
    collect() {
      const { compactor } = backlog();
      if (compactor === null) this.reset();
      else this.set((Date.now() - Date.parse(compactor.lastPassAt)) / 1_000);
    },
  });
};
