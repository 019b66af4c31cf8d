import fc from 'fast-check';
import type { ComputationRequest } from '@etude/metrics';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDuckDbDriver } from '../duckdb-driver';
import type { LakeDriver } from '../duckdb-driver';
import { FIXTURE_TABLES } from '../lake-fixture';
import { openEngine } from '../open-engine';
import { ChangingLake } from './testing/changing-lake';
import type { LakeRow } from './testing/changing-lake';
import {
  differences,
  incrementallySliced,
  wholly,
} from './testing/compare-increment';
import { METRIC_COUNT, randomRequest } from './testing/random-metrics';

const HOUR = 3_600_000;
const FIRST = Date.parse('2026-03-22T00:00:00Z');
const DAYS = 14;

const unit = fc.integer({ min: 0, max: 11 }).map(index => `unit ${index}'s`);
const at = fc
  .tuple(
    fc.integer({ min: 0, max: DAYS * 4 - 1 }),
    fc.integer({ min: 0, max: 5 }),
  )
  .map(([quarter, rest]) =>
    // Often on a bound of windows and of days.
    new Date(
      FIRST + quarter * 6 * HOUR + (rest > 3 ? rest : 0) * HOUR,
    ).toISOString(),
  );

const assignment: fc.Arbitrary<LakeRow> = fc
  .record({
    assigned_at: at,
    unit,
    flag: fc.constantFrom('checkout', 'checkout', 'checkout', 'other'),
    rule: fc.constant('rule-1'),
    variant: fc.constantFrom(
      'control',
      'treatment',
      'treatment',
      'third',
      null,
    ),
  })
  .map(row => ({
    ...row,
    // Mostly a unit keeps its variant; else it crosses over.
    variant:
      row.variant === null || row.variant === 'third'
        ? row.variant
        : row.unit.length % 2 === 0
          ? 'control'
          : row.variant,
  }));
const event: fc.Arbitrary<LakeRow> = fc.record({
  event: fc.constantFrom('view', 'view', 'buy'),
  event_time: at,
  unit: fc.option(unit, { freq: 20 }),
  // Eighths add up exactly in any order.
  value: fc.option(
    fc.integer({ min: -40, max: 400 }).map(eighths => eighths / 8),
    { freq: 8 },
  ),
});

const table = fc.constantFrom('assignments' as const, 'events' as const);
const index = fc.nat({ max: 1000 });

/** Something that happens to a lake, or to the time until which is asked. */
const happening = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('assign' as const),
      rows: fc.array(assignment, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('happen' as const),
      rows: fc.array(event, { minLength: 1, maxLength: 25 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('correct' as const),
      table,
      index,
      isInPlace: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('merge' as const), table, index }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('erase' as const), unit }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('drop' as const), table }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      hours: fc.integer({ min: -30, max: 60 }),
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const corrected = (rows: readonly LakeRow[]): LakeRow[] =>
  rows.flatMap((row, place) =>
    place % 3 === 2
      ? []
      : [
          typeof row['value'] === 'number'
            ? { ...row, value: row['value'] + 1 }
            : row,
        ],
  );

const happen = async (lake: ChangingLake, one: Happening): Promise<void> => {
  switch (one.kind) {
    case 'assign':
      return lake.append('assignments', one.rows);
    case 'happen':
      return lake.append('events', one.rows);
    case 'correct':
      return lake.correct(one.table, { ...one, rows: corrected });
    case 'merge':
      return lake.merge(one.table, one.index);
    case 'erase':
      return lake.erase(one.unit);
    case 'drop':
      return lake.dropFirstDay(one.table);
    case 'wait':
      return undefined;
  }
};

const request = fc.record({
  places: fc.uniqueArray(fc.nat({ max: METRIC_COUNT - 1 }), {
    minLength: 2,
    maxLength: 7,
  }),
  timeZone: fc.constantFrom('UTC', 'UTC', 'Europe/Stockholm'),
  isLate: fc.boolean(),
  hasDimension: fc.boolean(),
  // Mostly all is kept; else once there is enough, or never.
  keepFromBytes: fc.constantFrom(0, 0, 0, 30_000, undefined),
  // Slices of units, each of which keeps its own days.
  count: fc.constantFrom(1, 1, 3),
});

type Story = {
  readonly parts: typeof request extends fc.Arbitrary<infer T> ? T : never;
  readonly beginning: readonly LakeRow[];
  readonly events: readonly LakeRow[];
  readonly happenings: readonly (readonly Happening[])[];
};

const story: fc.Arbitrary<Story> = fc.record({
  parts: request,
  beginning: fc.array(assignment, { minLength: 10, maxLength: 30 }),
  events: fc.array(event, { minLength: 40, maxLength: 120 }),
  happenings: fc.array(fc.array(happening, { minLength: 1, maxLength: 3 }), {
    minLength: 3,
    maxLength: 8,
  }),
});

const requestOf = (
  { places, timeZone, isLate, hasDimension }: Story['parts'],
  untilMs: number,
): ComputationRequest =>
  randomRequest(places, {
    timeZone,
    until: new Date(untilMs).toISOString(),
    ...(isLate ? { exposureUntil: '2026-03-31T12:00:00Z' } : {}),
    ...(hasDimension
      ? {
          dimensionSources: [
            { name: 'first event', factTableId: 'events', column: 'event' },
          ],
        }
      : {}),
  });

const check = async (
  driver: LakeDriver,
  asked: ComputationRequest,
  options: Pick<Story['parts'], 'keepFromBytes' | 'count'>,
) => {
  const result = await incrementallySliced(driver, asked, options);
  expect(differences(result, await wholly(driver, asked))).toEqual([]);
};

const tell = async ({ parts, beginning, events, happenings }: Story) => {
  const dir = await mkdtemp(join(tmpdir(), 'etude-laws-'));
  const engine = await openEngine({ threads: 1 });
  const driver = createDuckDbDriver({
    lakeDir: dir,
    tables: FIXTURE_TABLES,
    threads: 2,
  });
  try {
    const lake = new ChangingLake(dir, await engine.connect());
    await lake.append('assignments', beginning);
    await lake.append('events', events);
    let until = FIRST + 8 * 24 * HOUR;
    await check(driver, requestOf(parts, until), parts);
    for (const several of happenings) {
      for (const one of several) {
        await happen(lake, one);
        if (one.kind === 'wait') until += one.hours * HOUR;
      }
      await check(driver, requestOf(parts, until), parts);
    }
  } finally {
    await driver.close();
    await engine.close();
    await rm(dir, { recursive: true, force: true });
  }
};

const STORIES = Number(process.env['ETUDE_STORIES'] ?? 6);

describe('whatever happens to a lake', () => {
  it('an increment says what one query over everything says', async () => {
    await fc.assert(fc.asyncProperty(story, tell), {
      seed: 1,
      numRuns: STORIES,
      endOnFailure: true,
    });
  }, 600_000);
});
