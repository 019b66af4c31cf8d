import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { momentsOf } from '../moments/moments';
import { pairMomentsOf } from '../moments/pair-moments';
import { summaryOf } from '../moments/sample-summary';
import {
  closeTo,
  codesOf,
  CONTROL_CLUSTERS,
  TREATMENT_CLUSTERS,
  valueOf,
} from '../test-input';
import { clusterRandomizedTest } from './cluster-randomized-test';
import { designEffect } from './design-effect';
import { intraclassCorrelation } from './intraclass-correlation';

type Clusters = readonly (readonly number[])[];

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const sums = (clusters: Clusters) =>
  pairMomentsOf({ x: clusters.map(c => c.length), y: clusters.map(total) });
const means = (clusters: Clusters) =>
  momentsOf(clusters.map(c => total(c) / c.length));

const options = { alternative: 'two-sided', alpha: 0.05 } as const;

describe('clusterRandomizedTest', () => {
  it('refuses to report a spread that a huge mean has used up', () => {
    // Sums near 1e7 times the size: their spread of about 1 is all rounding.
    const far = (mean: number, values: readonly (readonly number[])[]) =>
      sums(values.map(members => members.map(value => mean + value / 7)));
    const test = (mean: number) =>
      codesOf(
        clusterRandomizedTest({
          weighting: 'member',
          control: far(mean, CONTROL_CLUSTERS),
          treatment: far(mean, TREATMENT_CLUSTERS),
          alternative: 'two-sided',
          alpha: 0.05,
        }),
      );
    expect(test(1e5)).toEqual([]);
    expect(test(4e6)).toContain('ETUDE_STATS_PRECISION_LOST');
  });

  it('by member equals clubSandwich’s CR0 times K/(K − 1), t with K − 2', () => {
    // R 4.2.2, clubSandwich 0.5.8.
    const test = valueOf(
      clusterRandomizedTest({
        weighting: 'member',
        control: sums(CONTROL_CLUSTERS),
        treatment: sums(TREATMENT_CLUSTERS),
        ...options,
      }),
    );
    closeTo(test.difference, 2.0857142857142859);
    closeTo(test.stdErr, 0.817344603256194);
    expect(test.df).toBe(6);
    closeTo(test.pValue, 0.0433842289366843);
    closeTo(test.ci[1], 4.0856844818912492);
  });

  it('by cluster equals R’s t.test of cluster means', () => {
    const test = valueOf(
      clusterRandomizedTest({
        weighting: 'cluster',
        control: means(CONTROL_CLUSTERS),
        treatment: means(TREATMENT_CLUSTERS),
        degreesOfFreedom: 'welch',
        ...options,
      }),
    );
    closeTo(test.difference, 1.512916666666666);
    closeTo(test.stdErr, 0.915452320652959);
    closeTo(test.df, 5.948139147370592);
    closeTo(test.pValue, 0.149921743488549);
  });

  it('of clusters of one member is the test of the members', () => {
    const value = fc.double({ min: -10, max: 10, noNaN: true });
    const units = fc.array(value, { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(units, units, (a, b) => {
        const single = (xs: readonly number[]) => sums(xs.map(x => [x]));
        const clustered = clusterRandomizedTest({
          weighting: 'member',
          control: single(a),
          treatment: single(b),
          degreesOfFreedom: 'normal',
          ...options,
        });
        const plain = meanDifferenceTest({
          control: summaryOf(momentsOf(a)),
          treatment: summaryOf(momentsOf(b)),
          ...options,
        });
        if (!clustered.ok || !plain.ok) return clustered.ok === plain.ok;
        return (
          Math.abs(clustered.value.difference - plain.value.difference) <
            1e-9 &&
          Math.abs(clustered.value.stdErr / plain.value.stdErr - 1) < 1e-6
        );
      }),
      { seed: 1 },
    );
  });

  it('flips its sign when variants are swapped', () => {
    const there = valueOf(
      clusterRandomizedTest({
        weighting: 'member',
        control: sums(CONTROL_CLUSTERS),
        treatment: sums(TREATMENT_CLUSTERS),
        alternative: 'larger',
        null: 0.5,
        alpha: 0.05,
      }),
    );
    const back = valueOf(
      clusterRandomizedTest({
        weighting: 'member',
        control: sums(TREATMENT_CLUSTERS),
        treatment: sums(CONTROL_CLUSTERS),
        alternative: 'smaller',
        null: -0.5,
        alpha: 0.05,
      }),
    );
    expect(back.statistic).toBe(-there.statistic);
    expect(back.pValue).toBe(there.pValue);
    expect(back.ci[1]).toBe(-there.ci[0]);
  });

  it('refuses one cluster, no members and no spread, naming each', () => {
    const one = sums(CONTROL_CLUSTERS.slice(0, 1));
    const nobody = pairMomentsOf({ x: [0, 0], y: [0, 0] });
    const same = sums([
      [0.1, 0.1],
      [0.1, 0.1, 0.1],
    ]);
    const test = (control: typeof one, treatment: typeof one) =>
      codesOf(
        clusterRandomizedTest({
          weighting: 'member',
          control,
          treatment,
          ...options,
        }),
      );
    expect(test(one, nobody)).toEqual([
      'ETUDE_STATS_TOO_FEW_UNITS',
      'ETUDE_STATS_ZERO_DENOMINATOR',
    ]);
    expect(test(same, same)).toEqual(['ETUDE_STATS_ZERO_VARIANCE']);
    expect(
      codesOf(
        clusterRandomizedTest({
          weighting: 'cluster',
          control: means(CONTROL_CLUSTERS.slice(0, 1)),
          treatment: means(TREATMENT_CLUSTERS),
          ...options,
        }),
      ),
    ).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
  });
});

describe('intraclassCorrelation', () => {
  it('equals R’s analysis of variance', () => {
    // From anova(lm(y ~ factor(cluster))), R 4.2.2.
    const found = valueOf(
      intraclassCorrelation(CONTROL_CLUSTERS.map(momentsOf)),
    );
    closeTo(found.icc, 0.820756695626654);
    expect(found.members).toBe(14);
    expect(found.meanSize).toBe(3.5);
    // Sizes 3, 2, 4, 5: variance 5/3.
    closeTo(found.sizeVariation, Math.sqrt(5 / 3) / 3.5);
  });

  it('is 1 when members of a cluster agree and below 0 when they differ most', () => {
    const agree = [
      [1, 1],
      [2, 2],
      [5, 5],
    ].map(momentsOf);
    const differ = [
      [1, 5],
      [5, 1],
      [1, 5],
    ].map(momentsOf);
    expect(valueOf(intraclassCorrelation(agree)).icc).toBe(1);
    expect(valueOf(intraclassCorrelation(differ)).icc).toBe(-1);
  });

  it('refuses clusters that tell nothing', () => {
    const single = [[1], [2], [3]].map(momentsOf);
    const constant = [
      [2, 2],
      [2, 2],
    ].map(momentsOf);
    expect(codesOf(intraclassCorrelation(single))).toEqual([
      'ETUDE_STATS_TOO_FEW_UNITS',
    ]);
    expect(codesOf(intraclassCorrelation(constant))).toEqual([
      'ETUDE_STATS_ZERO_VARIANCE',
    ]);
    expect(codesOf(intraclassCorrelation(single.slice(0, 1)))).toEqual([
      'ETUDE_STATS_TOO_FEW_UNITS',
    ]);
  });
});

describe('designEffect', () => {
  it.each([
    // Equal clusters of 20, ρ = 0.05: 1 + 19·0.05.
    [{ meanSize: 20, icc: 0.05 }, 1.95],
    // Eldridge et al. 2006: cv = 0.65 makes of 20 an effective 28.45.
    [{ meanSize: 20, sizeVariation: 0.65, icc: 0.05 }, 2.3725],
    [{ meanSize: 1, icc: 0.3 }, 1],
    [{ meanSize: 20, icc: -0.02 }, 1],
  ])('of %j is %d', (input, expected) => {
    closeTo(valueOf(designEffect(input)).designEffect, expected);
  });

  it('refuses what no clusters have', () => {
    expect(
      codesOf(designEffect({ meanSize: 0.5, sizeVariation: -1, icc: 2 })),
    ).toEqual([
      'ETUDE_STATS_INVALID_NUMBER',
      'ETUDE_STATS_INVALID_NUMBER',
      'ETUDE_STATS_INVALID_NUMBER',
    ]);
  });
});
