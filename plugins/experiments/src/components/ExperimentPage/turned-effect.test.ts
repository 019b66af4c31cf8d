import { testMetric } from '../../__testUtils__/experiment-fixtures';
import { decisiveTest, turnedEffect } from './turned-effect';

describe('turnedEffect', () => {
  it('leaves a metric that should rise as it is', () => {
    expect(turnedEffect(testMetric({ mdeRelative: 0.02 }))).toEqual({
      estimate: -0.0431,
      interval: [-0.065, -0.0212],
      mde: 0.02,
      nonInferiorityMargin: undefined,
    });
  });

  it('turns a metric that should fall, with its ends, but not its margin', () => {
    const latency = testMetric({
      direction: 'decrease',
      lift: { estimate: -0.1, ci: [null, -0.05] },
      nimRelative: 0.01,
    });
    expect(turnedEffect(latency)).toEqual({
      estimate: 0.1,
      interval: [0.05, null],
      mde: undefined,
      nonInferiorityMargin: -0.01,
    });
  });

  it('knows that a loss of -10 that grows by half is worse, not better', () => {
    const profit = testMetric({
      control: { n: 10, mean: -10 },
      lift: { estimate: 0.5, ci: [0.4, 0.6] },
    });
    expect(turnedEffect(profit)?.estimate).toBe(-0.5);
  });

  it('has nothing to plot without an estimate', () => {
    const { lift, ...unestimated } = testMetric();
    expect(lift).toBeDefined();
    expect(turnedEffect(unestimated)).toBeUndefined();
  });
});

describe('decisiveTest', () => {
  it('is the one that caught the regression', () => {
    expect(decisiveTest(testMetric())?.kind).toBe('inferiority');
  });

  it('is that of the role otherwise', () => {
    expect(decisiveTest(testMetric({ outcome: 'no-difference' }))?.kind).toBe(
      'superiority',
    );
  });
});
