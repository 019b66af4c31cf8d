import type { ComputationRequest, Metric } from '@etude/metrics';
import type { WarehouseDriver } from '@etude/warehouse';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compute, metricOf, requestOf } from './computation-fixture';
import { createDuckDbDriver } from './duckdb-driver';
import { FIXTURE_TABLES, writeLake } from './lake-fixture';
import type { AssignmentFixture, EventFixture } from './lake-fixture';

const HOUR = 3_600_000;
const START = Date.parse('2025-12-30T00:00:00Z');

/** Park–Miller generator: the same rows in every run. */
const randomFrom = (seed: number) => {
  let state = seed;
  return (below: number) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
};

// Everything happens on full hours, so facts at the very moment of exposure,
// at the ends of windows and at the ends of the period are frequent.
const random = randomFrom(20260101);
const hour = (hours: number) => new Date(START + hours * HOUR).toISOString();
const assignments: AssignmentFixture[] = Array.from({ length: 400 }, () => {
  const unit = random(160);
  const stray = random(12) === 0;
  const sides = ['control', 'treatment'];
  const variant = sides[(unit + (stray ? 1 : 0)) % 2] ?? null;
  return {
    at: hour(random(13 * 24)),
    unit: `unit-${unit}`,
    variant: random(25) === 0 ? null : random(40) === 0 ? 'other' : variant,
    ...(random(15) === 0 ? { rule: 'rule-2' } : {}),
  };
});
const events: EventFixture[] = Array.from({ length: 4000 }, () => ({
  at: hour(random(14 * 24)),
  unit: random(50) === 0 ? null : `unit-${random(200)}`,
  event: ['view', 'purchase', 'refund'][random(3)] ?? 'view',
  ...(random(6) === 0 ? {} : { value: random(1000) / 8 }),
}));

const metrics: Metric[] = [
  metricOf('facts', { type: 'count' }),
  metricOf('revenue', {
    aggregation: 'sum',
    measure: 'value',
    filters: [{ column: 'event', operator: 'equals', value: 'purchase' }],
    window: { offsetHours: 0, lengthHours: 24 },
  }),
  metricOf('late-large', {
    type: 'proportion',
    aggregation: 'max',
    measure: 'value',
    threshold: 60,
    filters: [{ column: 'event', operator: 'not-equals', value: 'refund' }],
    window: { offsetHours: 12, lengthHours: 72 },
  }),
  metricOf('delayed-facts', {
    window: { offsetHours: 6, lengthHours: 60 },
  }),
  metricOf('least', {
    aggregation: 'min',
    measure: 'value',
    filters: [
      { column: 'event', operator: 'in', value: ['purchase', 'refund'] },
      { column: 'value', operator: 'greater-or-equal', value: 20 },
    ],
  }),
  metricOf('typical', {
    aggregation: 'average',
    measure: 'value',
    filters: [{ column: 'value', operator: 'less-or-equal', value: 90 }],
    window: { offsetHours: 0, lengthHours: 48 },
  }),
];
const request = requestOf({ metrics });

const passes = (event: EventFixture, metric: Metric): boolean => {
  const value = event.value ?? null;
  switch (metric.id) {
    case 'revenue':
      return event.event === 'purchase';
    case 'late-large':
      return event.event !== 'refund';
    case 'least':
      return event.event !== 'view' && value !== null && value >= 20;
    case 'typical':
      return value !== null && value <= 90;
    default:
      return true;
  }
};

/** A unit's number, or null when it is not in the metric. */
const numberOf = (facts: readonly EventFixture[], id: string) => {
  const values = facts.flatMap(fact => fact.value ?? []);
  const total = values.reduce((sum, value) => sum + value, 0);
  switch (id) {
    case 'facts':
    case 'delayed-facts':
      return facts.length;
    case 'revenue':
      return total;
    case 'late-large':
      return values.some(value => value >= 60) ? 1 : 0;
    case 'least':
      return values.length === 0 ? null : Math.min(...values);
    default:
      return values.length === 0 ? null : total / values.length;
  }
};

/** The truth by a loop over raw rows, one unit after the other. */
const byLoop = ({ from, until }: ComputationRequest) => {
  const start = Date.parse(from ?? '');
  const end = Date.parse(until);
  const samples = new Map<string, number[]>();
  let crossovers = 0;
  let exposed = 0;
  for (const unit of new Set(assignments.map(row => row.unit))) {
    const seen = assignments
      .filter(row => row.unit === unit && row.variant !== null && !row.rule)
      .filter(row => Date.parse(row.at) >= start && Date.parse(row.at) < end)
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const variants = new Set(seen.map(row => row.variant));
    const [first] = seen;
    if (first === undefined) continue;
    if (variants.size > 1) crossovers += 1;
    else if (first.variant === 'other') continue;
    exposed += 1;
    if (variants.size > 1) continue;
    const exposedAt = Date.parse(first.at);
    for (const metric of metrics) {
      const offset = (metric.window?.offsetHours ?? 0) * HOUR;
      const opens = exposedAt + offset;
      const closes =
        metric.window === null ? end : opens + metric.window.lengthHours * HOUR;
      if (closes > end) continue;
      const facts = events.filter(event => {
        const at = Date.parse(event.at);
        const isMine = event.unit === unit && passes(event, metric);
        return isMine && at >= opens && at < closes;
      });
      const value = numberOf(facts, metric.id);
      if (value === null) continue;
      const key = `${metric.id} ${first.variant} ${first.at.slice(0, 10)}`;
      samples.set(key, [...(samples.get(key) ?? []), value]);
    }
  }
  return { samples, crossovers, exposed };
};

let dir = '';
let driver: WarehouseDriver;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-oracle-'));
  await writeLake(dir, { assignments, events });
  driver = createDuckDbDriver({ lakeDir: dir, tables: FIXTURE_TABLES });
});
afterAll(async () => {
  await driver.close();
  await rm(dir, { recursive: true, force: true });
});

describe('a computation', () => {
  it('equals a loop over the raw rows', async () => {
    const truth = byLoop(request);
    const result = await compute(driver, request);
    expect(result.crossoverUnits).toBe(truth.crossovers);
    expect(result.totalUnits).toBe(truth.exposed);
    expect(truth.crossovers).toBeGreaterThan(5);
    expect(result.moments.length).toBe(truth.samples.size);
    expect(truth.samples.size).toBeGreaterThan(60);
    for (const row of result.moments) {
      const key = `${row.metricId} ${row.variant} ${row.exposureDate}`;
      const values = truth.samples.get(key) ?? [];
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const m2 = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      expect([key, row.n]).toEqual([key, values.length]);
      expect(Math.abs(row.mean - mean)).toBeLessThan(1e-9);
      expect(Math.abs(row.m2 - m2)).toBeLessThan(1e-9 * Math.max(1, m2));
    }
  }, 60_000);
});
