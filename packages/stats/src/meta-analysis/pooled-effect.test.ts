import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EstimatedEffect } from './estimated-effect';
import { tauSquaredOf, weightedSums } from './heterogeneity';
import type { PooledEffect, PooledEffectInput } from './pooled-effect';
import { pooledEffect } from './pooled-effect';

const paired = (
  estimates: readonly number[],
  stdErrs: readonly number[],
): readonly EstimatedEffect[] =>
  estimates.map((estimate, i) => ({ estimate, stdErr: stdErrs[i] ?? NaN }));

const SETS = {
  // Log risk ratios of the thirteen BCG vaccine trials (metafor's dat.bcg).
  bcg: paired(
    [
      -0.8893113339202054, -1.585388657201431, -1.348073148299693,
      -1.441551190021305, -0.2175473222112956, -0.786115585818864,
      -1.620898223598392, 0.01195233352384051, -0.4694176487381494,
      -1.371344803472784, -0.3393588283383906, 0.4459134005713787,
      -0.01731394821687982,
    ],
    [
      0.5706003548929507, 0.4411135017182582, 0.644490469571091,
      0.1414568199213017, 0.2262966463950159, 0.08310005087789513,
      0.4722470196542432, 0.06294107798423641, 0.2375588568402554,
      0.2702310004663213, 0.1114101161096232, 0.7297299810204818,
      0.2672165033900157,
    ],
  ),
  small: paired(
    [0.021, 0.034, -0.004, 0.018, 0.051],
    [0.011, 0.02, 0.008, 0.015, 0.03],
  ),
} as const;

type Expected = Pick<
  PooledEffect,
  'estimate' | 'stdErr' | 'pValue' | 'ci' | 'predictionInterval'
> & { readonly tauSquared: number; readonly iSquared: number };

type OracleCase = readonly [
  keyof typeof SETS,
  NonNullable<PooledEffectInput['method']>,
  NonNullable<PooledEffectInput['inference']>,
  Expected,
];

