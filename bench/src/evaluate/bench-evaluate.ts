import type { Benchmark, Figure } from '../figure';
import { putAnswer, withHttpBench } from '../http/http-bench';
import type { HttpBench } from '../http/http-bench';
import { latencyNote } from '../http/load-generator';
import {
  CLIENT_SECRET,
  flagId,
  workloadState,
  workloadUsers,
} from '../resolve/resolve-workload';

const BULK_FLAGS = 100;
const BULK_PATH = '/ofrep/v1/evaluate/flags';
const DISTINCT_REQUESTS = 1_000;

const headers = { authorization: `Bearer ${CLIENT_SECRET}` };

/** Requests as an OFREP client sends them; about 150 bytes. */
const bodies = workloadUsers()
  .slice(0, DISTINCT_REQUESTS)
  .map(({ targeting_key: targetingKey, ...attributes }) =>
    JSON.stringify({ context: { targetingKey, ...attributes } }),
  );

/** What the edge answers to a user that a rule assigned something. */
const exampleAnswer = async (
  { edge }: HttpBench,
  path: string,
): Promise<string> => {
  for (const body of bodies) {
    const response = await fetch(`http://127.0.0.1:${edge.port}${path}`, {
      method: 'POST',
      headers,
      body,
    });
    const text = await response.text();
    if (response.ok && text.includes('"variant"')) return text;
  }
  throw new Error(`No request to ${path} was answered with a variant.`);
};

const measurePath = async (
  bench: HttpBench,
  path: string,
  name: string,
): Promise<Figure> => {
  const { edge, echo, load } = bench;
  const answer = await exampleAnswer(bench, path);
  await putAnswer(echo, answer);
  const limit = await load.measure(echo, { path: '/answer', headers, bodies });
  const loaded = await load.measure(edge, { path, headers, bodies });
  return {
    name,
    unit: 'requests',
    cost: loaded.cost,
    references: [
      {
        name: 'node:http that parses the request and writes the same answer',
        cost: limit.cost,
        by: 'cpu',
      },
    ],
    notes: [
      latencyNote(loaded),
      `requests of ${bodies[0]?.length ?? 0} bytes, answers of ${answer.length}`,
    ],
  };
};

const SINGLE_PATH = `${BULK_PATH}/${flagId(0)}`;

/** Every request is logged, as for units that were not seen before. */
const WITHOUT_DEDUPLICATION = { ETUDE_DEDUPE_SECONDS: '0' };

/**
 * OFREP over HTTP against a real edge that logs assignments durably before it
 * answers, beside a bare node:http server with the same traffic: first with
 * units that come again, whose assignments are on the disk, then with every
 * assignment written.
 */
export const evaluateBenchmark: Benchmark = {
  name: 'evaluate over HTTP',
  run: async folder => {
    const state = workloadState(BULK_FLAGS);
    const known = await withHttpBench({ folder, state }, async bench => [
      await measurePath(bench, SINGLE_PATH, 'OFREP, one flag, units known'),
      await measurePath(
        bench,
        BULK_PATH,
        `OFREP, all ${BULK_FLAGS} flags, units known`,
      ),
    ]);
    const logged = await withHttpBench(
      { folder, state, env: WITHOUT_DEDUPLICATION },
      async bench => [
        await measurePath(
          bench,
          SINGLE_PATH,
          'OFREP, one flag, assignment on disk before the answer',
        ),
        await measurePath(
          bench,
          BULK_PATH,
          `OFREP, all ${BULK_FLAGS} flags, assignments on disk before the answer`,
        ),
      ],
    );
    return [...known, ...logged];
  },
};
