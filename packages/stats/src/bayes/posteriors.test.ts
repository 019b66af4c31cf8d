import { describe, expect, it } from 'vitest';
import { closeTo, codesOf, pathsOf, valueOf } from '../test-input';
import { bayesianEffect } from './bayesian-effect';
import { betaBinomialEffect, chanceToWinProportion } from './beta-binomial';
import { gaussianEffect } from './gaussian-effect';

describe('gaussianEffect', () => {
  const input = { estimate: 0.1, stdErr: 0.05, alpha: 0.05 };
  const prior = { mean: -0.1, variance: 0.04 };

  it('with the flat prior is the likelihood', () => {
    // mpmath 1.3: Φ(2) and 0.05 φ(2) − 0.1 Φ(−2).
    const view = valueOf(gaussianEffect(input));
    expect(view.posteriorMean).toBe(0.1);
    expect(view.posteriorSd).toBe(0.05);
    closeTo(view.chanceToWin, 0.97724986805182079);
    closeTo(view.riskShipTreatment, 0.00042453513084148188, 1e-11);
    closeTo(view.riskKeepControl, 0.10042453513084148);
    closeTo(view.credibleInterval[0], 0.1 - 0.05 * 1.9599639845400543);
    closeTo(view.credibleInterval[1], 0.1 + 0.05 * 1.9599639845400543);
  });

  it('weighs a prior by its precision', () => {
    const view = valueOf(gaussianEffect({ ...input, prior }));
    // mpmath 1.3; the mean is (400 · 0.1 − 25 · 0.1)/425 = 3/34.
    closeTo(view.posteriorMean, 3 / 34);
    closeTo(view.posteriorSd, 1 / Math.sqrt(425));
    closeTo(view.chanceToWin, 0.96554559605686504);
    closeTo(view.riskShipTreatment, 0.00066000757058520556, 1e-11);
    closeTo(view.riskKeepControl, 0.088895301688232264);
  });

  it.each([
    [{ estimate: NaN }, ['estimate']],
    [{ stdErr: 0 }, ['stdErr']],
    [{ alpha: 0 }, ['alpha']],
    [{ prior: { ...prior, mean: Infinity } }, ['prior.mean']],
    [{ prior: { ...prior, variance: 0 } }, ['prior.variance']],
    [{ estimate: -1e308, stdErr: 1e308 }, ['half']],
  ])('refuses %j', (change, paths) => {
    expect(pathsOf(gaussianEffect({ ...input, ...change }))).toEqual(paths);
  });

  it('never has a negative risk', () => {
    const sure = valueOf(gaussianEffect({ ...input, estimate: 3 }));
    expect(sure.riskShipTreatment).toBeGreaterThanOrEqual(0);
    closeTo(sure.riskKeepControl, 3);
    expect(sure.chanceToWin).toBe(1);
  });
});

describe('bayesianEffect refuses', () => {
  const input = {
    estimate: 0.1,
    stdErr: 0.05,
    alpha: 0.05,
    scale: { kind: 'absolute', controlMean: 10 } as const,
    prior: { mean: 0, sd: 0.3 },
  };

  it.each([
    [{ prior: { mean: NaN, sd: 0.3 } }, ['prior.mean']],
    [{ prior: { mean: 0, sd: 0 } }, ['prior.sd']],
    [
      { scale: { kind: 'absolute' as const, controlMean: NaN } },
      ['scale.controlMean'],
    ],
    [{ alpha: 1 }, ['alpha']],
    [{ stdErr: 0 }, ['stdErr']],
  ])('%j', (change, paths) => {
    expect(pathsOf(bayesianEffect({ ...input, ...change }))).toEqual(paths);
  });
});

describe('beta posteriors', () => {
  const control = { successes: 8, n: 90 };
  const treatment = { successes: 15, n: 80 };
  const prior = { a: 2, b: 5 };

  it('start from the prior that is given', () => {
    // mpmath 1.3: quadrature over Beta(10, 87) of the control.
    const view = valueOf(
      betaBinomialEffect({ control, treatment, prior, alpha: 0.05 }),
    );
    closeTo(view.rateControl, 10 / 97);
    closeTo(view.rateTreatment, 17 / 87);
    closeTo(view.posteriorMean, 17 / 87 - 10 / 97);
    closeTo(view.chanceToWin, 0.96336805958447832, 1e-9);
    closeTo(view.riskShipTreatment, 0.00075887097402830358, 1e-7);
    closeTo(
      view.riskKeepControl,
      0.00075887097402830358 + 17 / 87 - 10 / 97,
      1e-9,
    );
    closeTo(
      valueOf(chanceToWinProportion({ control, treatment, prior })),
      0.96336805958447832,
      1e-9,
    );
  });

  it('have bounds that hold their share of the posterior', () => {
    // Equal rates: the interval is symmetric, and each variant wins half.
    const view = valueOf(
      betaBinomialEffect({ control, treatment: control, alpha: 0.1 }),
    );
    closeTo(view.chanceToWin, 0.5, 1e-9);
    closeTo(view.credibleInterval[0], -view.credibleInterval[1], 1e-7);
    closeTo(view.riskShipTreatment, view.riskKeepControl, 1e-7);
  });

  it.each([
    [{ prior: { a: 0, b: 1 } }, ['prior.a']],
    [{ prior: { a: 1, b: 0 } }, ['prior.b']],
    [{ control: { successes: 3, n: 0 } }, ['control']],
    [{ treatment: { successes: -1, n: 5 } }, ['treatment']],
    [{ control: { successes: 8, n: 1e9 } }, ['prior']],
    [{ prior: { a: 1e9, b: 1 } }, ['prior']],
  ])('refuse %j', (change, paths) => {
    const input = { control, treatment, ...change };
    const named = (found: readonly (string | undefined)[]) => [
      ...new Set(found.map(path => path?.replace(/\.(n|successes)$/, ''))),
    ];
    expect(named(pathsOf(chanceToWinProportion(input)))).toEqual(paths);
    const view = betaBinomialEffect({ ...input, alpha: 0.05 });
    expect(named(pathsOf(view))).toEqual(paths);
  });

  it('take as many units as were checked, and name the other way', () => {
    const most = { successes: 5e8, n: 1e9 - 1 };
    const chance = chanceToWinProportion({ control: most, treatment: most });
    closeTo(valueOf(chance), 0.5, 1e-6);
    const more = { successes: 5e8, n: 1e9 };
    expect(
      codesOf(chanceToWinProportion({ control: more, treatment: more })),
    ).toEqual(['ETUDE_STATS_UNSUPPORTED']);
  });

  it('refuse an alpha that is none', () => {
    const view = betaBinomialEffect({ control, treatment, alpha: 0 });
    expect(pathsOf(view)).toEqual(['alpha']);
  });
});
