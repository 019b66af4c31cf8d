import { describe, expect, it } from 'vitest';
import { arrivalVariation } from './arrival-variation';
import { estimateRuntime, expectedUnitsByDay } from './runtime';

/** Uniform numbers in (0, 1): Park & Miller 1988, minimal standard. */
const seededUniform = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

const cumulative = (arrivals: readonly number[]): number[] => {
  let sum = 0;
  return arrivals.map(units => (sum += units));
};

const runtimeOf = (
  arrivals: readonly number[],
  requiredTotal: number,
  trafficShare = 1,
) => {
  const result = estimateRuntime({
    cumulativeUniqueUnits: cumulative(arrivals),
    trafficShare,
    requiredTotal,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

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

describe('arrivalVariation', () => {
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
    expect(found?.weekdays?.[6]).toBeLessThan(0.5);
    expect(found?.degreesOfFreedom).toBe(6);
    expect(found?.dispersion).toBeCloseTo(2.75748882753, 9);
  });

  it('knows nothing when all units came on one day', () => {
    expect(arrivalVariation([500, 0, 0, 0, 0, 0, 0, 0])).toBeUndefined();
  });
});

// Periods whose days have the mean `meanOf(day)` and five times the variance
// of chance: history and future are drawn alike, the real day is compared.
const coverage = (
  scenario: {
    readonly meanOf: (day: number) => number;
    readonly historyDays: number;
    readonly requiredTotal: number;
    readonly share?: number;
  },
  seed: number,
): number => {
  const uniform = seededUniform(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const draw = (day: number): number => {
    const mean = scenario.meanOf(day);
    return Math.max(0, Math.round(mean + normal() * Math.sqrt(5 * mean)));
  };
  const { share = 1 } = scenario;
  const entering = (units: number): number =>
    share === 1
      ? units
      : Math.max(
          0,
          Math.round(
            share * units + normal() * Math.sqrt(units * share * (1 - share)),
          ),
        );
  const replications = 2_000;
  let covered = 0;
  for (let i = 0; i < replications; i += 1) {
    const history = Array.from({ length: scenario.historyDays }, (_, k) =>
      draw(k + 1),
    );
    const { interval } = runtimeOf(history, scenario.requiredTotal, share);
    let [day, units] = [0, 0];
    while (units < scenario.requiredTotal) units += entering(draw((day += 1)));
    if (interval && interval[0] <= day && day <= interval[1]) covered += 1;
  }
  return covered / replications;
};

// At least 0.9: days are whole, so the interval is wider than it has to be.
describe('the interval of the runtime, by simulation', () => {
  it('holds when the line is continued to twice the history', () => {
    const rate = coverage(
      { meanOf: () => 200, historyDays: 14, requiredTotal: 5_600 },
      1,
    );
    expect(rate).toBeGreaterThan(0.88);
    expect(rate).toBeLessThan(0.97);
  });

  it('holds within the history, with fewer new units every day', () => {
    const rate = coverage(
      {
        meanOf: day => 600 * day ** -0.4,
        historyDays: 28,
        requiredTotal: 5_000,
      },
      2,
    );
    expect(rate).toBeGreaterThan(0.88);
    expect(rate).toBeLessThan(0.98);
  });

  it('holds when a small share enters', () => {
    const rate = coverage(
      {
        meanOf: () => 2_000,
        historyDays: 28,
        requiredTotal: 200,
        share: 0.005,
      },
      4,
    );
    expect(rate).toBeGreaterThan(0.87);
  });

  it('holds with weekends', () => {
    const rate = coverage(
      {
        meanOf: day => (day % 7 < 2 ? 60 : 250),
        historyDays: 21,
        requiredTotal: 7_000,
      },
      3,
    );
    expect(rate).toBeGreaterThan(0.85);
  });
});
