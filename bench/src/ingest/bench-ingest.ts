import type { Benchmark, Figure } from '../figure';
import { withHttpBench } from '../http/http-bench';
import type { HttpBench } from '../http/http-bench';
import { latencyNote } from '../http/load-generator';
import type { LoadedCost } from '../http/load-orders';
import type { Cost } from '../measure';
import { workloadState, workloadUsers } from '../resolve/resolve-workload';
import { measureCompaction } from './compaction';
import { lineOf, publishBody } from './ingest-workload';
import { syncLoop } from './sync-loop';

const BATCH_SIZES = [1, 20, 100];
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
): Promise<Figure> => {
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
      const figures: Figure[] = [];
      for (const batch of BATCH_SIZES) {
        figures.push(await measureBatch(bench, folder, batch));
      }
      figures.push(await measureCompaction(folder));
      return figures;
    }),
};
