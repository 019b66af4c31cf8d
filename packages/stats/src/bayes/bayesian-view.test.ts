import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROPER_PRIOR, bayesianEffect } from './bayesian-effect';
import type { BayesianEffectInput } from './bayesian-effect';
import { betaBinomialEffect, chanceToWinProportion } from './beta-binomial';
import type { GaussianEffect } from './gaussian-effect';

const viewOf = (input: BayesianEffectInput): GaussianEffect => {
  const result = bayesianEffect(input);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

describe('bayesianEffect', () => {
  // SciPy 1.17: quadrature of likelihood times prior, control mean −12.4.
  it('scales the prior by the size of the control mean', () => {
    const view = viewOf({
      estimate: 0.33,
      stdErr: Math.hypot(Math.sqrt(11.81 / 1800), Math.sqrt(12.35 / 1750)),
      scale: { kind: 'absolute', controlMean: -12.4 },
      prior: { mean: 0.05, sd: 0.3 },
      alpha: 0.05,
    });
    expect(view.posteriorMean).toBeCloseTo(0.3302851060097083, 10);
    expect(view.posteriorSd).toBeCloseTo(0.11663989683468264, 10);
    expect(view.chanceToWin).toBeCloseTo(0.997684682775447, 10);
    expect(view.riskShipTreatment).toBeCloseTo(7.978540630666339e-5, 10);
    expect(view.riskKeepControl).toBeCloseTo(0.3303648914160147, 10);
  });

  it('is the relative view times the control mean', () => {
    const effect = { estimate: 0.02, stdErr: 0.01, alpha: 0.1 };
    const relative = viewOf({
      ...effect,
      scale: { kind: 'relative' },
      prior: PROPER_PRIOR,
    });
    const absolute = viewOf({
      ...effect,
      estimate: 1,
      stdErr: 0.5,
      scale: { kind: 'absolute', controlMean: 50 },
      prior: PROPER_PRIOR,
    });
    expect(absolute.posteriorMean).toBeCloseTo(50 * relative.posteriorMean, 12);
    expect(absolute.chanceToWin).toBeCloseTo(relative.chanceToWin, 12);
    expect(absolute.riskShipTreatment).toBeCloseTo(
      50 * relative.riskShipTreatment,
      12,
    );
  });

  it('mirrors chance and risks for a metric that should decrease', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        fc.option(fc.constant(PROPER_PRIOR), { nil: undefined }),
        (estimate, stdErr, prior) => {
          const shared = {
            stdErr,
            alpha: 0.05,
            scale: { kind: 'relative' as const },
            ...(prior ? { prior } : {}),
          };
          const down = viewOf({
            ...shared,
            estimate,
            preferredDirection: 'decrease',
          });
          const up = viewOf({ ...shared, estimate: -estimate });
          expect(down.chanceToWin).toBeCloseTo(up.chanceToWin, 12);
          expect(down.riskShipTreatment).toBeCloseTo(up.riskShipTreatment, 12);
          expect(down.riskKeepControl).toBeCloseTo(up.riskKeepControl, 12);
          expect(down.credibleInterval[0]).toBeCloseTo(
            -up.credibleInterval[1],
            12,
          );
        },
      ),
      { seed: 1 },
    );
  });

  it('needs a control mean only where the prior does', () => {
    const input = {
      estimate: 1,
      stdErr: 1,
      scale: { kind: 'absolute' as const, controlMean: 0 },
      alpha: 0.05,
    };
    expect(viewOf(input).posteriorMean).toBe(1);
    const result = bayesianEffect({ ...input, prior: PROPER_PRIOR });
    expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual([
      'ETUDE_STATS_ZERO_DENOMINATOR',
    ]);
  });

  it('refuses a prior without spread and a zero standard error', () => {
    const shared = { estimate: 1, scale: { kind: 'relative' as const } };
    expect(
      bayesianEffect({
        ...shared,
        stdErr: 1,
        alpha: 0.05,
        prior: { mean: 0, sd: 0 },
      }).ok,
    ).toBe(false);
    expect(bayesianEffect({ ...shared, stdErr: 0, alpha: 0.05 }).ok).toBe(
      false,
    );
  });
});

describe('betaBinomialEffect', () => {
  const sample = (successes: number, n: number) => ({ successes, n });

  // SciPy 1.17 and mpmath: quadrature over the posterior of the control.
  it.each([
    [
      121, 1900, 148, 1910, 0.9519265518792739, -0.002459038906173532,
      0.03010640563314281, 1.6599495937904708e-4,
    ],
    [
      0, 12, 3, 15, 0.9591533803546282, -0.02792083176138, 0.4180070013254,
      2.3027585639759096e-3,
    ],
    [
      3, 3, 3, 4, 0.20356316557206788, -0.6473752919123342, 0.32379310814107465,
      0.2060747337710824,
    ],
    [
      12000, 200000, 12400, 199000, 0.9988439498961139, 0.0008246062333109745,
      0.003798675280019892, 2.4542613726867627e-7,
    ],
  ])(
    'agrees with quadrature for %i of %i against %i of %i',
    (a, b, c, d, chance, low, high, risk) => {
      const result = betaBinomialEffect({
        control: sample(a, b),
        treatment: sample(c, d),
        alpha: 0.05,
      });
      const view = result.ok ? result.value : undefined;
      expect(view?.chanceToWin).toBeCloseTo(chance, 9);
      expect(view?.credibleInterval[0]).toBeCloseTo(low, 7);
      expect(view?.credibleInterval[1]).toBeCloseTo(high, 7);
      expect(view?.riskShipTreatment).toBeCloseTo(risk, 10);
    },
  );

  it('mirrors when the variants are swapped or the metric should decrease', () => {
    const control = sample(8, 90);
    const treatment = sample(15, 80);
    const view = betaBinomialEffect({ control, treatment, alpha: 0.1 });
    const swapped = betaBinomialEffect({
      control: treatment,
      treatment: control,
      alpha: 0.1,
    });
    const down = betaBinomialEffect({
      control,
      treatment,
      alpha: 0.1,
      preferredDirection: 'decrease',
    });
    if (!view.ok || !swapped.ok || !down.ok) throw new Error('refused');
    expect(swapped.value.chanceToWin).toBeCloseTo(
      1 - view.value.chanceToWin,
      9,
    );
    expect(swapped.value.credibleInterval[0]).toBeCloseTo(
      -view.value.credibleInterval[1],
      8,
    );
    expect(swapped.value.riskShipTreatment).toBeCloseTo(
      view.value.riskKeepControl,
      10,
    );
    expect(down.value.chanceToWin).toBeCloseTo(1 - view.value.chanceToWin, 12);
    expect(down.value.riskShipTreatment).toBe(view.value.riskKeepControl);
  });

  it('refuses what cannot be counted', () => {
    const result = betaBinomialEffect({
      control: sample(5, 3),
      treatment: sample(1, 3),
      prior: { a: 0, b: 1 },
      alpha: 2,
    });
    expect(result.ok ? 0 : result.problems.length).toBeGreaterThanOrEqual(3);
    expect(
      chanceToWinProportion({ control: sample(5, 3), treatment: sample(1, 3) })
        .ok,
    ).toBe(false);
  });
});
