import { describe, expect, it } from 'vitest';
import type { DeteriorationMonitor, MetricResult } from '../analysis-result';
import { hiddenResult } from './hidden-result';

const visibility = { effects: 'closed' as const, sentence: 'Closed.' };
const identity = {
  metricId: 'goal',
  name: 'Orders',
  role: 'guardrail' as const,
  direction: 'increase' as const,
  variant: 'b',
};
const open = {
  mdeRelative: 0.02,
  nimRelative: 0.01,
  precision: {
    currentPower: 0.5,
    poweredEffectRelative: 0.03,
    share: 0.25,
    projectedFinishAt: null,
  },
  units: 1_000,
  requiredUnits: 4_000,
  powered: false,
};
const result: MetricResult = {
  ...identity,
  ...open,
  status: 'estimated',
  control: { n: 500, mean: 10 },
  difference: { estimate: 0.3, stdErr: 0.1, ci: [0.1, 0.5], pValue: 0.003 },
  lift: { estimate: 0.03, ci: [0.01, 0.05] },
  outcome: 'better',
  sentence: 'Orders got better.',
};
const monitor = (state: DeteriorationMonitor['state']) => ({
  metricId: 'goal',
  variant: 'b',
  method: 'group-sequential' as const,
  state,
  looks: 1,
  sentence: `The watch is ${state}.`,
});

describe('hiddenResult', () => {
  it('keeps what counts and spreads tell, and nothing of the effect', () => {
    expect(hiddenResult(result, visibility)).toEqual({
      ...identity,
      ...open,
      status: 'hidden',
      outcome: 'unknown',
      sentence: 'Closed.',
    });
  });

  it('does not make up what is not known', () => {
    const bare: MetricResult = {
      ...identity,
      status: 'problem',
      problem: { code: 'ETUDE_ANALYSIS_X', message: 'The mean is 0.' },
      liftProblem: { code: 'ETUDE_ANALYSIS_Y', message: 'The mean is 0.' },
      outcome: 'unknown',
      sentence: 'The mean is 0.',
    };
    expect(Object.keys(hiddenResult(bare, visibility)).toSorted()).toEqual(
      [...Object.keys(identity), 'outcome', 'sentence', 'status'].toSorted(),
    );
  });

  it('says whether it got worse, when its watch rang', () => {
    expect(hiddenResult(result, visibility, monitor('alarm'))).toMatchObject({
      status: 'hidden',
      outcome: 'worse',
      sentence: 'The watch is alarm.',
    });
    for (const state of ['quiet', 'unknown'] as const) {
      expect(hiddenResult(result, visibility, monitor(state))).toMatchObject({
        outcome: 'unknown',
        sentence: 'Closed.',
      });
    }
  });
});
