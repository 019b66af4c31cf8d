import type { ComputationRequest } from '@etude/metrics';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventFacts, metricOf } from '../computation-fixture';
import { createDuckDbDriver } from '../duckdb-driver';
import type { LakeDriver } from '../duckdb-driver';
import { FIXTURE_TABLES } from '../lake-fixture';
import { openEngine } from '../open-engine';
import type { Engine } from '../open-engine';
import { ChangingLake } from './testing/changing-lake';
import {
  differences,
  incrementally,
  wholly,
} from './testing/compare-increment';

let dir = '';
let engine: Engine;
let driver: LakeDriver;
let lake: ChangingLake;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-increment-'));
  engine = await openEngine({ threads: 1 });
  driver = createDuckDbDriver({
    lakeDir: dir,
    tables: FIXTURE_TABLES,
    threads: 2,
  });
  lake = new ChangingLake(dir, await engine.connect());
});
afterEach(async () => {
  await driver.close();
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

const day = (index: number) => `2026-01-${String(index).padStart(2, '0')}`;

const requestUntil = (until: string): ComputationRequest => ({
  experimentId: 'experiment',
  assignment: { kind: 'flag', flagId: 'checkout', ruleId: 'rule-1' },
  entity: 'user',
  variants: ['control', 'treatment'],
  from: '2026-01-03T00:00:00Z',
  until,
  metrics: [
    metricOf('spent', { aggregation: 'sum', measure: 'value' }),
    metricOf('largest', { aggregation: 'max', measure: 'value' }),
    metricOf('before', {
      aggregation: 'sum',
      measure: 'value',
      covariate: { lengthHours: 0, lengthDays: 2 },
    }),
  ],
  factTables: [eventFacts],
});

const assigned = (unit: string, at: string, variant = 'control') => ({
  assigned_at: at,
  unit,
  flag: 'checkout',
  rule: 'rule-1',
  variant,
});
const event = (unit: string, at: string, value: number) => ({
  event: 'view',
  event_time: at,
  unit,
  value,
});

const both = async (request: ComputationRequest) => {
  const { result, increment } = await incrementally(driver, request);
  expect(differences(result, await wholly(driver, request))).toEqual([]);
  return { result, increment };
};

const correctFirst = (isInPlace: boolean) =>
  lake.correct('events', {
    index: 4,
    isInPlace,
    rows: rows => rows.map(row => ({ ...row, value: 7 })),
  });

describe('an increment', () => {
  it('reads new days only', async () => {
    for (let index = 1; index <= 9; index++) {
      await lake.append('assignments', [
        assigned(`u${index}`, `${day(index)}T10:00:00Z`),
        assigned(`v${index}`, `${day(index)}T11:00:00Z`, 'treatment'),
      ]);
      await lake.append('events', [
        event(`u${index}`, `${day(index)}T12:00:00Z`, index),
        event(`v${index}`, `${day(index)}T09:00:00Z`, index),
        event('u4', `${day(index)}T13:00:00Z`, 100),
      ]);
    }
    const first = await both(requestUntil(`${day(8)}T00:00:00Z`));
    expect(first.increment.days).toEqual([
      { table: 'assignments', reused: 0, read: 5 },
      { table: 'events', reused: 0, read: 7 },
    ]);
    const again = await both(requestUntil(`${day(8)}T12:00:00Z`));
    expect(again.increment.days).toEqual([
      { table: 'assignments', reused: 5, read: 1 },
      { table: 'events', reused: 7, read: 1 },
    ]);
    const next = await both(requestUntil(`${day(9)}T00:00:00Z`));
    expect(next.increment.days).toEqual([
      { table: 'assignments', reused: 5, read: 1 },
      { table: 'events', reused: 7, read: 1 },
    ]);
    const spent = next.result.moments.filter(
      ({ metricId, variant }) => metricId === 'spent' && variant === 'control',
    );
    // u4 has 4 at 12:00 and 100 on each of the days 4 to 8 at 13:00; u3 and
    // u5 to u8 have their own number; all are exposed at 10:00 of their day.
    expect(spent.reduce((sum, { n, mean }) => sum + n * mean, 0)).toBe(
      4 + 500 + 3 + 5 + 6 + 7 + 8,
    );
  });

  it('keeps nothing of a few megabytes, which are read as quickly', async () => {
    await lake.append('assignments', [assigned('u1', `${day(4)}T10:00:00Z`)]);
    await lake.append('events', [event('u1', `${day(5)}T10:00:00Z`, 7)]);
    const request = requestUntil(`${day(8)}T00:00:00Z`);
    const small = await incrementally(driver, request, {});
    expect(differences(small.result, await wholly(driver, request))).toEqual(
      [],
    );
    expect(small.increment).toMatchObject({
      isKept: false,
      bytesKept: 0,
      days: [
        { table: 'assignments', reused: 0, read: 1 },
        { table: 'events', reused: 0, read: 1 },
      ],
    });
    await expect(readdir(join(dir, 'state'))).rejects.toThrow('ENOENT');
  });

  const changes: readonly {
    readonly what: string;
    readonly happens: () => Promise<void>;
    readonly read: { readonly assignments: number; readonly events: number };
    readonly isSeen: boolean;
  }[] = [
    {
      what: 'nothing',
      happens: () => Promise.resolve(),
      read: { assignments: 0, events: 0 },
      isSeen: false,
    },
    {
      what: 'a late event',
      happens: () =>
        lake.append('events', [event('u4', `${day(5)}T01:00:00Z`, 1000)]),
      read: { assignments: 0, events: 1 },
      isSeen: true,
    },
    {
      what: 'an event corrected under its old name',
      happens: () => correctFirst(true),
      read: { assignments: 0, events: 1 },
      isSeen: true,
    },
    {
      what: 'an event corrected under a new name',
      happens: () => correctFirst(false),
      read: { assignments: 0, events: 1 },
      isSeen: true,
    },
    {
      what: 'files merged',
      happens: () => lake.merge('events', 4),
      read: { assignments: 0, events: 0 },
      isSeen: false,
    },
    {
      what: 'a unit assigned earlier than was known',
      happens: () =>
        lake.append('assignments', [assigned('u6', `${day(4)}T00:00:00Z`)]),
      read: { assignments: 1, events: 0 },
      isSeen: true,
    },
    {
      what: 'a unit seen in another variant',
      happens: () =>
        lake.append('assignments', [
          assigned('u6', `${day(7)}T00:00:00Z`, 'treatment'),
        ]),
      read: { assignments: 1, events: 0 },
      isSeen: true,
    },
    {
      what: 'a unit forgotten',
      happens: () => lake.erase('u4'),
      read: { assignments: 1, events: 8 },
      isSeen: true,
    },
    {
      what: 'a day dropped',
      happens: () => lake.dropFirstDay('events'),
      read: { assignments: 0, events: 0 },
      isSeen: true,
    },
  ];

  it.each(changes)('sees $what', async ({ happens, read, isSeen }) => {
    for (let index = 2; index <= 9; index++) {
      await lake.append('assignments', [
        assigned(`u${index}`, `${day(index)}T10:00:00Z`),
      ]);
      await lake.append('events', [
        event(`u${index}`, `${day(index)}T12:00:00Z`, index),
        event('u6', `${day(index)}T13:00:00Z`, 10),
        event('u4', `${day(index)}T14:00:00Z`, 100),
      ]);
    }
    const request = requestUntil(`${day(10)}T00:00:00Z`);
    const { result } = await both(request);
    await happens();
    const next = await both(request);
    expect(next.increment.days.map(one => one.read)).toEqual([
      read.assignments,
      read.events,
    ]);
    expect(differences(next.result, result).length > 0).toBe(isSeen);
  });
});
