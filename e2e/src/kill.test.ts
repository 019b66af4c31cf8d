import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { countsInLake } from './lake';
import { startLoad } from './load';
import type { LoadReport } from './load';
import { callPortal } from './portal-api';
import { pidOf } from './processes';
import type { ProcessName } from './processes';
import { seededRandom } from './seeded-random';
import { isUp, waitUntil } from './wait-until';

const SEED = 20261121;
const FLAG_ID = `kill-check-${Date.now().toString(36)}`;
/** What people's programs talk to. */
type Server = Exclude<ProcessName, 'engine'>;

const KILLS: readonly (readonly Server[])[] = [
  ['backend'],
  ['edge'],
  ['backend', 'edge'],
  ['edge'],
  ['backend'],
  ['backend', 'edge'],
];

/** From the kill until the process answers again; ms since the epoch. */
type Outage = {
  readonly name: Server;
  readonly from: number;
  readonly until: number;
};

const anything = z.unknown();

describe('a system whose processes are killed under load', () => {
  const system = inject('system');
  const prefix = `kill-${system.pid}-${Date.now().toString(36)}-`;
  let outages: Outage[];
  let report: LoadReport;

  const healthUrl = {
    backend: `${system.portalUrl}/.backstage/health/v1/readiness`,
    edge: `${system.edgeUrl}/readyz`,
  };

  const kill = async (name: Server): Promise<Outage> => {
    const pid = await waitUntil(() => Promise.resolve(pidOf(system, name)), {
      what: `A process of the ${name}`,
      timeoutMs: 30_000,
      everyMs: 20,
    });
    const from = Date.now();
    process.kill(pid, 'SIGKILL');
    await waitUntil(
      () => Promise.resolve(pidOf(system, name) !== pid || undefined),
      {
        what: `The end of the ${name}`,
        timeoutMs: 30_000,
        everyMs: 20,
      },
    );
    await waitUntil(() => isUp(healthUrl[name]), {
      what: `The restarted ${name}`,
      timeoutMs: 60_000,
      everyMs: 50,
    });
    return { name, from, until: Date.now() };
  };

  const createFlag = async () => {
    const variant = (id: string) => ({ id, value: { on: id === 'on' } });
    await callPortal(system, {
      method: 'POST',
      path: 'flags/v1/flags',
      body: {
        id: FLAG_ID,
        description: 'Resolved while processes are killed.',
        owner: 'group:default/platform',
        clients: ['storefront'],
        schema: { type: 'struct', fields: { on: { type: 'bool' } } },
        variants: [variant('on'), variant('off')],
      },
      schema: anything,
    });
    await callPortal(system, {
      method: 'PUT',
      path: `flags/v1/flags/${FLAG_ID}/rollout`,
      body: { variant: 'on', reach: 1 },
      schema: anything,
    });
  };

  const untilFlagResolves = () =>
    waitUntil(
      async () => {
        const response = await fetch(
          `${system.edgeUrl}/ofrep/v1/evaluate/flags/${FLAG_ID}`,
          {
            method: 'POST',
            headers: {
              authorization: `Bearer ${system.clientSecret}`,
              'content-type': 'application/json',
            },
            body: JSON.stringify({ context: { targetingKey: 'kill-probe' } }),
          },
        );
        const { variant } = z
          .object({ variant: z.string().optional() })
          .parse(await response.json());
        return variant;
      },
      { what: 'The new flag at the edge', timeoutMs: 60_000 },
    );

  beforeAll(async () => {
    await createFlag();
    await untilFlagResolves();
    const random = seededRandom(SEED);
    const stopLoad = startLoad({
      system,
      flagId: FLAG_ID,
      prefix,
      resolvesPerSecond: 40,
      publishesPerSecond: 10,
    });
    const pending: Promise<Outage>[] = [];
    for (const names of KILLS) {
      await sleep(1000 + random() * 4000);
      pending.push(...names.map(kill));
    }
    outages = await Promise.all(pending);
    await sleep(1000);
    report = await stopLoad();
  }, 180_000);

  afterAll(async () => {
    await callPortal(system, {
      method: 'POST',
      path: `flags/v1/flags/${FLAG_ID}/archive`,
      body: {},
      schema: anything,
    });
  });

  const overlapping = (name: Server, from: number, until: number) =>
    outages.some(
      outage =>
        outage.name === name && from <= outage.until && until >= outage.from,
    );

  it('keeps resolving from the last known state while the backend is down', () => {
    const failedWithoutEdgeOutage = report.resolves.filter(
      ({ outcome, startedAt, endedAt }) =>
        outcome !== 200 && !overlapping('edge', startedAt, endedAt),
    );
    const answeredWithoutBackend = report.resolves.filter(
      ({ outcome, startedAt, endedAt }) =>
        outcome === 200 &&
        outages.some(
          ({ name, from, until }) =>
            name === 'backend' && startedAt >= from && endedAt <= until,
        ),
    );
    expect(failedWithoutEdgeOutage).toEqual([]);
    expect(answeredWithoutBackend.length).toBeGreaterThan(100);
  });

  it('has the edge back before the backend, when both were killed', () => {
    const after = (name: Server) =>
      outages.filter(outage => outage.name === name);
    const together = after('edge').flatMap(edge =>
      after('backend')
        .filter(backend => Math.abs(backend.from - edge.from) < 500)
        .map(backend => ({ edge: edge.until, backend: backend.until })),
    );
    expect(together).toHaveLength(2);
    together.forEach(({ edge, backend }) => expect(edge).toBeLessThan(backend));
  });

  it('has every acknowledged assignment and event in the lake exactly once', async () => {
    const acknowledged = {
      assignments: report.resolves
        .filter(({ outcome }) => outcome === 200)
        .map(({ unit }) => unit),
      events: report.acknowledgedEvents,
    };
    expect(acknowledged.assignments.length).toBeGreaterThan(200);
    expect(acknowledged.events.length).toBeGreaterThan(200);
    const queries = {
      assignments: { table: 'assignments', idColumn: 'unit', prefix },
      events: { table: 'events', idColumn: 'event_id', prefix },
    } as const;
    const missing = async (name: keyof typeof queries) => {
      const counts = await countsInLake(system, queries[name]);
      return acknowledged[name].filter(id => !counts.has(id));
    };
    await waitUntil(
      async () => {
        const left = [
          ...(await missing('assignments')),
          ...(await missing('events')),
        ];
        if (left.length > 0) throw new Error(`missing: ${left.join(' ')}`);
        return true;
      },
      {
        what: 'Everything acknowledged in the lake',
        timeoutMs: 90_000,
        everyMs: 1000,
      },
    );
    for (const name of ['assignments', 'events'] as const) {
      const counts = await countsInLake(system, queries[name]);
      const repeated = [...counts].filter(([, count]) => count !== 1);
      expect({ name, repeated }).toEqual({ name, repeated: [] });
    }
  });
});
