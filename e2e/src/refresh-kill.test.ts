import { plantedExperiments } from '@etude/demo';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { callPortal } from './portal-api';
import { pidOf } from './processes';
import type { ProcessName } from './processes';
import { seededRandom } from './seeded-random';
import { isUp, waitUntil } from './wait-until';

const SEED = 20261122;
/** Refreshed at the same time, so that a kill meets some of them half way. */
const AT_ONCE = 6;
const KILLS: readonly ProcessName[] = ['backend', 'engine'];
/** A refresh of a backend that is gone is taken over after a minute. */
const TAKE_OVER_MS = 150_000;

const system = inject('system');

const resultsSchema = z.object({
  snapshot: z.object({
    traffic: z.array(z.object({ variant: z.string(), units: z.number() })),
    analysis: z.object({
      metrics: z.array(
        z.object({
          metricId: z.string(),
          lift: z.unknown().optional(),
        }),
      ),
    }),
  }),
});

type Results = z.infer<typeof resultsSchema>['snapshot'];

const statusSchema = z.object({
  running: z.boolean(),
  lastSuccessAt: z.string().nullable(),
  problem: z.unknown(),
});

const runsSchema = z.object({
  runs: z.array(z.object({ id: z.string(), state: z.string() })),
});

const at = (id: string): string => `experiments/v1/experiments/${id}`;

const refreshed = async (id: string): Promise<Results> => {
  const { snapshot } = await callPortal(system, {
    method: 'POST',
    path: `${at(id)}/refresh`,
    body: {},
    schema: resultsSchema,
  });
  return snapshot;
};

const statusOf = (id: string) =>
  callPortal(system, { path: `${at(id)}/refresh`, schema: statusSchema });

/** Runs that say of themselves that something works on them. */
const unfinishedRuns = async (): Promise<string[]> => {
  const states = ['queued', 'running'];
  const found: string[] = [];
  for (const state of states) {
    const { runs } = await callPortal(system, {
      path: `metrics/v1/runs?state=${state}`,
      schema: runsSchema,
    });
    found.push(...runs.map(({ id }) => `${id} is ${state}`));
  }
  return found;
};

const kill = async (name: ProcessName): Promise<void> => {
  const pid = await waitUntil(() => Promise.resolve(pidOf(system, name)), {
    what: `A process of the ${name}`,
    timeoutMs: 30_000,
    everyMs: 5,
  });
  process.kill(pid, 'SIGKILL');
};

const untilPortalAnswers = () =>
  waitUntil(() => isUp(`${system.portalUrl}/.backstage/health/v1/readiness`), {
    what: 'The restarted portal',
    timeoutMs: 150_000,
  });

// What has ended has results that nothing but a mistake can change.
const ended = plantedExperiments.slice(0, AT_ONCE).map(({ id }) => id);

const resultsOfAll = async (): Promise<Map<string, Results>> => {
  const results = new Map<string, Results>();
  for (const id of ended) {
    const result = await waitUntil(() => refreshed(id), {
      what: `The refresh of ${id}`,
      timeoutMs: TAKE_OVER_MS,
      everyMs: 1000,
    });
    results.set(id, result);
  }
  return results;
};

describe('a system that is killed while it refreshes', () => {
  let before: Map<string, Results>;
  const random = seededRandom(SEED);

  beforeAll(async () => {
    before = await resultsOfAll();
  }, 300_000);

  /** Begins to refresh, and kills while that goes on. */
  const killDuringRefreshes = async (name: ProcessName): Promise<number> => {
    const successes = async () =>
      new Map(
        await Promise.all(
          ended.map(
            async id => [id, (await statusOf(id)).lastSuccessAt] as const,
          ),
        ),
      );
    const known = await successes();
    const refreshes = ended.map(id => refreshed(id).catch(() => null));
    await waitUntil(
      async () => ((await unfinishedRuns()).length > 0 ? true : undefined),
      { what: 'A run under way', timeoutMs: 30_000, everyMs: 10 },
    );
    await sleep(random() * 100);
    await kill(name);
    await Promise.all(refreshes);
    await untilPortalAnswers();
    const now = await successes();
    return ended.filter(id => known.get(id) === now.get(id)).length;
  };

  it('has the right results after the next refresh, and no run for ever', async () => {
    let cutShort = 0;
    for (const name of KILLS) {
      cutShort += await killDuringRefreshes(name);
      const after = await resultsOfAll();
      for (const id of ended) {
        expect(after.get(id), `${id} after a kill of the ${name}`).toEqual(
          before.get(id),
        );
      }
    }
    expect(cutShort, 'refreshes that a kill cut short').toBeGreaterThan(0);
    for (const id of ended) {
      const { running, problem } = await statusOf(id);
      expect({ id, running, problem }).toEqual({
        id,
        running: false,
        problem: null,
      });
    }
    const left = await waitUntil(
      async () => ((await unfinishedRuns()).length === 0 ? true : undefined),
      { what: 'The end of every run', timeoutMs: TAKE_OVER_MS, everyMs: 2000 },
    );
    expect(left).toBe(true);
  }, 600_000);
});
