import { planComputation, planIncrement } from '@etude/metrics';
import { runIncrement } from '@etude/warehouse';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDuckDbProcessDriver } from '../engine-process/duckdb-process-driver';
import { FIXTURE_TABLES } from '../lake-fixture';
import { openEngine } from '../open-engine';
import { ChangingLake } from './testing/changing-lake';
import {
  differences,
  incrementally,
  wholly,
} from './testing/compare-increment';
import { randomRequest } from './testing/random-metrics';

const execArgv = [
  '--no-node-snapshot',
  '--require',
  createRequire(__filename).resolve('@backstage/cli/config/nodeTransform.cjs'),
];

const childrenOf = async (pid: number): Promise<number[]> => {
  const path = `/proc/${pid}/task/${pid}/children`;
  const text = await readFile(path, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
};

const day = (index: number) =>
  new Date(Date.UTC(2026, 2, 20 + index)).toISOString();

const rowsOfDay = (index: number) =>
  Array.from({ length: 40 }, (_, place) => ({
    event: place % 3 === 0 ? 'buy' : 'view',
    event_time: `${day(index).slice(0, 10)}T${String(place % 24).padStart(2, '0')}:10:00.000Z`,
    unit: `u${(place * 7 + index) % 25}`,
    value: place / 8,
    flag: 'checkout',
    rule: 'rule-1',
    variant: ((place * 7 + index) % 25) % 2 === 0 ? 'control' : 'treatment',
    assigned_at: `${day(index).slice(0, 10)}T09:00:00.000Z`,
  }));

describe('an engine that is killed while it adds a day', () => {
  it('leaves what the next one needs, wherever it was', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'etude-kill-'));
    const engine = await openEngine({ threads: 1 });
    const before = new Set(await childrenOf(process.pid));
    const driver = createDuckDbProcessDriver({
      lakeDir: dir,
      tables: FIXTURE_TABLES,
      threads: 1,
      execArgv,
    });
    try {
      const lake = new ChangingLake(dir, await engine.connect());
      let killed = 0;
      for (let index = 1; index <= 8; index++) {
        await lake.append('assignments', rowsOfDay(index).slice(0, 5));
        await lake.append('events', rowsOfDay(index));
        const request = randomRequest([3, 5, 7, 18, 21, 22], {
          from: day(1),
          until: day(index + 1),
        });
        const plan = planComputation(request, 'duckdb');
        const increment = plan.ok
          ? planIncrement(plan.value, { keepFromBytes: 0 })
          : plan;
        if (!increment.ok) throw new Error(JSON.stringify(increment));
        await driver.query('SELECT 1 AS "one"');
        const child = (await childrenOf(process.pid)).find(
          pid => !before.has(pid),
        );
        if (child === undefined) throw new Error('The engine has no process.');
        const timer = setTimeout(
          () => process.kill(child, 'SIGKILL'),
          index * 30,
        );
        await runIncrement(driver.increments, increment.value).catch(() => {
          killed += 1;
        });
        clearTimeout(timer);
        const { result } = await incrementally(driver, request);
        expect(differences(result, await wholly(driver, request))).toEqual([]);
      }
      expect(killed).toBeGreaterThan(1);
    } finally {
      await driver.close();
      await engine.close();
      await rm(dir, { recursive: true, force: true });
    }
  }, 300_000);
});