// metafor 3.8.1 under R 4.2, level 90, thresholds of 1e-14, prediction
// intervals with pi.type = "riley" (k − 2 degrees of freedom).
const METAFOR: readonly OracleCase[] = [
  [
    'bcg',
    'fixed',
    'z',
    {
      estimate: -0.4302851636541,
      stdErr: 0.04049875171086,
      pValue: 2.288629306973e-26,
      ci: [-0.4968996822927, -0.3636706450155],
      tauSquared: 0.0,
      iSquared: 0.9211734685456,
      predictionInterval: null,
    },
  ],
  [
    'bcg',
    'dersimonian-laird',
    'z',
    {
      estimate: -0.7141172220732,
      stdErr: 0.1787420895354,
      pValue: 6.462924304704e-5,
      ci: [-1.008121796334, -0.420112647812],
      tauSquared: 0.3087602628624,
      iSquared: 0.9211734685456,
      predictionInterval: [-1.762380278772, 0.3341458346254],
    },
  ],
  [
    'bcg',
    'paule-mandel',
    'z',
    {
      estimate: -0.7149681534934,
      stdErr: 0.1808921915376,
      pValue: 7.735364607903e-5,
      ci: [-1.012509330831, -0.4174269761556],
      tauSquared: 0.318068452205,
      iSquared: 0.9233033795415,
      predictionInterval: [-1.778626989053, 0.3486906820663],
    },
  ],
  [
    'bcg',
    'reml',
    'z',
    {
      estimate: -0.7145323421581,
      stdErr: 0.1797815161052,
      pValue: 7.054258101642e-5,
      ci: [-1.010246620983, -0.4188180633337],
      tauSquared: 0.3132432581365,
      iSquared: 0.9222138452127,
      predictionInterval: [-1.770238694872, 0.341174010556],
    },
  ],
  [
    'bcg',
    'reml',
    'hartung-knapp',
    {
      estimate: -0.7145323421581,
      stdErr: 0.1807917440928,
      pValue: 0.001920015096057,
      ci: [-1.036755217819, -0.3923094664973],
      tauSquared: 0.3132432581365,
      iSquared: 0.9222138452127,
      predictionInterval: [-1.770794960644, 0.3417302763281],
    },
  ],
  [
    'bcg',
    'reml',
    'hartung-knapp-adhoc',
    {
      estimate: -0.7145323421581,
      stdErr: 0.1807917440928,
      pValue: 0.001920015096057,
      ci: [-1.036755217819, -0.3923094664973],
      tauSquared: 0.3132432581365,
      iSquared: 0.9222138452127,
      predictionInterval: [-1.770794960644, 0.3417302763281],
    },
  ],
  [
    'small',
    'fixed',
    'z',
    {
      estimate: 0.01041540755646,
      stdErr: 0.00559497858935,
      pValue: 0.06266465147178,
      ci: [0.00121248673105, 0.01961832838187],
      tauSquared: 0.0,
      iSquared: 0.4770701592291,
      predictionInterval: null,
    },
  ],
  [
    'small',
    'dersimonian-laird',
    'z',
    {
      estimate: 0.01610231002781,
      stdErr: 0.008810990712756,
      pValue: 0.0676207988112,
      ci: [0.001609519996895, 0.03059510005872],
      tauSquared: 0.0001712298577056,
      iSquared: 0.4770701592291,
      predictionInterval: [-0.02102295217329, 0.05322757222891],
    },
  ],
  [
    'small',
    'paule-mandel',
    'z',
    {
      estimate: 0.01530033067914,
      stdErr: 0.008177897528865,
      pValue: 0.06135382038916,
      ci: [0.00184888626795, 0.02875177509033],
      tauSquared: 0.0001274880214444,
      iSquared: 0.4044955362769,
      predictionInterval: [-0.01750913689453, 0.04810979825281],
    },
  ],
  [
    'small',
    'reml',
    'z',
    {
      estimate: 0.01604748777975,
      stdErr: 0.008764805960318,
      pValue: 0.06711539290354,
      ci: [0.001630664906397, 0.03046431065311],
      tauSquared: 0.000167874218463,
      iSquared: 0.4721350032252,
      predictionInterval: [-0.02076561926375, 0.05286059482325],
    },
  ],
  [
    'small',
    'reml',
    'hartung-knapp',
    {
      estimate: 0.01604748777975,
      stdErr: 0.008244808203572,
      pValue: 0.123469961431,
      ci: [-0.001529180092914, 0.03362415565242],
      tauSquared: 0.000167874218463,
      iSquared: 0.4721350032252,
      predictionInterval: [-0.02009415896533, 0.05218913452483],
    },
  ],
  [
    'small',
    'reml',
    'hartung-knapp-adhoc',
    {
      estimate: 0.01604748777975,
      stdErr: 0.008764805960318,
      pValue: 0.1410800236801,
      ci: [-0.002637735639528, 0.03473271119903],
      tauSquared: 0.000167874218463,
      iSquared: 0.4721350032252,
      predictionInterval: [-0.02076561926375, 0.05286059482325],
    },
  ],
];

