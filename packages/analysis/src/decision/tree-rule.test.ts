import type { DecisionRule, DecisionRuleNode } from '@etude/lifecycle';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import { observedMetric, testInput } from '../test-input';

const better = (metricId: string): DecisionRuleNode => ({
  kind: 'hypothesis',
  metricId,
  test: 'superiority',
});
const safe = (metricId: string): DecisionRuleNode => ({
  kind: 'hypothesis',
  metricId,
  test: 'non-inferiority',
});

// Speed has to get better, and either more orders or, failing that, the same
// orders within their margin with fewer errors.
const root: DecisionRuleNode = {
  kind: 'all',
  children: [
    better('speed'),
    {
      kind: 'any',
      children: [
        better('orders'),
        { kind: 'all', children: [safe('refunds'), better('quality')] },
      ],
    },
  ],
};

type Means = Readonly<
  Record<'speed' | 'orders' | 'quality' | 'refunds', number>
>;

// se = 0.0283; ±0.2 is 7 standard errors; all are powered.
const inputOf = (
  means: Means,
  decisionRule: DecisionRule = { kind: 'tree', root },
): AnalysisInput => {
  const success = (metricId: 'speed' | 'orders' | 'quality') =>
    observedMetric(metricId, 'success', {
      b: means[metricId],
      mdeRelative: 0.02,
    });
  const input = testInput({
    observedMetrics: [
      success('speed'),
      success('orders'),
      success('quality'),
      observedMetric('refunds', 'guardrail', {
        b: means.refunds,
        nimRelative: 0.02,
      }),
    ],
  });
  return { ...input, plan: { ...input.plan, decisionRule } };
};

const NOTHING: Means = { speed: 10, orders: 10, quality: 10, refunds: 10 };

const recommendationOf = (means: Partial<Means>) => {
  const [recommendation] = analyzeExperiment(
    inputOf({ ...NOTHING, ...means }),
  ).recommendations;
  if (recommendation === undefined) throw new Error('no recommendation');
  return recommendation;
};

describe('a decision tree', () => {
  it('splits alpha at alternatives and beta where all have to hold', () => {
    const { design } = analyzeExperiment(inputOf(NOTHING));
    // all: speed α, β/2; any: α/2 each, β/2; its all: α/2, β/4 each.
    expect(
      design.hypotheses?.map(({ metricId, test, alpha, power }) => [
        metricId,
        test,
        alpha,
        Number(power.toFixed(12)),
      ]),
    ).toEqual([
      ['speed', 'superiority', 0.05, 0.9],
      ['orders', 'superiority', 0.025, 0.9],
      ['refunds', 'non-inferiority', 0.025, 0.95],
      ['quality', 'superiority', 0.025, 0.95],
    ]);
    expect(design.alphaDeterioration).toBe(0.0125);
  });

  it('tests and sizes every metric at its own level', () => {
    const { metrics } = analyzeExperiment(inputOf(NOTHING));
    const own = metrics.map(({ metricId, bound, requiredUnits }) => [
      metricId,
      bound?.[0]?.alpha,
      requiredUnits,
    ]);
    // (z_α + z_power)² · 16/0.2²: 2.926405², 3.241515², 3.604818² times 400.
    expect(own).toEqual([
      ['speed', 0.05, 3_426],
      ['orders', 0.025, 4_203],
      ['quality', 0.025, 5_198],
      ['refunds', 0.025, 5_198],
    ]);
  });

  const table: readonly (readonly [Partial<Means>, string])[] = [
    [{ speed: 10.2, orders: 10.2 }, 'ship'],
    [{ speed: 10.2, quality: 10.2 }, 'ship'],
    [{ speed: 10.2 }, 'end'],
    [{ orders: 10.2, quality: 10.2 }, 'end'],
    [{ speed: 10.2, quality: 10.2, refunds: 9.85 }, 'abort'],
    [{ speed: 10.2, orders: 10.2, quality: 9.8 }, 'abort'],
    [{}, 'end'],
  ];
  for (const [means, action] of table) {
    it(`${JSON.stringify(means)}: ${action}`, () => {
      const recommendation = recommendationOf(means);
      expect(recommendation.action).toBe(action);
      expect(
        recommendation.conditions.every(({ holds }) => holds === true),
      ).toBe(action === 'ship');
    });
  }

  it('lists what all have to hold apart, and alternatives as one', () => {
    expect(
      recommendationOf({ speed: 10.2 }).conditions.map(
        ({ sentence }) => sentence,
      ),
    ).toEqual([
      'No health check failed.',
      'speed got better.',
      'It does not hold that orders better or (refunds within 2 % and quality better).',
      'No metric got worse.',
    ]);
  });

  it('is the standard rule when it says the same', () => {
    const means = { ...NOTHING, speed: 10.2 };
    const standard: DecisionRuleNode = {
      kind: 'all',
      children: [
        {
          kind: 'any',
          children: [better('speed'), better('orders'), better('quality')],
        },
        safe('refunds'),
      ],
    };
    const tree = analyzeExperiment(
      inputOf(means, { kind: 'tree', root: standard }),
    );
    const rule = analyzeExperiment(
      inputOf(means, { kind: 'standard', guarantee: 'default' }),
    );
    const { hypotheses: _, ...design } = tree.design;
    expect(design.alphaSuccess).toBeCloseTo(rule.design.alphaSuccess, 12);
    expect(design.alphaGuardrail).toBe(rule.design.alphaGuardrail);
    expect(design.powerPerMetric).toBeCloseTo(rule.design.powerPerMetric, 12);
    expect(tree.recommendations[0]?.action).toBe(
      rule.recommendations[0]?.action,
    );
  });
});

describe('the strict guarantee', () => {
  it('asks more power of every metric, to pay for false alarms', () => {
    const { design } = analyzeExperiment(
      inputOf(NOTHING, { kind: 'standard', guarantee: 'strict' }),
    );
    // 1 − (0.2 − 0.05)/2
    expect(design.powerPerMetric).toBeCloseTo(0.925, 12);
    expect(design).not.toHaveProperty('hypotheses');
  });
});
