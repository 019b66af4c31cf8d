import { describe, expect, it } from 'vitest';
import { metricSchema } from '../metric';
import { computationRequestSchema } from '../computation-request';
import { planComputation } from '../plan-computation';
import { compareMoments } from './compare-moments';
import { expectedMoments } from './expected-moments';
import type { RowCase } from './row-case';
import { rowCases } from './row-cases';
import { rowTables } from './row-tables';
import { daysLater } from './wall-clock';

const cases = rowCases();
const metricOf = ({ request, metricId }: RowCase) =>
  request.metrics.find(({ id }) => id === metricId);
const caseOf = (name: string): RowCase => {
  const found = cases.find(one => one.name === name);
  if (found === undefined) throw new Error(`No case '${name}'.`);
  return found;
};

describe('the row cases', () => {
  it('are at least 150, each with a name of its own', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(150);
  });

  it('use every type of metric, aggregation and kind of window', () => {
    const metrics = cases.flatMap(one => metricOf(one) ?? []);
    const { type, aggregation } = metricSchema.shape;
    expect(new Set(metrics.map(one => one.type))).toEqual(
      new Set(type.options),
    );
    expect(new Set(metrics.map(one => one.aggregation))).toEqual(
      new Set(aggregation.options),
    );
    expect(new Set(metrics.map(one => one.window?.kind))).toEqual(
      new Set([undefined, 'semi-open', 'cumulative']),
    );
  });

  it('are requests that the schema and the planner take', () => {
    for (const request of new Set(cases.map(one => one.request))) {
      expect(computationRequestSchema.parse(request)).toEqual(request);
      const plan = planComputation(request, 'duckdb');
      expect(plan.ok ? [] : plan.problems).toEqual([]);
    }
  });

  it('read fewer than 4,500 rows, the same in every run', () => {
    const rows = rowTables().reduce((sum, table) => sum + table.rows.length, 0);
    expect(rows).toBeLessThan(4500);
    expect(rowTables()).toEqual(rowTables());
  });

  it('come to something: several cells with units that differ', () => {
    const vacuous = cases.filter(one => {
      const { moments, quantiles, crossoverUnits } = expectedMoments(one);
      const all = moments.filter(({ dimension }) => dimension === undefined);
      const units = all.reduce((sum, { n }) => sum + n, 0);
      const isMeasured =
        quantiles.length === 2 ||
        (units >= 12 && all.some(({ m2, mean }) => m2 > 0 || mean !== 0));
      const isFlag = one.request.assignment.kind === 'flag';
      return !isMeasured || (isFlag && crossoverUnits < 1);
    });
    expect(new Set(vacuous.map(({ metricId }) => metricId))).toEqual(
      new Set(['never finished']),
    );
  }, 30_000);

  it('have caps that bind, but for what is never small or never large', () => {
    const unbound = cases.filter(one => {
      if (!metricOf(one)?.cap) return false;
      const { moments, uncapped } = expectedMoments(one);
      const means = (rows: typeof moments) => rows.map(({ mean }) => mean);
      return String(means(moments)) === String(means(uncapped));
    });
    const small = /^facts, capped (at 100|to)|^(facts|largest), at least 1/;
    const ids = unbound.map(({ metricId }) => metricId);
    expect(ids.filter(id => !small.test(id))).toEqual([]);
  });

  it('have units that cross the change of clocks', () => {
    const figures = (zone: string) =>
      cases
        .filter(({ group }) => group === `days of ${zone}`)
        .map(one =>
          expectedMoments(one).moments.reduce(
            (sum, { n, mean }) => sum + n * mean,
            0,
          ),
        );
    const utc = figures('UTC');
    for (const zone of ['Europe/Stockholm', 'Pacific/Chatham']) {
      const moved = figures(zone).filter((sum, index) => sum !== utc[index]);
      expect(moved.length).toBeGreaterThan(0);
    }
  });
});

describe('compareMoments', () => {
  const expected = expectedMoments(
    caseOf('covariates: revenue, with 96 hours before'),
  );

  it('takes equal outcomes and rounding for equal', () => {
    const rounded = {
      ...expected,
      moments: expected.moments.map(row => ({
        ...row,
        mean: row.mean * (1 + 1e-12),
      })),
    };
    expect(compareMoments(rounded, expected)).toEqual([]);
  });

  it.each([
    ['a count', { n: 1 }],
    ['a mean', { mean: 1e-6 }],
    ['a sum of squares', { m2: 1e-5 }],
  ])('finds %s that is off', (_name, off) => {
    const [first, ...rest] = expected.moments.toSorted((a, b) => b.m2 - a.m2);
    if (first === undefined) throw new Error('no moments');
    const wrong = {
      ...first,
      n: first.n + ('n' in off ? off.n : 0),
      mean: first.mean * (1 + ('mean' in off ? off.mean : 0)),
      m2: first.m2 * (1 + ('m2' in off ? off.m2 : 0)),
    };
    const actual = { ...expected, moments: [wrong, ...rest] };
    expect(compareMoments(actual, expected)).toHaveLength(1);
    const without = { ...expected, moments: rest };
    expect(compareMoments(without, expected)).toHaveLength(1);
    expect(compareMoments(expected, without)).toHaveLength(1);
  });
});

// Facts of public clocks: Europe changed on 29 March 2026 at 01:00 UTC, and
// back on 25 October; St John's is 3:30 behind UTC in winter.
describe('daysLater', () => {
  it.each([
    ['Europe/Stockholm', '2026-03-28T11:00:00Z', 1, '2026-03-29T10:00:00Z'],
    // 02:30 is skipped on the 29th: half past three, the gap later.
    ['Europe/Stockholm', '2026-03-28T01:30:00Z', 1, '2026-03-29T01:30:00Z'],
    // 02:30 comes twice on 25 October: the first, still in summer time.
    ['Europe/Stockholm', '2026-10-24T00:30:00Z', 1, '2026-10-25T00:30:00Z'],
    ['Europe/Stockholm', '2026-10-26T01:30:00Z', -1, '2026-10-25T00:30:00Z'],
    ['America/St_Johns', '2026-03-07T15:00:00Z', 2, '2026-03-09T14:00:00Z'],
    ['UTC', '2026-03-28T11:00:00Z', 3, '2026-03-31T11:00:00Z'],
  ])('in %s takes %s by %d days to %s', (zone, from, days, to) => {
    const found = new Date(daysLater(Date.parse(from), days, zone));
    expect(found.toISOString()).toBe(new Date(to).toISOString());
  });
});
