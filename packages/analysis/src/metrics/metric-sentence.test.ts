import { describe, expect, it } from 'vitest';
import type { MetricResult } from '../analysis-result';
import { metricSentence } from './metric-sentence';

const result: MetricResult = {
  metricId: 'goal',
  name: 'Orders',
  role: 'success',
  direction: 'increase',
  variant: 'b',
  status: 'estimated',
  control: { n: 500, mean: 10 },
  treatment: { n: 500, mean: 10.3 },
  difference: { estimate: 0.3, stdErr: 0.1, ci: [0.1, 0.5], pValue: 0.003 },
  lift: { estimate: 0.03, ci: [0.01, 0.05] },
  units: 1_000,
  requiredUnits: 4_000,
  mdeRelative: 0.02,
  outcome: 'better',
  sentence: '',
};
const said = (changes: Partial<MetricResult>, level = 0.9): string =>
  metricSentence({ ...result, ...changes }, level);

const MOVED = '+3.00 % (90 % interval +1.00 % to +5.00 %)';

describe('the sentence of a metric: how far it moved', () => {
  it('is the lift with its interval', () => {
    expect(said({})).toBe(`Orders got better: ${MOVED}.`);
    expect(said({}, 0.95)).toContain('(95 % interval +1.00 %');
  });

  it('says that a sequential interval holds over all looks', () => {
    const sequence = {
      method: 'always-valid' as const,
      look: 1,
      informationFraction: null,
      criticalValue: null,
      ci: [0.1, 0.5] as const,
      runningP: 0.01,
    };
    expect(said({ sequence })).toContain(
      '(90 % interval over all looks +1.00 % to',
    );
  });

  it('is the difference where a lift would mislead or is not there', () => {
    const { lift: _, ...without } = result;
    const difference = '+0.300 (90 % interval +0.100 to +0.500)';
    expect(metricSentence(without, 0.9)).toContain(difference);
    // A larger share of a negative mean is a smaller value.
    expect(said({ control: { n: 500, mean: -10 } })).toContain(difference);
    expect(said({ control: { n: 500, mean: 0 } })).toContain(difference);
  });

  it('has no interval with an open end', () => {
    for (const ci of [
      [null, 0.05],
      [0.01, null],
    ] as const) {
      expect(said({ lift: { estimate: 0.03, ci } })).toBe(
        'Orders got better: +3.00 %.',
      );
    }
  });

  it('says so without an estimate', () => {
    const { lift: _, difference: __, ...without } = result;
    expect(metricSentence(without, 0.9)).toBe(
      'Orders got better: no estimate.',
    );
  });
});

describe('the sentence of a metric: what that means', () => {
  it('worse is worse in any role', () => {
    for (const role of ['success', 'guardrail', 'deterioration'] as const) {
      expect(said({ role, outcome: 'worse' })).toBe(
        `Orders got worse: ${MOVED}.`,
      );
    }
  });

  it('of a success metric', () => {
    expect(said({ outcome: 'no-difference' })).toBe(
      `Orders shows no improvement: ${MOVED}, with enough units to find a change of 2 %.`,
    );
    expect(said({ outcome: 'not-enough-data' })).toBe(
      `Orders is undecided: ${MOVED}. To find a change of 2 % it needs 4,000 units and has 1,000.`,
    );
    expect(said({ outcome: 'unknown' })).toBe(
      `Orders is undecided: ${MOVED}. Without a minimum detectable effect nobody can say whether that is enough data.`,
    );
    const problem = {
      code: 'ETUDE_ANALYSIS_X',
      message: 'It is a share of 0.',
    };
    expect(said({ outcome: 'unknown', problem })).toBe(
      `Orders is undecided: ${MOVED}. It is a share of 0.`,
    );
  });

  it('of a guardrail with a margin', () => {
    const guard = { role: 'guardrail' as const, nimRelative: 0.01 };
    expect(said({ ...guard, outcome: 'not-worse' })).toBe(
      `Orders stays within its margin of 1 %: ${MOVED}.`,
    );
    expect(said({ ...guard, outcome: 'not-enough-data' })).toBe(
      `Orders is not shown to stay within its margin of 1 %: ${MOVED}. It needs 4,000 units and has 1,000.`,
    );
    expect(said({ ...guard, outcome: 'no-difference' })).toBe(
      `Orders is not shown to stay within its margin of 1 %, although there were enough units: ${MOVED}.`,
    );
  });

  it('of a guardrail without a margin, and of what is only watched', () => {
    expect(said({ role: 'guardrail', outcome: 'no-difference' })).toBe(
      `Orders shows no sign of getting worse: ${MOVED}. Without a margin it cannot be shown to be safe.`,
    );
    expect(said({ role: 'deterioration', outcome: 'no-difference' })).toBe(
      `Orders shows no sign of getting worse: ${MOVED}.`,
    );
  });
});
