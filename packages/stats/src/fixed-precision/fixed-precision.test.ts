import { describe, expect, it } from 'vitest';
import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { requiredSampleSize } from '../sample-size/required-sample-size';
import { valueOf } from '../test-input';
import type { FixedPowerMetric } from './fixed-power-look';
import { fixedPowerLook } from './fixed-power-look';
import { fixedWidthCheck } from './fixed-width-check';
import { fixedWidthLook } from './fixed-width-look';

const metric = (
  id: string,
  change: Partial<FixedPowerMetric> = {},
): FixedPowerMetric => ({
  id,
  alpha: 0.05,
  sides: 2,
  power: 0.8,
  control: { n: 2000, mean: 10, variance: 9 },
  treatment: { n: 2000, variance: 9 },
  mdeRelative: 0.02,
  ...change,
});

const days = (count: number, perDay = 500): readonly number[] =>
  Array.from({ length: count }, (_, day) => perDay * (day + 1));

const look = (
  metrics: readonly FixedPowerMetric[],
  unitsByCompleteDay: readonly number[] = days(8),
  stopAfter: 'day' | 'week' = 'day',
) => valueOf(fixedPowerLook({ metrics, unitsByCompleteDay, stopAfter }));

describe('fixedPowerLook', () => {
  it('goes by the metric that needs most units', () => {
    const result = look([metric('a'), metric('b', { mdeRelative: 0.04 })]);
    // (1.959964 + 0.841621)² · 4 · 9 / 0.2² = 7063.99 units of 4000.
    expect(result.progress).toBeCloseTo(4000 / 7063.99, 5);
    expect(result).toMatchObject({
      state: 'collecting',
      mayStop: false,
      completeDays: 8,
      // 500 a day: 3063.99 more take seven days.
      projectedFinish: { completeDays: 15, daysLeft: 7 },
      metrics: [
        { id: 'a', state: 'collecting' },
        { id: 'b', state: 'reached', check: { isPowered: true } },
      ],
    });
  });

  it('projects full weeks when it stops after weeks', () => {
    const result = look([metric('a')], days(8), 'week');
    expect(result.projectedFinish).toEqual({ completeDays: 21, daysLeft: 13 });
  });

  it('stops at the end of a period only', () => {
    const reached = [metric('a', { mdeRelative: 0.04 })];
    expect(look(reached).mayStop).toBe(true);
    expect(look(reached, days(8), 'week')).toMatchObject({
      state: 'reached',
      mayStop: false,
      projectedFinish: { completeDays: 14, daysLeft: 6 },
    });
    expect(look(reached, days(14), 'week').mayStop).toBe(true);
    expect(look(reached, []).mayStop).toBe(false);
  });

  it('stops exactly when the precise number of units is there', () => {
    const needed = valueOf(
      requiredSampleSize({
        alpha: 0.05,
        sides: 2,
        power: 0.8,
        varianceControl: 9,
        effect: 0.2,
      }),
    ).perVariant[0];
    const at = (n: number) =>
      look([
        metric('a', {
          control: { n, mean: 10, variance: 9 },
          treatment: { n, variance: 9 },
        }),
      ]).state;
    expect(at(needed - 1)).toBe('collecting');
    expect(at(needed)).toBe('reached');
  });

  it('waits for units, events and a variance before it judges', () => {
    const few = { n: 40, mean: 0.1, variance: 0.09 };
    const result = look([
      metric('few', { control: few, treatment: few, events: [4, 12] }),
      metric('constant', {
        control: { n: 100, mean: 1, variance: 0 },
        treatment: { n: 100, variance: 0 },
      }),
      metric('none', {
        control: { n: 1, mean: 1, variance: Number.NaN },
        treatment: { n: 0, variance: Number.NaN },
      }),
    ]);
    expect(result).toMatchObject({
      state: 'burn-in',
      mayStop: false,
      progress: null,
      projectedFinish: null,
      metrics: [
        { state: 'burn-in', missing: { units: 20, events: 26 } },
        { state: 'burn-in', missing: { variance: true } },
        { state: 'burn-in', missing: { units: 99, variance: true } },
      ],
    });
  });

  it('takes another burn-in when given', () => {
    const result = fixedPowerLook({
      metrics: [metric('a')],
      unitsByCompleteDay: days(8),
      burnIn: { units: 5000 },
    });
    expect(valueOf(result).metrics[0]).toMatchObject({
      missing: { units: 1000 },
    });
  });

  it('names a metric that can never be judged, and judges the others', () => {
    const zero = { n: 500, mean: 0, variance: 2 };
    const result = look([
      metric('a', { mdeRelative: 0.04 }),
      metric('zero', { control: zero }),
    ]);
    expect(result).toMatchObject({
      state: 'problem',
      mayStop: false,
      metrics: [
        { state: 'reached' },
        {
          state: 'problem',
          problems: [{ code: 'ETUDE_STATS_ZERO_DENOMINATOR' }],
        },
      ],
    });
  });

  it('gives no date when no units arrive any more', () => {
    const flat = [...days(2, 2000), 4000, 4000, 4000, 4000, 4000, 4000, 4000];
    expect(look([metric('a')], flat).projectedFinish).toBeNull();
  });

  it('shows nothing that depends on the mean of the treatment', () => {
    const treatment = { n: 2000, mean: 12, variance: 9 };
    expect(look([metric('a', { treatment })])).toEqual(look([metric('a')]));
  });

  it('refuses empty metrics, broken counts and units that decrease', () => {
    const refused = fixedPowerLook({
      metrics: [],
      unitsByCompleteDay: [10, 5],
      burnIn: { units: -1 },
    });
    expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual([
      'ETUDE_STATS_EMPTY',
      'ETUDE_STATS_INVALID_COUNT',
      'ETUDE_STATS_INVALID_SCHEDULE',
    ]);
  });
});

