import { describe, expect, it } from 'vitest';
import { analyzeExperiment } from './analyze-experiment';
import { planSampleSize } from './plan-sample-size';
import type { TestMetric } from './test-input';
import { testInput } from './test-input';

const REPLICATIONS = 3_000;
// Three Monte Carlo standard errors at a rate of 0.05 or 0.8.
const SLACK_AT_ALPHA = 3 * Math.sqrt((0.05 * 0.95) / REPLICATIONS);
const SLACK_AT_POWER = 3 * Math.sqrt((0.8 * 0.2) / REPLICATIONS);

/** Mulberry32: uniform numbers in (0, 1) from a seed. */
const uniformFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296 + 2 ** -33;
  };
};

const normalFrom = (seed: number) => {
  const uniform = uniformFrom(seed);
  return () =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
};

type World = {
  /** True relative effects of two success metrics and two guardrails. */
  readonly success: readonly [number, number];
  readonly guardrails: readonly [number, number];
  readonly n: number;
};

// Control mean 10 and variance 4 of one unit, so a sample mean has 4/n.
const shipRate = ({ success, guardrails, n }: World, seed: number): number => {
  const normal = normalFrom(seed);
  const meanOf = (effect: number) =>
    10 * (1 + effect) + normal() * Math.sqrt(4 / n);
  const metricOf = (
    metricId: string,
    role: 'success' | 'guardrail',
    effect: number,
  ): TestMetric => ({
    metricId,
    role,
    ...(role === 'success' ? { mdeRelative: 0.02 } : { nimRelative: 0.02 }),
    observed: { a: [n, meanOf(0), 4], b: [n, meanOf(effect), 4] },
  });
  let shipped = 0;
  for (let i = 0; i < REPLICATIONS; i += 1) {
    const { recommendations } = analyzeExperiment(
      testInput({
        observedMetrics: [
          metricOf('s1', 'success', success[0]),
          metricOf('s2', 'success', success[1]),
          metricOf('g1', 'guardrail', guardrails[0]),
          metricOf('g2', 'guardrail', guardrails[1]),
        ],
      }),
    );
    if (recommendations[0]?.action === 'ship') shipped += 1;
  }
  return shipped / REPLICATIONS;
};

const plannedUnitsPerVariant = (): number => {
  const metric = {
    direction: 'increase' as const,
    kind: 'average' as const,
    baselineMean: 10,
    baselineVariance: 4,
  };
  const plan = planSampleSize({
    metrics: [
      { metricId: 's1', role: 'success', mdeRelative: 0.02, ...metric },
      { metricId: 's2', role: 'success', mdeRelative: 0.02, ...metric },
      { metricId: 'g1', role: 'guardrail', nimRelative: 0.02, ...metric },
      { metricId: 'g2', role: 'guardrail', nimRelative: 0.02, ...metric },
    ],
    variants: [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 1 },
    ],
    alpha: 0.05,
    power: 0.8,
  });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value.requiredUnits / 2;
};

describe('error rates of the ship decision, alpha 5 % and power 80 %', () => {
  const n = plannedUnitsPerVariant();

  it('ships nothing more often than alpha when nothing moved', () => {
    const rate = shipRate({ success: [0, 0], guardrails: [0, 0], n }, 1);
    expect(rate).toBeLessThan(0.05 + SLACK_AT_ALPHA);
    // Not by refusing everything: guardrails pass, so some noise ships.
    expect(rate).toBeGreaterThan(0.02);
  });

  it('ships harm at the margin of a guardrail no more often than alpha', () => {
    const rate = shipRate(
      { success: [0.05, 0.05], guardrails: [-0.02, 0], n },
      2,
    );
    expect(rate).toBeLessThan(0.05 + SLACK_AT_ALPHA);
  });

  it('ships what was planned for at least as often as power says', () => {
    const rate = shipRate({ success: [0.02, 0], guardrails: [0, 0], n }, 3);
    expect(rate).toBeGreaterThan(0.8 - SLACK_AT_POWER);
  });
});
