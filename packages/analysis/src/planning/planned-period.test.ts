import { describe, expect, it } from 'vitest';
import { goal, guard, planFor } from './plan-test-input';
import type { PlanSampleSizeInput } from './sample-size-plan';

const periodOf = (
  plannedDays: number,
  changes: Partial<PlanSampleSizeInput> = {},
) =>
  planFor({
    unitsPerDay: 200,
    design: { kind: 'fixed-horizon', alpha: 0.05, power: 0.8, plannedDays },
    ...changes,
  }).plannedPeriod;

describe('what the planned days can find', () => {
  it('is not known without days, traffic or a metric to be powered', () => {
    expect(periodOf(0)).toBeNull();
    expect(periodOf(0.5)).toBeNull();
    expect(periodOf(4, { unitsPerDay: undefined })).toBeNull();
    expect(periodOf(4, { design: undefined })).toBeNull();
    expect(
      periodOf(4, { traffic: { cumulativeUnits: [Number.NaN] } }),
    ).toBeNull();
    expect(periodOf(1)).toMatchObject({ days: 1, metrics: [{ units: 200 }] });
  });

  it('counts units whose window is over by then', () => {
    const metrics = [goal, { ...guard, windowDays: 3 }];
    expect(periodOf(5, { metrics })?.metrics.map(({ units }) => units)).toEqual(
      [1_000, 400],
    );
    const last = [{ ...goal, windowDays: 4 }];
    expect(periodOf(5, { metrics: last })?.metrics[0]?.units).toBe(200);
  });

  it('says of the metric with the least power what it has', () => {
    const metrics = [goal, { ...guard, windowDays: 3 }];
    // Both need 3,426 units; guard has 400 of them: 2 % · √(3,425.54 / 400).
    expect(periodOf(5, { metrics })?.sentence).toMatch(
      /^5 days bring 1,000 units, too few: 'guard' has a power of [\d.]+ % in place of 90 % and shows margins from 5\.85 % on\.$/,
    );
    expect(
      periodOf(5, { metrics: [...metrics].reverse() })?.sentence,
    ).toContain("too few: 'guard'");
    // The other way round, by its name.
    const late = [{ ...goal, name: 'Orders', windowDays: 3 }, guard];
    expect(periodOf(5, { metrics: late })?.sentence).toMatch(
      /too few: 'Orders' has .* and finds changes from 5\.85 % on\.$/,
    );
  });

  it('says when no unit is complete by then', () => {
    const metrics = [{ ...goal, windowDays: 14 }];
    expect(periodOf(14, { metrics })?.sentence).toBe(
      "14 days bring 0 units, no unit of 'goal' is complete by then: its window is as long as the plan.",
    );
  });

  it('says when there are enough', () => {
    expect(periodOf(1, { unitsPerDay: 2_474 })?.sentence).toBe(
      '1 day bring 2,474 units, enough for every metric.',
    );
    expect(periodOf(1, { unitsPerDay: 2_473 })?.sentence).toContain('too few');
  });
});
