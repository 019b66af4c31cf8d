import { describe, expect, it } from 'vitest';
import { analyzeExperiment } from '../analyze-experiment';
import { observedMetric } from '../test-input';
import { dayInput, replay, TEST_RATES } from './design-test-input';
import { DEFAULT_TUNING_UNITS } from './watch';

const design = { kind: 'always-valid' as const, ...TEST_RATES };
const day = (index: number, n: number, b: number, requiredUnits?: number) =>
  dayInput({
    day: index,
    n,
    observedMetrics: [
      observedMetric('goal', 'success', { b, n, mdeRelative: 0.02 }),
    ],
    plan: { design, ...(requiredUnits === undefined ? {} : { requiredUnits }) },
  });

describe('an always-valid experiment', () => {
  const replayed = () =>
    replay(
      [10.05, 10.3, 10.02, 10.2].map((b, index) =>
        day(index + 1, 1_000 * (index + 1), b, 8_000),
      ),
    ).map(({ metrics: [goal] }) => goal);

  it('has the interval of the asymptotic confidence sequence by hand', () => {
    const results = replayed();
    // α = 0.05, ρ at 2α: ρ² = (−2 ln 0.1 + ln(1 − 2 ln 0.1))/8000
    //   = (4.605170 + 1.723689)/8000 = 7.911074e-4; n = 2000: w = 2.582215
    // half width √0.008 · √(2·2.582215/(2000·7.911074e-4) · ln(1 + 1.606927/0.1))
    //   = 0.0894427 · √(3.264047 · 2.837272) = 0.272187
    const [from, to] = results[0]?.sequence?.ci ?? [];
    expect(from?.toFixed(5)).toBe('-0.22219');
    expect(to?.toFixed(5)).toBe('0.32219');
    expect(results[0]?.sequence).toMatchObject({
      method: 'always-valid',
      informationFraction: null,
      criticalValue: null,
    });
  });

  it('has a running p-value that never rises, and a crossing that stays', () => {
    const results = replayed();
    const running = results.map(result => result?.sequence?.runningP ?? 1);
    expect(running).toEqual(running.toSorted((a, b) => b - a));
    expect(results.map(result => result?.outcome)).toEqual([
      'not-enough-data',
      'better',
      'better',
      'better',
    ]);
    expect(running[2]).toBe(running[1]);
  });

  it('is tightest at 5,000 units of the pair when no number is planned', () => {
    expect(DEFAULT_TUNING_UNITS).toBe(5_000);
    const widthAt = (requiredUnits?: number) => {
      const [goal] = analyzeExperiment(day(1, 500, 10, requiredUnits)).metrics;
      return goal?.sequence?.ci;
    };
    expect(widthAt()).toEqual(widthAt(5_000));
    expect(widthAt()).not.toEqual(widthAt(50_000));
  });

  it('waits while nothing is decided, also without an effect to find', () => {
    const { recommendations, progress } = analyzeExperiment(
      dayInput({
        day: 3,
        n: 1_000,
        observedMetrics: [observedMetric('goal', 'success', { b: 10 })],
        plan: { design },
      }),
    );
    expect(recommendations[0]?.action).toBe('continue');
    expect(progress).not.toHaveProperty('stopReachedAt');
  });
});
