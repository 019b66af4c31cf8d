import { describe, expect, it } from 'vitest';
import { goal, guard, planFor } from './plan-test-input';
import type { SampleSizeMetric } from './sample-size-plan';

// 200 new units a day with a little noise.
const curve = (days: number): number[] => {
  let sum = 0;
  return Array.from({ length: days }, (_, k) => (sum += k % 2 ? 190 : 210));
};

describe('the runtime of a plan', () => {
  it('reads the curve at the share that enters', () => {
    // 2,474 units: 13 days of 200
    const whole = planFor({ traffic: { cumulativeUnits: curve(28) } });
    expect(whole.runtime).toMatchObject({
      days: 13,
      weeks: 2,
      extrapolated: false,
    });
    expect(whole.days).toBe(13);
    const half = planFor({
      traffic: { cumulativeUnits: curve(28), exposureShare: 0.5 },
    });
    expect(half.runtime).toMatchObject({ days: 25, weeks: 4 });
  });

  it('continues the curve, says so, and knows less', () => {
    const long = planFor({ traffic: { cumulativeUnits: curve(28) } });
    const short = planFor({ traffic: { cumulativeUnits: curve(8) } });
    expect(short.runtime).toMatchObject({ extrapolated: true, weeks: 2 });
    expect(short.runtime?.sentence).toMatch(
      /The history has 8 days; beyond it/,
    );
    const spread = ({ runtime }: typeof long): number =>
      (runtime?.high ?? NaN) - (runtime?.low ?? NaN);
    expect(spread(short)).toBeGreaterThanOrEqual(spread(long));
  });

  it('waits for the window of each metric that needs its own units', () => {
    // Both need 3,426 units, 18 days of 200; the window of a metric with a
    // larger effect starts earlier: 3,426 / 4 = 857 units, 5 days
    const metrics: SampleSizeMetric[] = [
      goal,
      { ...guard, nimRelative: 0.04, windowDays: 14 },
    ];
    const plan = planFor({ metrics, unitsPerDay: 200 });
    expect(plan.perMetric.map(({ days }) => days)).toEqual([18, 19]);
    expect(plan.runtime).toMatchObject({ days: 19, weeks: 3 });
    expect(plan.runtime?.sentence).toMatch(/waiting up to 14 days/);
  });

  it('knows no bounds of a plain number of units per day', () => {
    expect(planFor({ unitsPerDay: 400 }).runtime).toMatchObject({
      days: 7,
      low: null,
      high: null,
    });
  });

  it('is a notice when the units never come', () => {
    const plan = planFor({
      traffic: { cumulativeUnits: Array.from({ length: 9 }, () => 500) },
    });
    expect(plan.runtime).toBeNull();
    expect(plan).not.toHaveProperty('days');
    expect(plan.prices[0]).toMatchObject({ days: null, maximumUnits: 2_474 });
    expect(plan.notices).toMatchObject([
      { code: 'ETUDE_STATS_TOO_FEW_UNITS', path: 'traffic' },
    ]);
  });
});

describe('what the planned days can find', () => {
  const periodOf = (plannedDays: number) =>
    planFor({
      unitsPerDay: 200,
      design: { kind: 'fixed-horizon', alpha: 0.05, power: 0.8, plannedDays },
    }).plannedPeriod;

  it('has the planned power with the planned units', () => {
    const found = periodOf(13);
    expect(found?.metrics[0]?.units).toBe(2_600);
    expect(found?.metrics[0]?.power).toBeGreaterThan(0.8);
    expect(found?.sentence).toBe(
      '13 days bring 2,600 units, enough for every metric.',
    );
  });

  it('a quarter of the units finds twice the effect', () => {
    // 2,473.02 / 800 = 3.0913: 2 % · 1.7582; power Φ(2.486475/1.7582 − 1.644854)
    const found = periodOf(4)?.metrics[0];
    expect(found?.poweredEffectRelative?.toFixed(5)).toBe('0.03516');
    expect(found?.power?.toFixed(3)).toBe('0.409');
    expect(periodOf(4)?.sentence).toMatch(
      /^4 days bring 800 units, too few: 'goal' has a power of 40\.9 % in place of 80 % and finds changes from 3\.52 % on\.$/,
    );
  });

  it('has no power without a complete unit', () => {
    const plan = planFor({
      metrics: [{ ...goal, windowDays: 14 }],
      unitsPerDay: 200,
      design: {
        kind: 'fixed-horizon',
        alpha: 0.05,
        power: 0.8,
        plannedDays: 14,
      },
    });
    expect(plan.plannedPeriod?.metrics).toEqual([
      { metricId: 'goal', units: 0, poweredEffectRelative: null, power: null },
    ]);
  });
});
