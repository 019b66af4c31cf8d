import { describe, expect, it } from 'vitest';
import { codesOf, closeTo, pathsOf, valueOf } from '../test-input';
import { arrivalVariation } from './arrival-variation';
import type { RuntimeInput } from './runtime';
import { estimateRuntime, expectedUnitsByDay } from './runtime';

const cumulative = (arrivals: readonly number[]): number[] => {
  let sum = 0;
  return arrivals.map(units => (sum += units));
};

const runtimeOf = (
  arrivals: readonly number[],
  requiredTotal: number,
  trafficShare = 1,
) =>
  valueOf(
    estimateRuntime({
      cumulativeUniqueUnits: cumulative(arrivals),
      trafficShare,
      requiredTotal,
    }),
  );

const repeated = (units: number, days: number): readonly number[] =>
  Array.from({ length: days }, () => units);

describe('estimateRuntime by hand', () => {
  const falling = [900, 700, 500, 500, 400, 500, 500, 500, 500, 500];

  it('finds the first day within the history', () => {
    // 900, 1600, 2100, 2600: half of it enters
    expect(runtimeOf(falling, 1_050, 0.5)).toMatchObject({
      days: 3,
      weeks: 1,
      reachedWithinHistory: true,
    });
  });

  it('continues the last point with the slope of the last week', () => {
    // The last seven points are 2,600, 3,000, 3,500 … 5,500, their slope
    // (3·2,900 + 2·2,000 + 1·1,000)/28 = 489.3; 2,500 / 489.3 = 5.1
    expect(runtimeOf(falling, 8_000)).toMatchObject({
      days: 16,
      weeks: 3,
      reachedWithinHistory: false,
    });
  });

  it('has no interval with six days of history', () => {
    expect(runtimeOf([50, 40, 60, 50, 45, 55], 600)).not.toHaveProperty(
      'interval',
    );
  });

  it('refuses a curve that is flat below the need', () => {
    const result = estimateRuntime({
      cumulativeUniqueUnits: Array.from({ length: 9 }, () => 100),
      trafficShare: 1,
      requiredTotal: 101,
    });
    expect(result).toMatchObject({
      problems: [{ code: 'ETUDE_STATS_TOO_FEW_UNITS' }],
    });
  });

  it('reads the same curve the other way round', () => {
    const history = {
      cumulativeUniqueUnits: cumulative(falling),
      trafficShare: 0.5,
    };
    expect(expectedUnitsByDay({ ...history, day: 2 })).toEqual({
      ok: true,
      value: 800,
    });
    expect(expectedUnitsByDay({ ...history, day: 0 }).ok).toBe(false);
  });
});

