import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { valueOf } from '../test-input';
import { crossingChance, pathsBelow } from './boundary-crossings';
import type { GroupSequentialInput } from './group-sequential-analysis';
import { groupSequentialAnalysis } from './group-sequential-analysis';
import { groupSequentialBounds } from './group-sequential-bounds';
import { repeatedTest } from './repeated-test';

const lookOf = (n: number, effect = 0.1) => ({
  control: { n, mean: 5, variance: 4 },
  treatment: { n, mean: 5 + effect, variance: 4.4 },
});

const plan = (
  units: readonly number[],
  options: Partial<GroupSequentialInput> = {},
): GroupSequentialInput => ({
  looks: units.map(n => lookOf(n)),
  plannedTotal: 8000,
  spending: { kind: 'power', exponent: 2 },
  alternative: 'two-sided',
  alpha: 0.05,
  ...options,
});

const boundsAt = (informationFractions: readonly number[]): readonly number[] =>
  valueOf(
    groupSequentialBounds({
      spending: { kind: 'power', exponent: 2 },
      informationFractions,
      alpha: 0.05,
      sides: 2,
    }),
  ).z;

describe('groupSequentialAnalysis', () => {
  it('is the fixed-horizon test when there is one look at the end', () => {
    const [look] = valueOf(groupSequentialAnalysis(plan([4000])));
    const fixed = valueOf(
      meanDifferenceTest({
        ...lookOf(4000),
        alternative: 'two-sided',
        alpha: 0.05,
      }),
    );
    expect(look?.phase).toBe('final');
    expect(look?.ci[0]).toBeCloseTo(fixed.ci[0], 10);
    expect(look?.ci[1]).toBeCloseTo(fixed.ci[1], 10);
    expect(look?.significant).toBe(fixed.pValue < 0.05);
  });

  it('opens one end of a one-sided interval', () => {
    const larger = valueOf(
      groupSequentialAnalysis(plan([2000, 4000], { alternative: 'larger' })),
    );
    const smaller = valueOf(
      groupSequentialAnalysis(plan([2000, 4000], { alternative: 'smaller' })),
    );
    expect(larger.map(look => look.ci[1])).toEqual([Infinity, Infinity]);
    expect(smaller.map(look => look.ci[0])).toEqual([-Infinity, -Infinity]);
    expect(larger[1]?.significant).toBe(true);
    expect(smaller[1]?.significant).toBe(false);
  });

  it('is monotone in the evidence and flips with the variants', () => {
    const effects = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(effects, effects, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const at = (effect: number, alternative: 'larger' | 'smaller') =>
          valueOf(
            groupSequentialAnalysis(
              plan([], {
                looks: [lookOf(1000, effect), lookOf(4000, effect)],
                alternative,
              }),
            ),
          );
        at(low, 'larger').forEach((look, k) => {
          if (!look.significant) return;
          expect(at(high, 'larger')[k]?.significant).toBe(true);
        });
        const swapped = valueOf(
          groupSequentialAnalysis(
            plan([], {
              looks: [lookOf(1000, a), lookOf(4000, a)].map(look => ({
                control: look.treatment,
                treatment: look.control,
              })),
              alternative: 'smaller',
            }),
          ),
        );
        expect(swapped.map(look => look.significant)).toEqual(
          at(a, 'larger').map(look => look.significant),
        );
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('shifts z, not the interval, by the null', () => {
    const looks = [{ ...lookOf(4000), null: -0.05 }];
    const [shifted] = valueOf(groupSequentialAnalysis(plan([], { looks })));
    const [plain] = valueOf(groupSequentialAnalysis(plan([4000])));
    expect(shifted?.ci).toEqual(plain?.ci);
    expect(shifted?.z).toBeCloseTo((plain?.z ?? 0) * 1.5, 10);
  });

  it('refuses looks that lose units, by name', () => {
    expect(groupSequentialAnalysis(plan([2000, 1500]))).toMatchObject({
      ok: false,
      problems: [{ code: 'ETUDE_STATS_INVALID_SCHEDULE', path: 'looks[1]' }],
    });
    expect(groupSequentialAnalysis(plan([]))).toMatchObject({
      ok: false,
      problems: [{ code: 'ETUDE_STATS_INVALID_SCHEDULE', path: 'looks' }],
    });
  });
});

describe('repeatedTest', () => {
  it.each([
    ['two-sided', [-0.1, 0.5]],
    ['larger', [-0.1, Infinity]],
    ['smaller', [-Infinity, 0.5]],
  ] as const)('puts the bound around the estimate, %s', (alternative, ci) => {
    const test = valueOf(
      repeatedTest({ difference: 0.2, stdErr: 0.1, bound: 3, alternative }),
    );
    expect(test.z).toBeCloseTo(2, 12);
    expect(test.ci[0]).toBeCloseTo(ci[0], 12);
    expect(test.ci[1]).toBeCloseTo(ci[1], 12);
    expect(test.significant).toBe(false);
  });

  it('is open where nothing may be spent and refuses what is no bound', () => {
    const input = {
      difference: 9,
      stdErr: 0.1,
      alternative: 'larger',
    } as const;
    expect(valueOf(repeatedTest({ ...input, bound: Infinity }))).toMatchObject({
      ci: [-Infinity, Infinity],
      significant: false,
    });
    const refused = repeatedTest({ ...input, stdErr: 0, bound: Number.NaN });
    expect(refused.ok ? [] : refused.problems.map(({ path }) => path)).toEqual([
      'stdErr',
      'bound',
    ]);
  });
});

describe('over-run', () => {
  const units = [2000, 4200, 4600];

  it('rescales all fractions to the largest number seen by default', () => {
    const looks = valueOf(groupSequentialAnalysis(plan(units)));
    const fractions = units.map(n => n / 4600);
    expect(looks.map(look => look.informationFraction)).toEqual(fractions);
    expect(looks.map(look => look.bound)).toEqual(boundsAt(fractions));
    expect(looks.map(look => look.phase)).toEqual([
      'interim',
      'interim',
      'final',
    ]);
  });

  it('keeps earlier bounds and ends at the plan when strict', () => {
    const looks = valueOf(
      groupSequentialAnalysis(plan(units, { overRun: 'strict' })),
    );
    expect(looks[0]?.bound).toBeCloseTo(boundsAt([0.5])[0] ?? 0, 9);
    expect(looks.map(look => look.informationFraction)).toEqual([0.5, 1, 1]);
    expect(looks.map(look => look.phase)).toEqual([
      'interim',
      'final',
      'ignored',
    ]);
    expect(looks[2]).toMatchObject({
      significant: false,
      ci: [-Infinity, Infinity],
    });
  });

  it('spends exactly alpha when a strict test ends 10 % late', () => {
    const counted = [1000, 2000, 3000, 4400];
    const looks = valueOf(
      groupSequentialAnalysis(plan(counted, { overRun: 'strict' })),
    );
    const reached = pathsBelow(
      counted.map((n, k) => ({
        t: n / 4400,
        level: (looks[k]?.bound ?? 0) * Math.sqrt(n / 4400),
      })),
    );
    const spent = reached.reduce((sum, at) => sum + crossingChance(at, 0), 0);
    expect(spent).toBeCloseTo(0.025, 9);
    // The bound of a look exactly at the plan would spend 3 % too much.
    expect(looks[3]?.bound).toBeGreaterThan(
      boundsAt([0.25, 0.5, 0.75, 1])[3] ?? 0,
    );
  });
});

describe('under-run', () => {
  it('leaves alpha unspent by default', () => {
    const looks = valueOf(groupSequentialAnalysis(plan([2000, 3000])));
    expect(looks.map(look => look.phase)).toEqual(['interim', 'interim']);
    expect(looks[1]?.bound).toBe(boundsAt([0.5, 0.75])[1]);
  });

  it('spends what remains at the last look when told that it is the last', () => {
    const looks = valueOf(
      groupSequentialAnalysis(
        plan([2000, 3000], { underRun: 'spend-remaining' }),
      ),
    );
    expect(looks[1]?.phase).toBe('final');
    expect(looks[0]?.bound).toBe(boundsAt([0.5])[0]);
    const reached = pathsBelow(
      [0.5, 0.75].map((t, k) => ({
        t,
        level: (looks[k]?.bound ?? 0) * Math.sqrt(t),
      })),
    );
    expect(
      reached.reduce((sum, at) => sum + crossingChance(at, 0), 0),
    ).toBeCloseTo(0.025, 9);
  });
});
