import { describe, expect, it } from 'vitest';
import { achievedMdeRatio } from './learning-rates-precision';
import { short, enough } from './verdict-test-input';

describe('achievedMdeRatio', () => {
  it('is that of the least precise metric that needs power', () => {
    // √(40,000/30,000) = 1.1547 and √(40,000/50,000) = 0.8944.
    expect(achievedMdeRatio([short, enough])).toBeCloseTo(1.1547, 4);
    expect(achievedMdeRatio([enough])).toBeCloseTo(0.8944, 4);
  });

  it('leaves out what has no target, or one of nothing', () => {
    const precision = {
      currentPower: null,
      poweredEffectRelative: 0.9,
      share: null,
      projectedFinishAt: null,
    };
    const { mdeRelative: _, ...noTarget } = { ...short, precision };
    const ofNothing = { ...short, precision, mdeRelative: 0 };
    expect(achievedMdeRatio([noTarget, ofNothing, enough])).toBeCloseTo(
      0.8944,
      4,
    );
  });

  it('is unknown without a target and for what is only watched', () => {
    expect(achievedMdeRatio([])).toBeUndefined();
    const { mdeRelative: _, ...noTarget } = short;
    const { requiredUnits: __, ...noNeed } = short;
    expect(achievedMdeRatio([noTarget, noNeed])).toBeUndefined();
    expect(
      achievedMdeRatio([{ ...short, role: 'deterioration' }]),
    ).toBeUndefined();
  });
});
