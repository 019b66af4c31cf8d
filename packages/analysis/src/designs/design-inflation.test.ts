import type { ExperimentDesign } from '@etude/lifecycle';
import { describe, expect, it } from 'vitest';
import { designInflation } from './design-inflation';
import { TEST_RATES } from './design-test-input';

type Spending = Extract<
  ExperimentDesign,
  { kind: 'group-sequential' }
>['spending'];

const gst = (
  plannedLooks: number,
  spending: Spending = { kind: 'obrien-fleming' },
): ExperimentDesign => ({
  kind: 'group-sequential',
  ...TEST_RATES,
  plannedLooks,
  spending,
  overRun: 'rescale',
});
const rates = { alpha: 0.05, power: 0.8 };

describe('designInflation', () => {
  it('is that of rpact 3.3.4, for each design, level and power', () => {
    // getDesignCharacteristics(getDesignGroupSequential(sided = 1, …))
    const cases = [
      [gst(5), rates, 1.03497187482],
      [gst(5, { kind: 'pocock' }), rates, 1.22148428263],
      [gst(3), rates, 1.02030518993],
      [gst(5), { ...rates, alpha: 0.025 }, 1.02471989147],
      [gst(5), { ...rates, power: 0.9 }, 1.03252587959],
      // What is remembered is still that of the first.
      [gst(5), rates, 1.03497187482],
    ] as const;
    for (const [design, at, expected] of cases) {
      expect(designInflation(design, at)).toBeCloseTo(expected, 6);
    }
  });

  it('is none for designs that test once', () => {
    for (const kind of ['fixed-horizon', 'fixed-power'] as const) {
      expect(designInflation({ kind, ...TEST_RATES }, rates)).toBe(1);
    }
    expect(
      designInflation(
        { kind: 'fixed-width', ...TEST_RATES, widthRelative: 0.1 },
        rates,
      ),
    ).toBe(1);
  });

  it('is largest for the design that may be looked at any time', () => {
    const always = designInflation(
      { kind: 'always-valid', ...TEST_RATES },
      rates,
    );
    expect(always).toBeGreaterThan(1.22148428263);
    expect(always).toBeLessThan(3);
  });

  it('is no number where it cannot be solved', () => {
    expect(designInflation(gst(5), { alpha: 5, power: 0.8 })).toBeNaN();
  });

  it('remembers few and forgets the oldest', () => {
    // More powers than are remembered, twice: the second time as the first.
    const all = () =>
      Array.from({ length: 70 }, (_, index) =>
        designInflation(gst(2), { alpha: 0.05, power: 0.5 + index / 200 }),
      );
    const first = all();
    expect(all()).toEqual(first);
    expect(new Set(first).size).toBe(70);
  });
});