describe('fixedWidthCheck', () => {
  const input = {
    control: { n: 2000, mean: 10, variance: 9 },
    treatment: { n: 1800, variance: 10 },
    alpha: 0.05,
    widthRelative: 0.03,
  };

  it('measures the interval that the test reports', () => {
    const check = valueOf(fixedWidthCheck(input));
    const { ci } = valueOf(
      meanDifferenceTest({
        control: input.control,
        treatment: { ...input.treatment, mean: 10.3 },
        alternative: 'two-sided',
        alpha: 0.05,
      }),
    );
    expect(check.currentWidth).toBeCloseTo(ci[1] - ci[0], 12);
    expect(check.currentWidthRelative).toBeCloseTo((ci[1] - ci[0]) / 10, 12);
    expect(check.isNarrow).toBe(false);
  });

  it('is narrow enough with the units it asks for', () => {
    const { progress, requiredTotalExact } = valueOf(fixedWidthCheck(input));
    const grown = valueOf(
      fixedWidthCheck({
        ...input,
        control: { ...input.control, n: Math.ceil(2000 / progress) },
        treatment: { ...input.treatment, n: Math.ceil(1800 / progress) },
      }),
    );
    expect(requiredTotalExact).toBeCloseTo(3800 / progress, 8);
    expect(grown.isNarrow).toBe(true);
    expect(grown.currentWidth).toBeCloseTo(0.3, 3);
  });

  it('takes one side at alpha as two at twice alpha', () => {
    const one = fixedWidthCheck({ ...input, sides: 1, alpha: 0.025 });
    expect(one).toEqual(fixedWidthCheck(input));
  });

  it('refuses a baseline of 0, no variance and a level of a half', () => {
    const refused = fixedWidthCheck({
      ...input,
      control: { n: 2000, mean: 0, variance: 0 },
      treatment: { n: 1800, variance: 0 },
      sides: 1,
      alpha: 0.5,
    });
    expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual([
      'ETUDE_STATS_ZERO_VARIANCE',
      'ETUDE_STATS_INVALID_ALPHA',
      'ETUDE_STATS_ZERO_DENOMINATOR',
    ]);
  });
});

describe('fixedWidthLook', () => {
  it('stops when every interval is narrow enough', () => {
    const at = (widthRelative: number) =>
      valueOf(
        fixedWidthLook({
          metrics: [
            { ...metric('a'), widthRelative: 0.05 },
            { ...metric('b'), widthRelative },
          ],
          unitsByCompleteDay: days(8),
        }),
      );
    expect(at(0.05)).toMatchObject({ state: 'reached', mayStop: true });
    expect(at(0.02)).toMatchObject({
      state: 'collecting',
      mayStop: false,
      metrics: [{ state: 'reached' }, { state: 'collecting' }],
    });
  });
});
