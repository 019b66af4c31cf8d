import { describe, expect, it } from 'vitest';
import { TEST_RATES } from '../designs/design-test-input';
import { metricPrecision } from './metric-precision';
import type { PrecisionInput } from './pair-units';
import { exactUnitsForPower, pairUnits, widthCheck } from './pair-units';

const sample = (variance: number, n = 500, mean = 10) => ({
  n,
  mean,
  variance,
});
const input: PrecisionInput = {
  metric: {
    metricId: 'goal',
    role: 'success',
    direction: 'increase',
    mdeRelative: 0.02,
  },
  info: { id: 'goal', name: 'goal', type: 'average' },
  samples: {
    control: sample(4),
    treatment: sample(9),
    df: Infinity,
    baseline: 10,
  },
  design: {
    alphaSuccess: 0.05,
    alphaGuardrail: 0.025,
    alphaDeterioration: 0.01,
    powerPerMetric: 0.8,
  },
  plan: { kind: 'fixed-horizon', ...TEST_RATES },
};
const fixedPower = { kind: 'fixed-power' as const, ...TEST_RATES };
const fixedWidth = {
  kind: 'fixed-width' as const,
  ...TEST_RATES,
  widthRelative: 0.05,
};
const withRate: Partial<PrecisionInput> = {
  info: { id: 'goal', name: 'goal', type: 'proportion' },
  samples: {
    control: sample(0.16, 500, 0.2),
    treatment: sample(0.21, 500, 0.3),
    df: Infinity,
    baseline: 0.2,
  },
  metric: { ...input.metric, mdeRelative: 0.1 },
};
const at = (changes: Partial<PrecisionInput> = {}) => ({
  ...input,
  ...changes,
});

// (z_0.95 + z_0.8)² = 6.182557, (z_0.975 + z_0.8)² = 7.848880.
describe('units that a metric needs', () => {
  it('the spread of the control stands for both: 6.182557 · 16 / 0.2²', () => {
    expect(exactUnitsForPower(at())).toBeCloseTo(2_473.0229, 3);
    expect(pairUnits(at())).toEqual({
      units: 1_000,
      requiredUnits: 2_474,
      powered: false,
    });
  });

  it('fixed power reads both spreads: 6.182557 · 2 · (4 + 9) / 0.2²', () => {
    expect(exactUnitsForPower(at({ plan: fixedPower }))).toBeCloseTo(
      4_018.662,
      2,
    );
  });

  it('a guardrail is sized for its margin at its own level', () => {
    const metric = {
      metricId: 'guard',
      role: 'guardrail' as const,
      direction: 'increase' as const,
      nimRelative: 0.02,
    };
    expect(exactUnitsForPower(at({ metric }))).toBeCloseTo(3_139.5519, 3);
  });

  it('a rate is sized by both rates: 6.182557 · 2 · (0.16 + 0.1716) / 0.02²', () => {
    expect(exactUnitsForPower(at(withRate))).toBeCloseTo(10_250.68, 1);
    // After adjustment it is a mean: 6.182557 · 4 · 0.16 / 0.02².
    const { samples } = at(withRate);
    const unadjusted = {
      control: samples.control,
      treatment: samples.treatment,
      covariates: 1,
      dropped: 0,
    };
    expect(
      exactUnitsForPower(
        at({ ...withRate, samples: { ...samples, unadjusted } }),
      ),
    ).toBeCloseTo(9_892.09, 1);
  });

  it('looking is paid for: 2,473.02 · 1.22148428 (rpact, Pocock, 5 looks)', () => {
    const plan = {
      kind: 'group-sequential' as const,
      ...TEST_RATES,
      plannedLooks: 5,
      spending: { kind: 'pocock' as const },
      overRun: 'rescale' as const,
    };
    expect(pairUnits(at({ plan })).requiredUnits).toBe(3_021);
    // The formula alone does not know of looks.
    expect(exactUnitsForPower(at({ plan }))).toBeCloseTo(2_473.0229, 3);
  });

  it('are at least 30 in the smaller variant, before looks are paid for', () => {
    const metric = { ...input.metric, mdeRelative: 5 };
    const samples = {
      ...input.samples,
      control: sample(4, 100),
      treatment: sample(9, 300),
    };
    expect(pairUnits(at({ metric, samples }))).toEqual({
      units: 400,
      requiredUnits: 120,
      powered: true,
    });
    expect(
      pairUnits(at({ metric, samples, plan: fixedPower })).requiredUnits,
    ).toBe(120);
  });

  it('are enough from the exact number on', () => {
    const ofUnits = (n: number) => ({
      ...input.samples,
      control: sample(4, n),
      treatment: sample(4, n),
    });
    expect(pairUnits(at({ samples: ofUnits(1_236) })).powered).toBe(false);
    expect(pairUnits(at({ samples: ofUnits(1_237) })).powered).toBe(true);
  });

  it('are not known without a target', () => {
    const { mdeRelative: _, ...metric } = input.metric;
    expect(exactUnitsForPower(at({ metric }))).toBeUndefined();
    expect(pairUnits(at({ metric }))).toEqual({ units: 1_000 });
    const samples = { ...input.samples, baseline: 0 };
    expect(pairUnits(at({ samples }))).toEqual({ units: 1_000 });
    expect(pairUnits(at({ samples, plan: fixedPower }))).toEqual({
      units: 1_000,
    });
  });
});

