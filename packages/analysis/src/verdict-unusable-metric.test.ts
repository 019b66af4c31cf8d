import { describe, expect, it } from 'vitest';
import { analyzeExperiment } from './analyze-experiment';
import type { TestSample } from './test-input';
import { observedMetric, testInput } from './test-input';

const goal = observedMetric('goal', 'success', { b: 10, mdeRelative: 0.02 });
const verdictWith = (a: TestSample, b: TestSample) => {
  const lost = {
    metricId: 'lost',
    role: 'success',
    mdeRelative: 0.02,
    observed: { a, b },
  } as const;
  return analyzeExperiment(testInput({ observedMetrics: [goal, lost] }))
    .verdict;
};

// A powered neutral result needs every metric: silence of one is no finding.
describe('verdict beside a metric that cannot be judged', () => {
  it.each([
    ['has no spread', [10_000, 10, 0], [10_000, 10, 0]],
    ['has one unit', [10_000, 10, 4], [1, 10, 0]],
    ['has no units', [0, 0, 0], [0, 0, 0]],
  ] as const)('is no learning when it %s', (_, a, b) => {
    const verdict = verdictWith(a, b);
    expect(verdict).toMatchObject({
      class: 'no-learning',
      reason: 'DATA_MISSING',
    });
    expect(verdict?.sentence).toContain('lost');
  });

  it('is no learning when a share of its mean is no amount', () => {
    const sample: TestSample = [10_000, 0, 4];
    expect(verdictWith(sample, sample)).toMatchObject({
      class: 'no-learning',
      reason: 'UNDERPOWERED',
    });
  });
});