describe('the interval of the runtime by hand', () => {
  // Four a day for twelve days: dispersion 1, t(0.95, 10) = 1.812461, and a
  // slope of the last week of variance 5/28 of a day's.
  it('adds up the noise of past, line and future', () => {
    // Day 73: 292 ± 107.0, day 74: 296 ± 108.5 = 1.8125 · √(296 + 48 +
    // 4(62² · 5/28 + 2 · 62)); day 159: 636 ± 238.4, day 160: 640 ± 239.9.
    expect(runtimeOf(repeated(4, 12), 400)).toEqual({
      days: 100,
      weeks: 15,
      reachedWithinHistory: false,
      interval: [74, 160],
    });
  });

  it('thins arrivals by the share that enters', () => {
    // Day 36: 72 ± 27.8, day 37: 74 ± 28.5; day 80: 160 ± 61.0, day 81:
    // 162 ± 61.8, with a quarter of the noise of all and √(u/4) of thinning.
    expect(runtimeOf(repeated(4, 12), 100, 0.5).interval).toEqual([37, 81]);
    // Within the history: day 4: 8 ± 6.3, day 5: 10 ± 7.0.
    expect(runtimeOf(repeated(4, 12), 15, 0.5)).toEqual({
      days: 8,
      weeks: 2,
      reachedWithinHistory: true,
      interval: [5, 14],
    });
  });

  it('is wider where days vary more than chance', () => {
    // Dispersion 10.046 (R), slope 108.2: day 46: 4,989 ± 1,090, day 72:
    // 7,803 ± 1,739.
    const days = [100, 160, 60, 140, 80, 120, 130, 70, 150, 90, 110, 100];
    expect(runtimeOf(days, 6_000).interval).toEqual([46, 72]);
  });

  it('has no end when the rate of arrival may be 0', () => {
    const { interval } = runtimeOf([1, 0, 0, 0, 1, 0, 0, 0, 1], 20);
    expect(interval?.[1]).toBe(Infinity);
  });

  const week = [100, 100, 100, 100, 100, 30, 20];

  it('goes on with the weekdays of the history', () => {
    const history = {
      cumulativeUniqueUnits: cumulative([...week, ...week]),
      trafficShare: 1,
    };
    const by = (day: number) =>
      valueOf(expectedUnitsByDay({ ...history, day }));
    closeTo(by(14), 1_100);
    closeTo(by(15), 1_200, 1e-9);
    closeTo(by(20), 1_630, 1e-9);
    closeTo(by(21), 1_650, 1e-9);
    closeTo(by(36), 2_850, 1e-9);
  });

  it('takes the mean of the last week when weeks differ', () => {
    // Weeks of 1,650, 1,100 and 1,100 units.
    const weeks = [3, 2, 2].flatMap(times => week.map(units => times * units));
    const forecast = expectedUnitsByDay({
      cumulativeUniqueUnits: cumulative(weeks),
      trafficShare: 1,
      day: 28,
    });
    closeTo(valueOf(forecast), 4_950, 1e-9);
  });

  it('bounds such a forecast by the mean of one week', () => {
    // Variance of the mean of seven days: 1/7; t(0.95, 6) = 1.943180. Day 235:
    // 18,550 ± 1,515, day 277: 21,850 ± 1,789.
    expect(runtimeOf([...week, ...week], 19_990)).toMatchObject({
      days: 254,
      interval: [235, 277],
    });
  });
});

describe('estimateRuntime refuses', () => {
  const history = {
    cumulativeUniqueUnits: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    trafficShare: 1,
    requiredTotal: 20,
  };
  const refused = (change: Partial<RuntimeInput>) =>
    estimateRuntime({ ...history, ...change });

  it.each([
    [{ cumulativeUniqueUnits: [] }, 'cumulativeUniqueUnits'],
    [{ cumulativeUniqueUnits: [-1, 2] }, 'cumulativeUniqueUnits'],
    [{ cumulativeUniqueUnits: [3, 2] }, 'cumulativeUniqueUnits'],
    [{ cumulativeUniqueUnits: [1, Infinity] }, 'cumulativeUniqueUnits[1]'],
    [{ trafficShare: 0 }, 'trafficShare'],
    [{ trafficShare: 1.01 }, 'trafficShare'],
    [{ requiredTotal: 0 }, 'requiredTotal'],
  ])('%j', (change, path) => {
    expect(pathsOf(refused(change))).toEqual([path]);
    if (path === 'requiredTotal') return;
    const day = { ...history, ...change, day: 1 };
    expect(pathsOf(expectedUnitsByDay(day))).toEqual([path]);
  });

  it('what takes longer than ten years, and nothing that does not', () => {
    // One unit a day: 3,650 days are ten years.
    expect(valueOf(refused({ requiredTotal: 3_650 })).days).toBe(3_650);
    const late = refused({ requiredTotal: 3_651 });
    expect(codesOf(late)).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
  });

  it('with the new units a day that enter, in its reason', () => {
    const late = refused({ trafficShare: 0.5, requiredTotal: 1e6 });
    expect(late.ok ? '' : late.problems[0]?.message).toMatch(/^With 0\.5 new/);
  });

  it('no flat days, at the start or later', () => {
    const at = (curve: readonly number[]) =>
      valueOf(refused({ cumulativeUniqueUnits: curve, requiredTotal: 5 })).days;
    expect(at([0, 2, 2, 6])).toBe(4);
  });
});

