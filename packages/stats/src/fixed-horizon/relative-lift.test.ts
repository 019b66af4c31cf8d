import { describe, expect, it } from 'vitest';
import type { RelativeLiftInput } from './relative-lift';
import { relativeLift } from './relative-lift';

const base: RelativeLiftInput = {
  control: { mean: 10, stdErr: 0.4 },
  treatment: { mean: 11, stdErr: 0.5 },
  method: 'fieller',
  alpha: 0.05,
};

const liftOf = (change: Partial<RelativeLiftInput>) => {
  const result = relativeLift({ ...base, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const codesOf = (change: Partial<RelativeLiftInput>) => {
  const result = relativeLift({ ...base, ...change });
  return result.ok ? [] : result.problems.map(({ code }) => code);
};

const Z = 1.959963984540054;
// R 4.2: qt(0.975, 10) and qt(0.95, 10).
const T_TWO_SIDED = 2.2281388519862739;
const T_ONE_SIDED = 1.8124611228116756;

describe('relativeLift by Fieller', () => {
  // A known control leaves the interval of the treatment mean, as a share.
  it.each([
    ['z', 3, 0.7, Z, undefined],
    ['no df at all', 3, 0.7, Z, Infinity],
    ['t', 3, 0.7, T_TWO_SIDED, 10],
    ['an interval that ends at 0', Z, 1, Z, undefined],
    ['an interval that begins at 0', -Z, 1, Z, undefined],
    ['a negative treatment mean', -3, 0.7, Z, undefined],
  ])('is the simple interval if the control is known: %s', (...row) => {
    const [, mean, stdErr, q, df] = row;
    const { ci } = liftOf({
      control: { mean: 1, stdErr: 0 },
      treatment: { mean, stdErr },
      ...(df !== undefined && { df }),
    });
    expect(ci[0]).toBeCloseTo(mean - q * stdErr - 1, 12);
    expect(ci[1]).toBeCloseTo(mean + q * stdErr - 1, 12);
  });

  it('puts the whole error on the side asked for', () => {
    const known = {
      control: { mean: 1, stdErr: 0 },
      treatment: { mean: 3, stdErr: 0.7 },
      df: 10,
    };
    const larger = liftOf({ ...known, alternative: 'larger' }).ci;
    expect(larger[0]).toBeCloseTo(2 - 0.7 * T_ONE_SIDED, 12);
    expect(larger[1]).toBe(Infinity);
    const smaller = liftOf({ ...known, alternative: 'smaller' }).ci;
    expect(smaller[0]).toBe(-Infinity);
    expect(smaller[1]).toBeCloseTo(2 + 0.7 * T_ONE_SIDED, 12);
  });

  it('solves its equation at both ends', () => {
    const { control, treatment } = base;
    for (const end of liftOf({}).ci) {
      const ratio = 1 + end;
      const gap = treatment.mean - ratio * control.mean;
      const noise = Math.hypot(treatment.stdErr, ratio * control.stdErr);
      expect(Math.abs(gap) / noise).toBeCloseTo(Z, 10);
    }
  });
});

describe('what relativeLift refuses', () => {
  it.each(['delta', 'naive', 'fieller'] as const)('of %s', method => {
    const { control, treatment } = base;
    const below = { mean: 10, stdErr: -0.1 };
    expect(codesOf({ method, control: below })).toHaveLength(1);
    expect(codesOf({ method, treatment: below })).toHaveLength(1);
    expect(codesOf({ method, control: { ...control, mean: 0 } })).toEqual([
      'ETUDE_STATS_ZERO_DENOMINATOR',
    ]);
    expect(
      codesOf({
        method,
        control: { ...control, stdErr: 0 },
        treatment: { ...treatment, stdErr: 0 },
      }),
    ).toEqual(['ETUDE_STATS_ZERO_VARIANCE']);
  });
});
