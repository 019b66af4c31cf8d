import type { Benchmark, Figure } from '../figure';
import { withHttpBench } from '../http/http-bench';
import type { HttpBench } from '../http/http-bench';
import { latencyNote } from '../http/load-generator';
import type { LoadedCost } from '../http/load-orders';
import type { Cost } from '../measure';
import { workloadState, workloadUsers } from '../resolve/resolve-workload';
import { measureReferenceBox, scaledNote } from '../http/reference-box';
import { measureCompaction } from './compaction';
import { measureEventToRow } from './event-to-row';
import { lineOf, publishBody } from './ingest-workload';
import { syncLoop } from './sync-loop';

const COMPACTION_THREADS = [1, 2];
/** Per core of the reference box: two threads are to make a million. */
const ASKED_COMPACTION = 500_000;

/** Events per request, and how many a core of the reference box is to take. */
const BATCHES: readonly (readonly [size: number, asked: number])[] = [
  [1, 40_000],
  [20, 250_000],
  [100, 250_000],
];
const DISTINCT_REQUESTS = 100;
/** Requests whose records one sync carries when all connections wait for it. */
const REQUESTS_PER_SYNC = 64;

/** The same cost counted in events instead of requests. */
const perEvent = ({ cost }: LoadedCost, batch: number): Cost => ({
  ...cost,
  count: cost.count * batch,
});

const measureBatch = async (
  { edge, echo, load }: HttpBench,
  folder: string,
  batch: number,
): Promise<Figure & { readonly notes: readonly string[] }> => {
  const units = workloadUsers().map(user => user.targeting_key);
  const bodies = Array.from({ length: DISTINCT_REQUESTS }, (_, index) =>
    publishBody(units.slice(index * batch).slice(0, batch)),
  );
  const group = units.slice(0, REQUESTS_PER_SYNC * batch).map(lineOf);
  const bytes = Buffer.from(`${group.join('\n')}\n`);
  const synced = await syncLoop(folder, bytes, group.length);
  const limit = await load.measure(echo, {
    path: '/echo',
    headers: {},
    bodies,
  });
  const loaded = await load.measure(edge, {
    path: '/v1/events:publish',
    headers: {},
    bodies,
  });
  return {
    name: `publish, ${batch} ${batch === 1 ? 'event' : 'events'} per request, on disk before the answer`,
    unit: 'events',
    cost: perEvent(loaded, batch),
    references: [
      {
        name: 'node:http that parses the request and sends it back',
        cost: perEvent(limit, batch),
        by: 'cpu',
      },
      {
        name: `append + fdatasync of ${(bytes.length / 1e3).toFixed(0)} kB at a time`,
        cost: synced,
        by: 'wall',
      },
    ],
    notes: [
      latencyNote(loaded),
      `${Math.round(bytes.length / group.length)} bytes per event in the log`,
    ],
  };
};

/**
 * Events over HTTP into the durable log of a real edge, beside a bare
 * node:http server with the same traffic and beside the disk alone.
 */
export const ingestBenchmark: Benchmark = {
  name: 'ingest events',
  run: folder =>
    withHttpBench({ folder, state: workloadState(1) }, async bench => {
      const box = await measureReferenceBox(bench);
      const figures: Figure[] = [box.figure];
      for (const [size, asked] of BATCHES) {
        const figure = await measureBatch(bench, folder, size);
        const notes = [scaledNote(figure, box, asked), ...figure.notes];
        figures.push({ ...figure, notes });
      }
      for (const threads of COMPACTION_THREADS) {
        const figure = await measureCompaction(folder, threads);
        const note = scaledNote(figure, box, ASKED_COMPACTION);
        figures.push({ ...figure, notes: [note, ...(figure.notes ?? [])] });
      }
      figures.push(await measureEventToRow(folder));
      return figures;
    }),
};
