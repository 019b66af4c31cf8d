import { describe, expect, it } from 'vitest';
import { asymptoticConfidenceSequence } from '../sequential/asymptotic-confidence-sequence';
import { alwaysValidRequiredUnits } from '../sequential/always-valid-required-units';
import { groupSequentialDesign } from '../sequential/group-sequential-design';
import { boundaryCrossings, boundaryDrift } from './boundary-power';

const rel = (found: number, expected: number): number =>
  Math.abs(found / expected - 1);
const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

describe('boundaryCrossings', () => {
  it('one look is the fixed-horizon test', () => {
    const boundary = { informationFractions: [1], z: [1.6448536269514722] };
    // Φ(2.486475 − 1.644854) = 0.8
    const found = boundaryCrossings({
      ...boundary,
      drifts: [0, 2.4864748605243863],
    });
    expect(found.ok && rel(found.value[0]?.[0] ?? NaN, 0.05)).toBeLessThan(
      1e-9,
    );
    expect(found.ok && rel(found.value[1]?.[0] ?? NaN, 0.8)).toBeLessThan(1e-9);
  });

  it('spends alpha and finds the power of a Pocock test in rpact', () => {
    // getDesignGroupSequential(kMax = 3, alpha = 0.025, sided = 1,
    // typeOfDesign = "P", beta = 0.1): bound 2.289478456, inflation 1.15063807
    const boundary = {
      informationFractions: [1 / 3, 2 / 3, 1],
      z: [2.289478456456, 2.289478456456, 2.289478456456],
    };
    const spent = boundaryCrossings({ ...boundary, drifts: [0] });
    expect(spent.ok && rel(sum(spent.value[0] ?? []), 0.025)).toBeLessThan(
      1e-6,
    );
    const drift = boundaryDrift({ ...boundary, power: 0.9 });
    const fixed = 1.959963984540054 + 1.2815515655446004;
    expect(
      drift.ok && rel((drift.value / fixed) ** 2, 1.1506380737),
    ).toBeLessThan(1e-6);
  });

  it('a look with the bound Infinity is no look', () => {
    const found = boundaryCrossings({
      informationFractions: [0.5, 1],
      z: [Infinity, 1.6448536269514722],
      drifts: [0],
    });
    expect(found.ok && found.value[0]?.[0]).toBe(0);
    expect(found.ok && rel(found.value[0]?.[1] ?? NaN, 0.05)).toBeLessThan(
      1e-9,
    );
  });

  it('agrees with the always-valid size tuned at its own end', () => {
    // A sequence tuned at the latest end is one curve of the fraction.
    const informationFractions = Array.from(
      { length: 20 },
      (_, k) => (k + 1) / 20,
    );
    const z = informationFractions.map(nTotal => {
      const sequence = asymptoticConfidenceSequence({
        difference: 0,
        stdErr: 1,
        nTotal,
        tuningN: 1,
        alpha: 0.05,
        alternative: 'larger',
      });
      return sequence.ok ? sequence.value.halfWidth : NaN;
    });
    const drift = boundaryDrift({ informationFractions, z, power: 0.8 });
    const factor = drift.ok ? (drift.value / 2.4864748605243863) ** 2 : NaN;
    const input = {
      alpha: 0.05,
      sides: 1 as const,
      power: 0.8,
      varianceControl: 4,
      effect: 0.2,
      looks: 20,
    };
    const size = alwaysValidRequiredUnits({
      ...input,
      tuningN: factor * 2_473.0228,
    });
    expect(size.ok && rel(factor, size.value.inflationFactor)).toBeLessThan(
      1e-7,
    );
  });

  it('more looks at the same level cost power', () => {
    const powerOf = (looks: number): number => {
      const design = groupSequentialDesign({
        alpha: 0.025,
        sides: 1,
        power: 0.9,
        looks,
        spending: { kind: 'obrien-fleming' },
      });
      if (!design.ok) return NaN;
      const found = boundaryCrossings({ ...design.value, drifts: [3] });
      return found.ok ? sum(found.value[0] ?? []) : NaN;
    };
    const powers = [1, 2, 5, 14].map(powerOf);
    expect([...powers].sort((a, b) => b - a)).toEqual(powers);
  });

  it('refuses lists that do not belong together', () => {
    const codes = (informationFractions: number[], z: number[]) => {
      const found = boundaryCrossings({ informationFractions, z, drifts: [0] });
      return found.ok ? [] : found.problems.map(({ code }) => code);
    };
    expect(codes([0.5, 1], [2])).toEqual(['ETUDE_STATS_LENGTH_MISMATCH']);
    expect(codes([0.5, 0.5], [2, 2])).toEqual(['ETUDE_STATS_INVALID_SCHEDULE']);
    expect(codes([1], [NaN])).toEqual(['ETUDE_STATS_INVALID_NUMBER']);
  });
});
