import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CumulativeImpactInput } from './cumulative-impact';
import { cumulativeImpact } from './cumulative-impact';
import type { ShrunkenEffects, ShrunkenEffectsInput } from './shrunken-effects';
import { shrunkenEffects } from './shrunken-effects';

const STD_ERRS = [0.011, 0.02, 0.008, 0.015, 0.03];
const EFFECTS = [0.021, 0.034, -0.004, 0.018, 0.051].map((estimate, i) => ({
  estimate,
  stdErr: STD_ERRS[i] ?? NaN,
}));

const shrunken = (
  input: Omit<ShrunkenEffectsInput, 'alpha'>,
): ShrunkenEffects => {
  const result = shrunkenEffects({ ...input, alpha: 0.1 });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

const impact = (input: Omit<CumulativeImpactInput, 'alpha'>) => {
  const result = cumulativeImpact({ ...input, alpha: 0.1 });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

const expectAll = (
  actual: readonly (number | null)[],
  expected: readonly number[],
): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] ?? NaN, 10);
  });
};

describe('shrunkenEffects', () => {
  // metafor 3.8.1, blup() of rma(method = "DL", level = 90).
  it('agrees with the best linear unbiased predictions of metafor', () => {
    const { effects } = shrunken({
      effects: EFFECTS,
      heterogeneity: 'dersimonian-laird',
    });
    expectAll(
      effects.map(effect => effect.estimate),
      [
        0.01897207413613322, 0.02146725877104507, 0.001469322025394728,
        0.01692239255714911, 0.02168050264931563,
      ],
    );
    expectAll(
      effects.map(effect => effect.stdErr),
      [
        0.009176536010804695, 0.01256859221873095, 0.007234225882360212,
        0.01105742598984835, 0.01409462040347014,
      ],
    );
    expect(effects[0]?.ci?.[0]).toBeCloseTo(0.003878015595910321, 10);
  });

  // R 4.2: uniroot, optimize and closed forms.
  it.each([
    ['dersimonian-laird', 0.0001914110059107814],
    ['paule-mandel', 0.0003745514615933073],
    ['reml', 0.0001912139992226],
  ] as const)(
    'estimates τ² around a given centre by %s',
    (heterogeneity, tauSquared) => {
      const value = shrunken({ effects: EFFECTS, heterogeneity, centre: 0 });
      expect(value.tauSquared).toBeCloseTo(tauSquared, 10);
      expect(value.centreStdErr).toBe(0);
    },
  );

  it('has the posterior of a known prior around a given centre', () => {
    const { effects } = shrunken({
      effects: EFFECTS,
      heterogeneity: 'paule-mandel',
      centre: 0,
    });
    expect(effects[0]?.estimate).toBeCloseTo(0.01587237916354817, 10);
    expect(effects[0]?.stdErr).toBeCloseTo(0.009563217925217752, 10);
  });

  // R 4.2, by the formula with unequal variances.
  it('shrinks by one factor with james-stein', () => {
    const around = shrunken({ effects: EFFECTS, method: 'james-stein' });
    expectAll(
      around.effects.map(effect => effect.estimate),
      [
        0.01823250037943675, 0.02783345641442582, -0.0002308766109268487,
        0.01601689514059312, 0.04038855276787306,
      ],
    );
    const zero = shrunken({
      effects: EFFECTS,
      method: 'james-stein',
      centre: 0,
    });
    expect(zero.effects[0]?.estimate).toBeCloseTo(0.01533179415110754, 10);
    expect(zero.effects[0]).toMatchObject({ stdErr: null, ci: null });
    expect(zero.tauSquared).toBeNull();
  });

  it('shrinks to the centre and never beyond it', () => {
    const lists = fc.array(
      fc.record({
        estimate: fc.double({ min: -3, max: 3, noNaN: true }),
        stdErr: fc.double({ min: 0.05, max: 2, noNaN: true }),
      }),
      { minLength: 4, maxLength: 12 },
    );
    const methods = fc.constantFrom('normal-normal', 'james-stein');
    fc.assert(
      fc.property(lists, methods, (effects, method) => {
        const value = shrunken({ effects, method });
        value.effects.forEach((effect, i) => {
          const raw = (effects[i]?.estimate ?? NaN) - value.centre;
          const kept = effect.estimate - value.centre;
          expect(effect.shrinkage).toBeGreaterThanOrEqual(0);
          expect(effect.shrinkage).toBeLessThanOrEqual(1);
          expect(kept * raw).toBeGreaterThanOrEqual(-1e-12);
          expect(Math.abs(kept)).toBeLessThanOrEqual(Math.abs(raw) + 1e-12);
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each([
    ['james-stein', undefined, 3, 4],
    ['james-stein', 0, 2, 3],
    ['normal-normal', undefined, 1, 2],
    ['normal-normal', 0, 0, 1],
  ] as const)(
    'refuses %s around %s of %i effects',
    (method, centre, n, least) => {
      const result = shrunkenEffects({
        effects: EFFECTS.slice(0, n),
        method,
        ...(centre === undefined ? {} : { centre }),
        alpha: 0.05,
      });
      expect(result.ok ? '' : result.problems[0]?.message).toContain(
        `at least ${least}`,
      );
    },
  );
});

describe('cumulativeImpact', () => {
  const shippedAt = (indices: readonly number[]) =>
    EFFECTS.map((effect, i) => ({ ...effect, shipped: indices.includes(i) }));

  // R 4.2: the joint posterior of all effects and the centre by inverting its
  // precision matrix, τ² by DL; the spread of that by a numerical derivative of
  // the sum and ½ tr(PP). With τ² taken as known it would be 0.0225.
  it('has the joint posterior of what shipped, τ² being an estimate', () => {
    const value = impact({
      effects: shippedAt([0, 1, 3]),
      heterogeneity: 'dersimonian-laird',
    });
    expect(value.shipped).toBe(3);
    expect(value.impact.estimate).toBeCloseTo(0.05736172546432739, 10);
    expect(value.impact.stdErr).toBeCloseTo(0.02745062417231667, 10);
    expect(value.measured.estimate).toBeCloseTo(0.073, 12);
    expect(value.measured.stdErr).toBeCloseTo(0.02731300056749533, 12);
    expect(value.impact.ci[1] - value.impact.ci[0]).toBeCloseTo(
      2 * 1.6448536269514722 * value.impact.stdErr,
      12,
    );
  });

  it('is less than what was measured when the best ones shipped', () => {
    const value = impact({ effects: shippedAt([0, 1, 4]) });
    expect(value.impact.estimate).toBeLessThan(value.measured.estimate);
  });

  it('refuses a period in which nothing shipped', () => {
    const result = cumulativeImpact({ effects: shippedAt([]), alpha: 0.05 });
    expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual([
      'ETUDE_STATS_EMPTY',
    ]);
  });
});
