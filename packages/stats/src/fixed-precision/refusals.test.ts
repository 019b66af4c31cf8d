import { describe, expect, it } from 'vitest';
import { closeTo, pathsOf, valueOf } from '../test-input';
import { BURN_IN, checkBurnIn, missingForBurnIn } from './burn-in';
import { fixedPowerCheck } from './fixed-power-check';
import { fixedPowerLook } from './fixed-power-look';
import { fixedWidthCheck } from './fixed-width-check';
import { fixedWidthLook } from './fixed-width-look';

const control = { n: 2000, mean: -10, variance: 9 };
const treatment = { n: 1000, variance: 16 };

describe('fixedPowerCheck', () => {
  const input = {
    control,
    treatment,
    alpha: 0.05,
    sides: 1 as const,
    power: 0.8,
    mdeRelative: 0.02,
  };

  it('by hand', () => {
    // (1.644854 + 0.841621) = 2.486475; Δ = 0.2; V = 9/2000 + 16/1000.
    const check = valueOf(fixedPowerCheck(input));
    closeTo(check.mdeAbsolute, 0.2);
    closeTo(check.maxStdErr, 0.2 / 2.4864748605243863);
    closeTo(check.poweredEffect, 2.4864748605243863 * Math.sqrt(0.0205));
    closeTo(
      check.requiredTotalExact,
      (2.4864748605243863 / 0.2) ** 2 * (9 * 1.5 + 16 * 3),
    );
    expect(check.currentTotal).toBe(3000);
    closeTo(check.progress, 3000 / check.requiredTotalExact);
    expect(check.isPowered).toBe(false);
    // Φ(0.2/√0.0205 − 1.644854) = Φ(−0.247993), SciPy 1.17.
    closeTo(check.currentPower, 0.402069897728987);
  });

  it('refers to the baseline that was frozen, when there is one', () => {
    const check = valueOf(fixedPowerCheck({ ...input, baselineMean: 20 }));
    closeTo(check.mdeAbsolute, 0.4);
  });

  it.each([
    [{ mdeRelative: 0 }, ['mdeRelative']],
    [{ baselineMean: NaN }, ['baselineMean']],
    [{ baselineMean: 0 }, ['baselineMean']],
    [{ alpha: 0 }, ['alpha']],
    [{ power: 1 }, ['power']],
    [{ control: { ...control, n: 1 } }, ['control.n']],
    [{ treatment: { n: 1000, variance: -1 } }, ['treatment.variance']],
    [{ baselineMean: 1e-300, mdeRelative: 1e-300 }, ['effect']],
  ])('refuses %j', (change, paths) => {
    expect(pathsOf(fixedPowerCheck({ ...input, ...change }))).toEqual(paths);
  });
});

describe('fixedWidthCheck', () => {
  const input = { control, treatment, alpha: 0.05, widthRelative: 0.05 };

  it('by hand', () => {
    // Width 0.5; 2 · 1.959964 √0.0205 = 0.561250.
    const check = valueOf(fixedWidthCheck(input));
    closeTo(check.widthAbsolute, 0.5);
    closeTo(check.currentWidth, 2 * 1.9599639845400543 * Math.sqrt(0.0205));
    closeTo(check.currentWidthRelative, check.currentWidth / 10);
    closeTo(check.maxStdErr, 0.25 / 1.9599639845400543);
    closeTo(check.progress, (0.5 / check.currentWidth) ** 2);
    closeTo(check.requiredTotalExact, 3000 / check.progress);
    expect(check.currentTotal).toBe(3000);
    expect(check.isNarrow).toBe(false);
  });

  it('takes a spread in one variant as enough', () => {
    const flat = { ...control, variance: 0 };
    expect(fixedWidthCheck({ ...input, control: flat }).ok).toBe(true);
    const none = { n: 1000, variance: 0 };
    expect(fixedWidthCheck({ ...input, treatment: none }).ok).toBe(true);
  });

  it.each([
    [{ widthRelative: 0 }, ['widthRelative']],
    [{ baselineMean: NaN }, ['baselineMean']],
    [{ baselineMean: 0 }, ['baselineMean']],
    [{ alpha: 0 }, ['alpha']],
    [{ sides: 2 as const, alpha: 1 }, ['alpha']],
    [{ sides: 1 as const, alpha: 0.5 }, ['2·alpha of a one-sided width']],
    [{ control: { ...control, n: 1 } }, ['control.n']],
    [{ treatment: { n: 1000, variance: -1 } }, ['treatment.variance']],
    [{ baselineMean: 1e-200, widthRelative: 1e-100 }, ['requiredTotalExact']],
  ])('refuses %j', (change, paths) => {
    expect(pathsOf(fixedWidthCheck({ ...input, ...change }))).toEqual(paths);
  });

  it('takes two sides at a level of a half', () => {
    expect(fixedWidthCheck({ ...input, alpha: 0.5 }).ok).toBe(true);
  });
});