describe('the width of a metric', () => {
  it('takes (2 · 1.644854 / 0.5)² · 2 · (4 + 9) units', () => {
    expect(
      widthCheck(at({ plan: fixedWidth }))?.requiredTotalExact,
    ).toBeCloseTo(1_125.506, 2);
    // The effect takes more: both have to be met.
    expect(pairUnits(at({ plan: fixedWidth })).requiredUnits).toBe(2_474);
    const { mdeRelative: _, ...metric } = input.metric;
    expect(pairUnits(at({ metric, plan: fixedWidth })).requiredUnits).toBe(
      1_126,
    );
  });

  it('is asked of metrics that decide in a fixed-width design alone', () => {
    expect(widthCheck(at())).toBeUndefined();
    const watched = { ...input.metric, role: 'deterioration' as const };
    expect(
      widthCheck(at({ metric: watched, plan: fixedWidth })),
    ).toBeUndefined();
    expect(pairUnits(at({ metric: watched, plan: fixedWidth }))).toEqual({
      units: 1_000,
    });
  });
});

describe('the precision of a metric', () => {
  const precisionOf = (changes: Partial<PrecisionInput> = {}, nominal = 0.05) =>
    metricPrecision(at(changes), {
      pair: { units: 1_000, requiredUnits: 4_000 },
      nominal,
      projectedFinishAt: '2026-03-20T00:00:00.000Z',
    });

  it('is told by the spread of the control alone: se = √(8 / 500)', () => {
    // Φ(0.2 / 0.126491 − 1.644854) = Φ(−0.063713); 2.486475 · 0.126491 / 10.
    const precision = precisionOf();
    expect(precision.currentPower?.toFixed(4)).toBe('0.4746');
    expect(precision.poweredEffectRelative?.toFixed(5)).toBe('0.03145');
    expect(precision).toMatchObject({
      share: 0.25,
      projectedFinishAt: '2026-03-20T00:00:00.000Z',
    });
    expect(precision).not.toHaveProperty('widthRelative');
  });

  it('is told by both spreads where the design stops on them', () => {
    // se = √(13 / 500) = 0.161245: 2.486475 · 0.161245 / 10, 2 · 1.644854 · …
    for (const plan of [fixedPower, fixedWidth]) {
      expect(precisionOf({ plan }).poweredEffectRelative?.toFixed(5)).toBe(
        '0.04009',
      );
    }
    expect(precisionOf({ plan: fixedWidth }).widthRelative?.toFixed(5)).toBe(
      '0.05304',
    );
  });

  it('is that of the level of the look', () => {
    // A look that may not spend anything finds nothing.
    expect(precisionOf({}, 0).currentPower).toBeLessThan(1e-100);
    expect(precisionOf({}, 0.01).currentPower).toBeLessThan(
      precisionOf().currentPower ?? 0,
    );
  });

  it('knows no power without a target, and no share of a mean of 0', () => {
    const { mdeRelative: _, ...metric } = input.metric;
    expect(precisionOf({ metric })).toMatchObject({
      currentPower: null,
      poweredEffectRelative: expect.closeTo(0.03145, 5),
    });
    const samples = { ...input.samples, baseline: 0 };
    expect(precisionOf({ samples })).toMatchObject({
      currentPower: null,
      poweredEffectRelative: null,
    });
    // A negative mean has effects as large as a positive one.
    expect(
      precisionOf({ samples: { ...input.samples, baseline: -10 } }),
    ).toEqual(precisionOf());
  });

  it('has no share without a need', () => {
    const precision = metricPrecision(at(), {
      pair: { units: 1_000 },
      nominal: 0.05,
      projectedFinishAt: null,
    });
    expect(precision.share).toBeNull();
  });
});
