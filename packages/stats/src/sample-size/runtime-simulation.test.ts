import { describe, expect, it } from 'vitest';
import { valueOf } from '../test-input';
import { estimateRuntime } from './runtime';

/** Uniform numbers in (0, 1): Park & Miller 1988, minimal standard. */
const seededUniform = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

const runtimeOf = (
  arrivals: readonly number[],
  requiredTotal: number,
  trafficShare: number,
) => {
  let sum = 0;
  return valueOf(
    estimateRuntime({
      cumulativeUniqueUnits: arrivals.map(units => (sum += units)),
      trafficShare,
      requiredTotal,
    }),
  );
};

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