describe('the burn-in', () => {
  const sample = { control, treatment };

  it('is over with 100 units and 30 events in each variant', () => {
    const missing = (c: number, t: number, events?: [number, number]) =>
      missingForBurnIn(
        {
          control: { n: c, variance: 1 },
          treatment: { n: t, variance: 1 },
          ...(events ? { events } : {}),
        },
        BURN_IN,
      );
    expect(missing(50, 50)).toEqual({});
    expect(missing(50, 49)).toEqual({ units: 1 });
    expect(missing(60, 60, [30, 30])).toEqual({});
    expect(missing(60, 60, [30, 29])).toEqual({ events: 1 });
    expect(missing(60, 60, [28, 40])).toEqual({ events: 2 });
  });

  it('asks for a spread in one variant at least, and two units in each', () => {
    const missing = (
      c: readonly [n: number, variance: number],
      t: readonly [n: number, variance: number],
    ) =>
      missingForBurnIn(
        {
          control: { n: c[0], variance: c[1] },
          treatment: { n: t[0], variance: t[1] },
        },
        { units: 0, events: 0 },
      );
    expect(missing([2, 1], [2, 0])).toEqual({});
    expect(missing([2, 0], [2, 1])).toEqual({});
    expect(missing([2, 0], [2, 0])).toEqual({ variance: true });
    expect(missing([1, 1], [9, 1])).toEqual({ variance: true });
    expect(missing([9, 1], [1, 1])).toEqual({ variance: true });
  });

  it('names each count that is none', () => {
    const paths = checkBurnIn({ units: 0.5, events: -1 }, [
      sample,
      {
        control: { n: -1, variance: 1 },
        treatment: { n: NaN, variance: 1 },
        events: [1.5, -2],
      },
    ]).map(({ path }) => path);
    expect(paths).toEqual([
      'burnIn.units',
      'burnIn.events',
      'metrics[1].control.n',
      'metrics[1].treatment.n',
      'metrics[1].events[0]',
      'metrics[1].events[1]',
    ]);
  });
});

describe('looks refuse', () => {
  const metric = { id: 'm', control, treatment, alpha: 0.05 };
  const width = { ...metric, widthRelative: 0.05 };
  const power = { ...metric, sides: 1 as const, power: 0.8, mdeRelative: 0.1 };

  it.each([
    [{ unitsByCompleteDay: [NaN, 3] }, ['unitsByCompleteDay[0]']],
    [{ unitsByCompleteDay: [3, 2] }, ['unitsByCompleteDay']],
    [{ unitsByCompleteDay: [-1] }, ['unitsByCompleteDay']],
    [{ burnIn: { units: -1 } }, ['burnIn.units']],
    [{ burnIn: { events: 1.5 } }, ['burnIn.events']],
  ])('%j', (change, paths) => {
    const moment = { unitsByCompleteDay: [5, 5, 9], ...change };
    expect(pathsOf(fixedWidthLook({ ...moment, metrics: [width] }))).toEqual(
      paths,
    );
    expect(pathsOf(fixedPowerLook({ ...moment, metrics: [power] }))).toEqual(
      paths,
    );
  });

  it('no metrics at all', () => {
    const moment = { unitsByCompleteDay: [5], metrics: [] };
    expect(pathsOf(fixedWidthLook(moment))).toEqual(['metrics']);
  });

  it('nothing before the first day is over, and then name no date', () => {
    const look = valueOf(
      fixedWidthLook({ unitsByCompleteDay: [], metrics: [width] }),
    );
    expect(look).toMatchObject({
      completeDays: 0,
      mayStop: false,
      projectedFinish: null,
    });
  });

  it('no history that does not reach the units there are', () => {
    // 3,000 units in ten days and 3,780 needed: 300 a day, three days more.
    const history = Array.from({ length: 10 }, (_, k) => 300 * (k + 1));
    const look = valueOf(
      fixedWidthLook({ unitsByCompleteDay: history, metrics: [width] }),
    );
    expect(look).toMatchObject({
      state: 'collecting',
      projectedFinish: { completeDays: 13, daysLeft: 3 },
    });
  });
});