describe('a short history', () => {
  const by = (curve: readonly number[], day: number) =>
    valueOf(
      expectedUnitsByDay({
        cumulativeUniqueUnits: curve,
        trafficShare: 1,
        day,
      }),
    );

  it('of one day is its own slope, of two days a line', () => {
    expect(by([50], 1)).toBe(50);
    expect(by([50], 3)).toBe(150);
    expect(by([10, 30], 4)).toBe(70);
  });
});

describe('arrivalVariation', () => {
  const week = [100, 100, 100, 100, 100, 50, 0];

  it('of a weekday without units takes it to have none', () => {
    const found = arrivalVariation([...week, ...week]);
    expect(found?.dispersion).toBe(1);
    expect(found?.weekdays?.[6]).toBe(0);
    // 100 over the mean of 550/7.
    closeTo(found?.weekdays?.[0], 700 / 550, 1e-9);
    closeTo(found?.weekdays?.[5], 350 / 550, 1e-9);
  });

  it('asks for two weeks before it tells weekdays apart', () => {
    const found = arrivalVariation([...week, ...week].slice(0, 13));
    expect(found).not.toHaveProperty('weekdays');
    expect(found?.degreesOfFreedom).toBe(11);
  });

  it('asks for seven days', () => {
    expect(arrivalVariation(week.slice(0, 6))).toBeUndefined();
    expect(arrivalVariation(repeated(7, 7))).toEqual({
      dispersion: 1,
      degreesOfFreedom: 5,
    });
  });

  it('takes no chance for weekdays: R has p = 0.155, dispersion 0.51', () => {
    // anova(…, test = "F") of the models with and without factor(weekday).
    const d = [
      210, 190, 205, 188, 214, 196, 201, 199, 207, 193, 185, 215, 203, 190,
    ];
    expect(arrivalVariation(d)).toEqual({
      dispersion: 1,
      degreesOfFreedom: 12,
    });
  });

  it('agrees with R on days that vary ten times as much as chance', () => {
    const d = [100, 160, 60, 140, 80, 120, 130, 70, 150, 90, 110, 100];
    closeTo(arrivalVariation(d)?.dispersion, 10.0461350802043, 1e-5);
  });

  it('measures weekdays, not chance, in a strictly weekly pattern', () => {
    const week = [100, 100, 100, 100, 100, 20, 10];
    expect(arrivalVariation([...week, ...week, ...week])?.dispersion).toBe(1);
  });

  it('agrees with glm(quasipoisson) in R', () => {
    // summary(glm(d ~ log(1:10), family = quasipoisson))$dispersion, R 4.2
    const d = [900, 610, 520, 490, 410, 395, 420, 330, 360, 310];
    const found = arrivalVariation(d);
    expect(found?.degreesOfFreedom).toBe(8);
    expect(found?.dispersion).toBeCloseTo(1.81365451703, 9);
  });

  it('agrees with R when weekdays are fitted', () => {
    // … ~ log(1:14) + factor((0:13) %% 7)
    const d = [
      900, 610, 520, 490, 410, 195, 120, 430, 460, 410, 380, 350, 160, 90,
    ];
    const found = arrivalVariation(d);
    // exp(coef) over their mean.
    [1.39037, 1.27735, 1.20155, 1.19059, 1.08873, 0.52837, 0.32303].forEach(
      (factor, k) => closeTo(found?.weekdays?.[k], factor, 2e-5),
    );
    expect(found?.degreesOfFreedom).toBe(6);
    expect(found?.dispersion).toBeCloseTo(2.75748882753, 9);
  });

  it('knows nothing when all units came on one day', () => {
    expect(arrivalVariation([500, 0, 0, 0, 0, 0, 0, 0])).toBeUndefined();
  });
});
