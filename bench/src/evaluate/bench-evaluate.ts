import type { Benchmark, Figure, Reference } from '../figure';
import { diskNote } from '../http/disk-latency';
import { putAnswer, withHttpBench } from '../http/http-bench';
import type { HttpBench } from '../http/http-bench';
import { latencyNote, pacedNote } from '../http/load-generator';
import type { LoadedCost, Target } from '../http/load-orders';
import { measureReferenceBox, scaledNote } from '../http/reference-box';
import type { ReferenceBox } from '../http/reference-box';
import {
  CLIENT_SECRET,
  flagId,
  workloadState,
  workloadUsers,
} from '../resolve/resolve-workload';
import type { ServerProcess } from '../http/server-process';

const BULK_FLAGS = 100;
const BULK_PATH = '/ofrep/v1/evaluate/flags';
const SINGLE_PATH = `${BULK_PATH}/${flagId(0)}`;

/** The edge remembers 200,000 assignments as written, some 80 per user. */
const BULK_USERS = 1_000;

/** Requests a second that a core of the reference box is to answer. */
const ASKED = { one: 60_000, all: 12_000 };

/** Of what the edge answers when there is no end of requests. */
const PACED_SHARE = 0.7;

const headers = { authorization: `Bearer ${CLIENT_SECRET}` };

/** Requests as an OFREP client sends them, one per user. */
const bodies = workloadUsers().map(
  ({ targeting_key: targetingKey, ...attributes }) =>
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

const plainName = 'node:http that parses a request and writes a small answer';
const alikeName =
  'node:http that parses the request and writes the same answer';

/** Latency of `target` at a share of what it answered at most. */
const pacedNotes = async (
  { echo, load }: HttpBench,
  target: Target,
  { cost }: LoadedCost,
): Promise<string[]> => {
  const perSecond = (cost.count / cost.wallSeconds) * PACED_SHARE;
  const [paced, plain] = await load.measurePaced(
    [target, plainTarget(echo)],
    perSecond,
  );
  if (!paced || !plain) throw new Error('Not every server was measured.');
  return [
    `at ${Math.round(perSecond)} requests/s, ${PACED_SHARE * 100} % of that: ${pacedNote(paced)}`,
    `${alikeName}, as often: ${pacedNote(plain)}`,
  ];
};

const plainTarget = (echo: ServerProcess): Target => ({
  server: echo,
  path: '/answer',
  headers,
  bodies,
});

const sizeNote = (target: Target, answer: string): string =>
  `requests of ${target.bodies.length} users in turn, of ${target.bodies[0]?.length ?? 0} bytes; answers of ${answer.length}`;

/** One flag and all of them, in turn with a server that only answers. */
const measureBoth = async (
  bench: HttpBench,
  box: ReferenceBox,
  about: string,
): Promise<Figure[]> => {
  const { edge, echo, load } = bench;
  const single: Target = { server: edge, path: SINGLE_PATH, headers, bodies };
  const bulkBodies = bodies.slice(0, BULK_USERS);
  const bulk = { ...single, path: BULK_PATH, bodies: bulkBodies };
  const singleAnswer = await exampleAnswer(bench, SINGLE_PATH);
  const bulkAnswer = await exampleAnswer(bench, BULK_PATH);
  await putAnswer(echo, singleAnswer);
  const targets = [plainTarget(echo), single, bulk];
  const [plain, one, all] = await load.measureInTurn(targets);
  if (!plain || !one || !all) throw new Error('Not every server was measured.');
  const oneNotes = await pacedNotes(bench, single, one);
  await putAnswer(echo, bulkAnswer);
  const allNotes = await pacedNotes(bench, bulk, all);
  const alike = await load.measure(echo, { ...bulk, path: '/answer' });
  const byCpu = (name: string, { cost }: LoadedCost): Reference => ({
    name,
    cost,
    by: 'cpu',
  });
  return [
    {
      name: `OFREP, one flag, ${about}`,
      unit: 'requests',
      cost: one.cost,
      references: [byCpu(alikeName, plain)],
      notes: [
        scaledNote({ ...one, unit: 'requests' }, box, ASKED.one),
        latencyNote(one),
        ...oneNotes,
        sizeNote(single, singleAnswer),
      ],
    },
    {
      name: `OFREP, all ${BULK_FLAGS} flags, ${about}`,
      unit: 'requests',
      cost: all.cost,
      references: [byCpu(plainName, plain), byCpu(alikeName, alike)],
      notes: [
        scaledNote({ ...all, unit: 'requests' }, box, ASKED.all),
        latencyNote(all),
        ...allNotes,
        sizeNote(bulk, bulkAnswer),
      ],
    },
  ];
};

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
    const { box, known } = await withHttpBench(
      { folder, state },
      async bench => {
        const measured = await measureReferenceBox(bench);
        const figures = await measureBoth(bench, measured, 'units known');
        return { box: measured, known: figures };
      },
    );
    const logged = await withHttpBench(
      { folder, state, env: WITHOUT_DEDUPLICATION },
      bench => measureBoth(bench, box, 'on disk before the answer'),
    );
    const note = await diskNote(folder);
    const onDisk = logged.map(figure => ({
      ...figure,
      notes: [...(figure.notes ?? []), note],
    }));
    return [box.figure, ...known, ...onDisk];
  },
};