const pooled = (input: PooledEffectInput): PooledEffect => {
  const result = pooledEffect(input);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

const expectClose = (actual: unknown, expected: number): void => {
  const value = typeof actual === 'number' ? actual : NaN;
  const scale = Math.max(Math.abs(expected), 1e-6);
  expect(Math.abs(value - expected) / scale).toBeLessThan(1e-8);
};

const effectLists = fc.array(
  fc.record({
    estimate: fc.double({ min: -3, max: 3, noNaN: true }),
    stdErr: fc.double({ min: 0.05, max: 2, noNaN: true }),
  }),
  { minLength: 2, maxLength: 8 },
);

describe('pooledEffect', () => {
  it.each(METAFOR)(
    'agrees with metafor: %s, %s, %s',
    (set, method, inference, expected) => {
      const value = pooled({
        effects: SETS[set],
        method,
        inference,
        alpha: 0.1,
      });
      expectClose(value.estimate, expected.estimate);
      expectClose(value.stdErr, expected.stdErr);
      expectClose(value.pValue, expected.pValue);
      expectClose(value.heterogeneity.tauSquared, expected.tauSquared);
      expectClose(value.heterogeneity.iSquared, expected.iSquared);
      for (const end of [0, 1] as const) {
        expectClose(value.ci[end], expected.ci[end]);
        if (expected.predictionInterval) {
          expectClose(
            value.predictionInterval?.[end],
            expected.predictionInterval[end],
          );
        }
      }
      if (!expected.predictionInterval)
        expect(value.predictionInterval).toBeNull();
    },
  );

  it('agrees with metafor on Q and the Q-profile interval of τ²', () => {
    const { heterogeneity } = pooled({ effects: SETS.bcg, alpha: 0.1 });
    expectClose(heterogeneity.q, 152.2330080823733);
    expect(heterogeneity.qPValue / 1.996764590845974e-26).toBeCloseTo(1, 8);
    expectClose(heterogeneity.tauSquaredInterval[0], 0.1410022415831605);
    expectClose(heterogeneity.tauSquaredInterval[1], 0.9098054719527322);
  });

  it('has no prediction interval for two experiments', () => {
    const effects = paired([1.2, 3.9], [0.5, 0.9]);
    const value = pooled({ effects, alpha: 0.1 });
    expect(value.predictionInterval).toBeNull();
    expectClose(value.heterogeneity.tauSquared, 3.115);
  });

  it('finds the higher of two maxima of the restricted likelihood', () => {
    fc.assert(
      fc.property(effectLists, effects => {
        const logLikelihood = (tauSquared: number): number => {
          const sums = weightedSums(effects, tauSquared, undefined);
          return sums.logWeight - Math.log(sums.weight) - sums.q;
        };
        const best = logLikelihood(tauSquaredOf(effects, 'reml'));
        for (let i = 0; i <= 60; i += 1) {
          const other = logLikelihood(1e-6 * 10 ** (i / 6));
          expect(other).toBeLessThanOrEqual(best + 1e-9);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('does not depend on the order, and shifts and scales with the effects', () => {
    fc.assert(
      fc.property(
        effectLists,
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (effects, shift, scale) => {
          const before = pooled({ effects, alpha: 0.05 });
          const after = pooled({
            effects: effects
              .map(({ estimate, stdErr }) => ({
                estimate: scale * estimate + shift,
                stdErr: scale * stdErr,
              }))
              .reverse(),
            alpha: 0.05,
          });
          expect(after.estimate).toBeCloseTo(
            scale * before.estimate + shift,
            7,
          );
          expect(after.stdErr / before.stdErr / scale).toBeCloseTo(1, 6);
          expect(after.weights.reduce((sum, w) => sum + w)).toBeCloseTo(1, 12);
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each([
    [{ effects: paired([1], [1]) }, ['ETUDE_STATS_TOO_FEW_UNITS']],
    [{ effects: paired([1, 2], [1, 0]) }, ['ETUDE_STATS_INVALID_NUMBER']],
    [
      {
        effects: paired([0.1, 0.1, 0.1], [0.3, 0.7, 0.9]),
        inference: 'hartung-knapp' as const,
      },
      ['ETUDE_STATS_ZERO_VARIANCE'],
    ],
    [
      {
        effects: paired([1, 2], [1, 1]),
        method: 'fixed' as const,
        inference: 'hartung-knapp' as const,
      },
      ['ETUDE_STATS_UNSUPPORTED'],
    ],
  ])('refuses case %#', (input, codes) => {
    const result = pooledEffect({ ...input, alpha: 0.05 });
    expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual(codes);
  });
});

describe('effects outside the range of numbers', () => {
  it.each([
    ['a weight that overflows', 0, 1e-200, ['effects[1].weight']],
    ['a variance that overflows', 1, 1e200, ['effects[1].variance']],
    ['a statistic that overflows', 1e200, 1, ['effects[1].statistic²']],
    ['a standard error of 0', 1, 0, ['effects[1].stdErr']],
  ])('refuses %s', (_, estimate, stdErr, paths) => {
    const result = pooledEffect({
      effects: [
        { estimate: 0.1, stdErr: 1 },
        { estimate, stdErr },
        { estimate: 0.3, stdErr: 1 },
      ],
      alpha: 0.05,
    });
    expect(result.ok ? [] : result.problems.map(({ path }) => path)).toEqual(
      paths,
    );
  });
});
