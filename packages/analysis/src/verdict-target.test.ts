import { describe, expect, it } from 'vitest';
import type { MetricResult } from './analysis-result';
import { short, verdict } from './verdict-test-input';

describe('verdict: targets', () => {
  const bare: MetricResult = { ...short, outcome: 'unknown' };

  const without = (
    result: MetricResult,
    keys: readonly (keyof MetricResult)[],
  ): MetricResult =>
    Object.fromEntries(
      Object.entries(result).filter(([key]) => !keys.some(one => one === key)),
    ) as MetricResult;

  it('asks for a target that is not there, and says what would have been', () => {
    const noTarget = {
      ...without(bare, ['mdeRelative', 'powered', 'requiredUnits']),
      precision: {
        currentPower: null,
        poweredEffectRelative: 0.0187,
        share: null,
        projectedFinishAt: null,
      },
    };
    const lost = verdict({ results: [noTarget] });
    expect(lost.reason).toBe('NO_POWER_TARGET');
    expect(lost.prevention).toContain(
      'Set a minimum detectable effect on goal.',
    );
    expect(lost.prevention).toContain('1.87 % of goal');
    expect(lost.sentence).toContain('goal has no target effect');
  });

  it('names every metric without a target once', () => {
    const noTarget = without(bare, ['mdeRelative', 'powered', 'requiredUnits']);
    const other = { ...noTarget, name: 'other' };
    const lost = verdict({ results: [noTarget, other, other] });
    expect(lost.sentence).toContain('goal and other have no target effect');
    expect(lost.prevention).toBe(
      'Set a minimum detectable effect on goal and other.',
    );
    // Two variants of one metric are one name.
    expect(verdict({ results: [noTarget, noTarget] }).sentence).toContain(
      'goal has no target effect',
    );
  });

  it('asks for what the plan could have said when nothing decides', () => {
    const watched = { ...bare, role: 'deterioration' as const };
    const preventionFor = (role: 'success' | 'deterioration') => {
      const metric = { metricId: 'goal', role, observed: {} };
      return verdict({
        results: [watched],
        options: {
          observedMetrics: [metric, { ...metric, role: 'guardrail' }],
        },
      }).prevention;
    };
    expect(preventionFor('success')).toBe(
      'Set a minimum detectable effect on a success metric.',
    );
    expect(preventionFor('deterioration')).toBe(
      'Set a margin on a guardrail, or add a success metric with a minimum detectable effect.',
    );
  });

  it('calls the target of a guardrail its margin', () => {
    const guard: MetricResult = {
      ...without(bare, ['powered', 'requiredUnits', 'mdeRelative']),
      role: 'guardrail',
      nimRelative: 0.03,
      control: { n: 15_000, mean: 0 },
    };
    const watched = { ...bare, role: 'deterioration' as const };
    expect(verdict({ results: [guard, watched] })).toMatchObject({
      reason: 'UNDERPOWERED',
      sentence:
        'No learning: goal averages 0 in control, so its margin of 3 % of that is no amount, and no number of units is enough to find it.',
    });
  });

  it('does not blame the plan for a control mean of 0', () => {
    const zero = {
      ...without(bare, ['powered', 'requiredUnits']),
      control: { n: 15_000, mean: 0 },
    };
    const lost = verdict({ results: [zero] });
    expect(lost.reason).toBe('UNDERPOWERED');
    expect(lost.sentence).toContain(
      'goal averages 0 in control, so its effect of 2 % of that is no amount',
    );
    expect(lost.prevention).toContain('More units would not have helped.');
    expect(lost.prevention).not.toContain('Set a minimum');
  });

  it('says when a target is no number of units for another reason', () => {
    const odd = without(bare, ['powered', 'requiredUnits']);
    const lost = verdict({ results: [odd] });
    expect(lost.reason).toBe('UNDERPOWERED');
    expect(lost.sentence).toContain('cannot be turned into a number of units');
  });
});
