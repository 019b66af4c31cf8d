import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalUpperQuantile } from '../distributions/normal';
import { valueOf } from '../test-input';
import type { AlphaSpending } from './alpha-spending';
import { spentAlpha } from './alpha-spending';
import { survive } from './brownian-exit';
import type { GroupSequentialSchedule } from './group-sequential-bounds';
import { groupSequentialBounds, solvedLooks } from './group-sequential-bounds';
import type {
  GroupSequentialState,
  SequentialBound,
} from './group-sequential-state';
import { nextLook, startGroupSequential } from './group-sequential-state';

const equalLooks = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => (k + 1) / count);

const OBRIEN_FLEMING: AlphaSpending = { kind: 'obrien-fleming' };
const POCOCK: AlphaSpending = { kind: 'pocock' };
const power = (exponent: number): AlphaSpending => ({
  kind: 'power',
  exponent,
});
const hsd = (gamma: number): AlphaSpending => ({
  kind: 'hwang-shih-decani',
  gamma,
});

const zOf = (
  spending: AlphaSpending,
  informationFractions: readonly number[],
  alpha = 0.025,
): readonly number[] =>
  valueOf(
    groupSequentialBounds({ spending, informationFractions, alpha, sides: 1 }),
  ).z;

const spendings = fc.oneof(
  fc.constant(OBRIEN_FLEMING),
  fc.constant(POCOCK),
  fc.double({ min: 0.3, max: 4, noNaN: true }).map(power),
  fc.double({ min: -8, max: 4, noNaN: true }).map(hsd),
);
const alphas = fc.double({ min: 0.0005, max: 0.2, noNaN: true });
const fractionLists = fc
  .uniqueArray(fc.integer({ min: 20, max: 1000 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map(list => [...list].sort((a, b) => a - b).map(i => i / 1000));

// What is left of all paths after the last look, on a grid of its own.
const survivingMass = (schedule: GroupSequentialSchedule): number => {
  const state = valueOf(solvedLooks(schedule)).at(-1)?.state;
  if (!state?.latest) throw new Error('no look');
  const { t, z } = state.latest;
  const level = (z ?? Infinity) * Math.sqrt(t);
  return survive(state.path, { t, level }, t).masses.reduce((a, b) => a + b, 0);
};

describe('groupSequentialBounds against mpmath (30 digits)', () => {
  const fractions = [0.1, 0.35, 0.6, 0.62, 1];

  it.each([
    [
      POCOCK,
      fractions,
      0.05,
      [
        2.41220167548182186, 2.11036663517838573, 2.07392382513223359,
        2.1994565662999138, 1.9773529492929359,
      ],
    ],
    [
      OBRIEN_FLEMING,
      fractions,
      0.05,
      [
        6.08789287458868641, 3.11388888336925038, 2.28718485889086996,
        2.33175747308800163, 1.68570163380186862,
      ],
    ],
    [
      OBRIEN_FLEMING,
      equalLooks(5),
      0.025,
      [
        4.87688494879076256, 3.35701192157464286, 2.68028006454499036,
        2.28981676771236084, 2.03103204349116808,
      ],
    ],
  ] as const)('%o at %o', (spending, looks, alpha, expected) => {
    zOf(spending, looks, alpha).forEach((z, k) =>
      expect(z).toBeCloseTo(expected[k] ?? Number.NaN, 9),
    );
  });
});

describe('groupSequentialBounds against rpact 3.3.4', () => {
  // Its own grid is good to 1e-6 up to ten equal looks.
  it.each([
    [POCOCK, 3, 2.2959395837388],
    [power(2), 5, 2.11402835726039],
    [hsd(-4), 5, 2.02532142476412],
    [hsd(2), 3, 2.42265020619379],
    [OBRIEN_FLEMING, 2, 1.96859563997714],
    [power(1), 10, 2.35186328034615],
  ] as const)('%o, %i looks', (spending, looks, last) => {
    const z = zOf(spending, equalLooks(looks)).at(-1) ?? Number.NaN;
    expect(Math.abs(z - last)).toBeLessThan(1e-6);
  });
});

describe('groupSequentialBounds', () => {
  it('gives the fixed-horizon value for one look', () => {
    for (const spending of [OBRIEN_FLEMING, POCOCK, power(2), hsd(-4)]) {
      expect(zOf(spending, [1])[0]).toBeCloseTo(normalUpperQuantile(0.025), 12);
    }
  });

  it('spends alpha exactly, for every schedule', () => {
    fc.assert(
      fc.property(
        spendings,
        alphas,
        fractionLists,
        (spending, alpha, looks) => {
          const schedule = {
            spending,
            alpha,
            sides: 2,
            informationFractions: looks,
          } as const;
          const { cumulativeAlphaPerSide } = valueOf(
            groupSequentialBounds(schedule),
          );
          const spent = cumulativeAlphaPerSide.at(-1) ?? Number.NaN;
          expect(spent).toBeCloseTo(
            spentAlpha(spending, looks.at(-1) ?? 0, alpha / 2),
            12,
          );
          expect(Math.abs(1 - survivingMass(schedule) - spent)).toBeLessThan(
            1e-8,
          );
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('ends at or above the fixed-horizon value', () => {
    fc.assert(
      fc.property(
        spendings,
        alphas,
        fractionLists,
        (spending, alpha, looks) => {
          const last = zOf(spending, [...looks, 1], alpha).at(-1) ?? 0;
          expect(last).toBeGreaterThanOrEqual(
            normalUpperQuantile(alpha) - 1e-9,
          );
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('treats two sides as two tests at half of alpha', () => {
    const schedule = { spending: POCOCK, informationFractions: [0.4, 1] };
    const two = groupSequentialBounds({ ...schedule, alpha: 0.05, sides: 2 });
    const one = groupSequentialBounds({ ...schedule, alpha: 0.025, sides: 1 });
    expect(two).toEqual(one);
  });

  it('stays exact over 336 hourly looks', () => {
    for (const spending of [OBRIEN_FLEMING, POCOCK]) {
      const schedule = {
        spending,
        alpha: 0.05,
        sides: 2,
        informationFractions: equalLooks(336),
      } as const;
      const { z } = valueOf(groupSequentialBounds(schedule));
      expect(Math.abs(survivingMass(schedule) - 0.975)).toBeLessThan(1e-9);
      z.slice(2).forEach((bound, k) =>
        expect(bound).toBeLessThanOrEqual((z[k + 1] ?? 0) + 1e-3),
      );
    }
  });

  it('keeps the bound of a look that brings nothing new', () => {
    const z = zOf(POCOCK, [0.5, 0.500001, 0.5, 1].sort());
    expect(z[1]).toBe(z[0]);
    expect(z[2]).toBe(z[0]);
    expect(z[3]).toBeCloseTo(zOf(POCOCK, [0.5, 1])[1] ?? Number.NaN, 12);
  });

  it('has no bound where nothing may be spent', () => {
    const z = zOf(power(300), [0.05, 0.5, 1]);
    expect(z[0]).toBe(Infinity);
    expect(z[2]).toBeCloseTo(normalUpperQuantile(0.025), 9);
  });

  it('spends over extreme parameters without overflow', () => {
    expect(spentAlpha(hsd(-2000), 0.99, 0.025)).toBeCloseTo(0, 9);
    expect(spentAlpha(hsd(-2000), 1, 0.025)).toBeCloseTo(0.025, 15);
    expect(spentAlpha(hsd(2000), 0.01, 0.025)).toBeCloseTo(0.025, 9);
    expect(zOf(hsd(-2000), [0.5, 1])[1]).toBeCloseTo(1.959963984540054, 9);
  });

  it.each([
    [[], 'informationFractions'],
    [[0.5, 0.4], 'informationFractions'],
    [[0, 1], 'informationFractions'],
    [[0.5, 1.1], 'informationFractions'],
    [[0.5, Number.NaN], 'informationFractions'],
  ])('refuses the looks %o', (informationFractions, path) => {
    const result = groupSequentialBounds({
      spending: POCOCK,
      informationFractions,
      alpha: 0.05,
      sides: 1,
    });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ code: 'ETUDE_STATS_INVALID_SCHEDULE', path }],
    });
  });

  it('reports all problems of a schedule at once', () => {
    const result = groupSequentialBounds({
      spending: power(0),
      informationFractions: [2],
      alpha: 1,
      sides: 1,
    });
    expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual([
      'ETUDE_STATS_INVALID_ALPHA',
      'ETUDE_STATS_INVALID_NUMBER',
      'ETUDE_STATS_INVALID_SCHEDULE',
    ]);
  });
});

describe('nextLook', () => {
  const stored = (state: GroupSequentialState): GroupSequentialState => {
    const parsed: GroupSequentialState = JSON.parse(JSON.stringify(state));
    return parsed;
  };

  it('gives the bounds of the whole schedule from a stored state', () => {
    fc.assert(
      fc.property(
        spendings,
        alphas,
        fractionLists,
        (spending, alpha, looks) => {
          const cold = zOf(spending, looks, alpha);
          let state = valueOf(
            startGroupSequential({ spending, alpha, sides: 1 }),
          );
          const bounds: SequentialBound[] = [];
          for (const t of looks) {
            const next = valueOf(nextLook(stored(state), t));
            state = next.state;
            bounds.push(next.bound);
          }
          expect(state.looks).toBe(looks.length);
          bounds.forEach(({ z }, k) => expect(z).toBe(cold[k]));
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('refuses a fraction before the latest look or beyond the end', () => {
    const start = valueOf(
      startGroupSequential({ spending: POCOCK, alpha: 0.05, sides: 1 }),
    );
    const { state } = valueOf(nextLook(start, 0.5));
    for (const t of [0.4, 1.01, Number.NaN]) {
      expect(nextLook(state, t)).toMatchObject({
        ok: false,
        problems: [{ code: 'ETUDE_STATS_INVALID_SCHEDULE' }],
      });
    }
  });

  it('refuses a design that cannot be', () => {
    expect(
      startGroupSequential({ spending: power(-1), alpha: 0, sides: 1 }),
    ).toMatchObject({
      ok: false,
      problems: [
        { code: 'ETUDE_STATS_INVALID_ALPHA' },
        { code: 'ETUDE_STATS_INVALID_NUMBER' },
      ],
    });
  });

  it('refuses a state whose paths do not add up', () => {
    const start = valueOf(
      startGroupSequential({ spending: POCOCK, alpha: 0.05, sides: 1 }),
    );
    const second = valueOf(nextLook(valueOf(nextLook(start, 0.3)).state, 0.6));
    const { state } = second;
    const broken = {
      ...state,
      path: { ...state.path, masses: state.path.masses.slice(0, 12) },
    };
    expect(nextLook(broken, 1)).toMatchObject({
      ok: false,
      problems: [{ code: 'ETUDE_STATS_NO_CONVERGENCE' }],
    });
  });
});
