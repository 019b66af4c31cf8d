import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LAKE_TABLES, compactAll } from '@etude/events';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompactionEngine } from './compaction-engine';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { NO_BACKEND, placeState, spawnEdge } from './testing/spawned-edge';

const KILLS = 4;
const CONNECTIONS = 16;

/** Mulberry32, so that a failing run can be repeated. */
const seededRandom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

type Answer = { readonly status: number } | null;

/** Null when the connection broke before the whole answer was there. */
const post = (url: string, body: unknown, agent: Agent): Promise<Answer> =>
  new Promise(resolve => {
    const text = JSON.stringify(body);
    const outgoing = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${SHOP_SECRET}`,
          'content-length': Buffer.byteLength(text),
        },
      },
      response => {
        response.resume();
        response.on('error', () => resolve(null));
        response.on('end', () =>
          resolve(
            response.complete ? { status: response.statusCode ?? 0 } : null,
          ),
        );
      },
    );
    outgoing.on('error', () => resolve(null));
    outgoing.end(text);
  });

type Acknowledged = { readonly units: string[]; readonly events: string[] };

let sequence = 0;
const nextId = () => String((sequence += 1)).padStart(7, '0');

const evaluateOnce = async (url: string, agent: Agent, into: Acknowledged) => {
  const unit = `unit-${nextId()}`;
  const answer = await post(
    `${url}/ofrep/v1/evaluate/flags/checkout-button`,
    { context: { targetingKey: unit } },
    agent,
  );
  if (answer?.status === 200) into.units.push(unit);
  return answer;
};

const publishOnce = async (url: string, agent: Agent, into: Acknowledged) => {
  const ids = [nextId(), nextId(), nextId()];
  const body = {
    clientSecret: SHOP_SECRET,
    events: ids.map(eventId => ({
      eventDefinition: 'eventDefinitions/visit',
      eventTime: new Date().toISOString(),
      eventId,
      payload: { context: { targeting_key: `unit-${eventId}` } },
    })),
  };
  const path = `${url}/v1/events:publish`;
  let answer = await post(path, body, agent);
  // A client that missed the answer sends the same events again, while the
  // edge is still there.
  answer ??= await post(path, body, agent);
  if (answer?.status === 200) into.events.push(...ids);
  return answer;
};

/** Sends until the edge is gone. */
const sendUntilGone = async (url: string, into: Acknowledged) => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, worker) => {
      const send = worker % 2 === 0 ? evaluateOnce : publishOnce;
      while ((await send(url, agent, into)) !== null);
    }),
  );
  agent.destroy();
};

/** Waits for some more answers, however slow the machine is. */
const untilMoreIn = async ({ units, events }: Acknowledged): Promise<void> => {
  const enough = [units.length + 60, events.length + 60] as const;
  while (units.length < enough[0] || events.length < enough[1]) await delay(10);
};

describe('an edge that is killed again and again under load', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'etude-kill-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('has every acknowledged assignment and event in the lake once', async () => {
    const random = seededRandom(2026);
    const edgeDir = join(dir, 'edge');
    const lakeDir = join(dir, 'lake');
    await placeState(edgeDir, exampleState());
    const env = {
      ETUDE_EDGE_DIR: edgeDir,
      ETUDE_BACKEND_URL: NO_BACKEND,
      ETUDE_SEAL_MS: '150',
    };
    const engine = await openCompactionEngine();
    const { query } = engine;
    const compact = () =>
      compactAll({ logDir: join(edgeDir, 'log'), lakeDir, query });
    const acknowledged: Acknowledged = { units: [], events: [] };

    for (let kill = 0; kill < KILLS; kill += 1) {
      const edge = await spawnEdge(env);
      const sending = sendUntilGone(edge.url, acknowledged);
      await untilMoreIn(acknowledged);
      await delay(random() * 300);
      await edge.end('SIGKILL');
      await sending;
      // The compactor is a process of its own and works on meanwhile.
      expect((await compact()).failed).toEqual([]);
    }
    const last = await spawnEdge(env);
    expect(await last.end('SIGTERM')).toBe(0);
    const pass = await compact();
    engine.close();

    expect(pass.failed).toEqual([]);
    expect(await readdir(join(edgeDir, 'log'))).toEqual(['sealed']);
    expect(await readdir(join(edgeDir, 'log', 'sealed'))).toEqual([]);
    expect(acknowledged.units.length).toBeGreaterThan(200);
    expect(acknowledged.events.length).toBeGreaterThan(200);

    const driver = createDuckDbDriver({ lakeDir, tables: LAKE_TABLES });
    const { rows: assignments } = await driver.query(
      'SELECT unit, count(*) AS n FROM assignments GROUP BY unit',
    );
    const { rows: events } = await driver.query(
      'SELECT event_id, count(*) AS n FROM events GROUP BY event_id',
    );
    await driver.close();
    const unitsInLake = new Map(
      assignments.map(row => [row['unit'], row['n']]),
    );
    const eventsInLake = new Map(
      events.map(row => [row['event_id'], row['n']]),
    );
    expect(acknowledged.units.filter(id => unitsInLake.get(id) !== 1)).toEqual(
      [],
    );
    expect(
      acknowledged.events.filter(id => eventsInLake.get(id) !== 1),
    ).toEqual([]);
    expect([...eventsInLake.values()].filter(n => n !== 1)).toEqual([]);
  }, 90_000);
});
