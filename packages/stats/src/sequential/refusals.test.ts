import { describe, expect, it } from 'vitest';
import { closeTo, codesOf, pathsOf, valueOf } from '../test-input';
import { spentAlpha } from './alpha-spending';
import { alwaysValidRequiredUnits } from './always-valid-required-units';
import { asymptoticConfidenceSequence } from './asymptotic-confidence-sequence';
import { generalisedAlwaysValidInterval } from './gavi';
import { groupSequentialAnalysis } from './group-sequential-analysis';
import { groupSequentialBounds } from './group-sequential-bounds';
import {
  groupSequentialDesign,
  groupSequentialPower,
} from './group-sequential-design';
import { nextLook, startGroupSequential } from './group-sequential-state';
import { mixtureSprt } from './mixture-sprt';
import { repeatedTest } from './repeated-test';
import { runningAlwaysValidP, runningP } from './running-p';

// Every input that is none, alone, is refused by its own name.

describe('asymptoticConfidenceSequence refuses', () => {
  const input = {
    difference: 0.2,
    stdErr: 0.1,
    nTotal: 900,
    tuningN: 2000,
    alpha: 0.05,
    alternative: 'two-sided' as const,
  };

  it.each([
    [{ difference: NaN }, 'difference'],
    [{ stdErr: 0 }, 'stdErr'],
    [{ nTotal: 0 }, 'nTotal'],
    [{ tuningN: -1 }, 'tuningN'],
    [{ alpha: 1 }, 'alpha'],
    [{ alpha: 0 }, 'alpha'],
    [{ difference: 1e300, stdErr: 1e-300 }, 'z'],
  ])('%j', (change, path) => {
    const result = asymptoticConfidenceSequence({ ...input, ...change });
    expect(pathsOf(result)).toEqual([path]);
  });

  it('a bound beyond the range of numbers', () => {
    const result = asymptoticConfidenceSequence({ ...input, stdErr: 1e308 });
    expect(pathsOf(result)).toEqual(['halfWidth']);
  });
});

describe('generalisedAlwaysValidInterval refuses', () => {
  const input = {
    estimate: 0.2,
    nPerVariant: 500,
    variance: 4,
    phi: 1000,
    alpha: 0.05,
  };

  it.each([
    [{ estimate: NaN }, ['estimate']],
    [{ nPerVariant: 0 }, ['nPerVariant']],
    [{ variance: 0 }, ['variance']],
    [{ phi: 0 }, ['phi']],
    [{ alpha: 1 }, ['alpha']],
    [{ nPerVariant: 1e-320, phi: 1e308 }, ['halfWidth']],
  ])('%j', (change, paths) => {
    const result = generalisedAlwaysValidInterval({ ...input, ...change });
    expect(pathsOf(result)).toEqual(paths);
  });
});

describe('mixtureSprt refuses', () => {
  const input = {
    estimate: 0.1,
    stdErr: 0.05,
    residualSd: 2,
    phi: 100,
    alpha: 0.05,
  };

  it.each([
    [{ estimate: Infinity }, ['estimate']],
    [{ stdErr: 0 }, ['stdErr']],
    [{ residualSd: 0 }, ['residualSd']],
    [{ phi: 0 }, ['phi']],
    [{ alpha: 0 }, ['alpha']],
    [{ stdErr: 1e-200, residualSd: 1e200 }, ['logLikelihoodRatio', 'radius']],
  ])('%j', (change, paths) => {
    expect(pathsOf(mixtureSprt({ ...input, ...change }))).toEqual(paths);
  });

  it('no ratio beyond 1e308: its logarithm is finite', () => {
    const found = valueOf(mixtureSprt({ ...input, estimate: 10 }));
    expect(found.likelihoodRatio).toBe(Infinity);
    // ν = 1600: ½(1600/1700 · 200² − ln 17).
    closeTo(found.logLikelihoodRatio, 0.5 * ((16 / 17) * 4e4 - Math.log(17)));
  });
});

describe('repeatedTest', () => {
  const input = {
    difference: 0.2,
    stdErr: 0.1,
    bound: 2.2,
    alternative: 'two-sided' as const,
  };

  it.each([
    [{ difference: NaN }, 'difference'],
    [{ stdErr: 0 }, 'stdErr'],
    [{ null: Infinity }, 'null'],
    [{ bound: NaN }, 'bound'],
    [{ bound: -Infinity }, 'bound'],
  ])('refuses %j', (change, path) => {
    const result = repeatedTest({ ...input, ...change });
    expect(pathsOf(result)).toEqual([path]);
    expect(codesOf(result)).toEqual(['ETUDE_STATS_INVALID_NUMBER']);
  });

  it('concludes beyond its bound and not at it, on the tested side', () => {
    const concludes = (
      z: number,
      alternative: 'two-sided' | 'larger' | 'smaller',
    ) =>
      valueOf(
        repeatedTest({
          difference: z,
          stdErr: 1,
          bound: 2,
          alternative,
        }),
      ).significant;
    expect([-3, -2, 2, 3].map(z => concludes(z, 'larger'))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect([-3, -2, 2, 3].map(z => concludes(z, 'smaller'))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([-3, -2, 2, 3].map(z => concludes(z, 'two-sided'))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('running p-values refuse', () => {
  const input = { z: [1, 2], nTotal: [100, 400], tuningN: 1000, alpha: 0.05 };

  it.each([
    [{ z: [1] }, 'z and nTotal'],
    [{ z: [1, NaN] }, 'z[1]'],
    [{ nTotal: [0, 400] }, 'nTotal[0]'],
    [{ tuningN: 0 }, 'tuningN'],
    [{ alpha: 1 }, 'alpha'],
    [
      { alpha: 0.5, alternative: 'larger' as const },
      '2·alpha of a one-sided test',
    ],
  ])('%j', (change, path) => {
    expect(pathsOf(runningAlwaysValidP({ ...input, ...change }))).toEqual([
      path,
    ]);
  });

  it('what is no probability', () => {
    expect(pathsOf(runningP([0.5, 1.1, 0.2, -0.1]))).toEqual([
      'pValues[1]',
      'pValues[3]',
    ]);
    expect(valueOf(runningP([1, 0]))).toEqual([1, 0]);
  });
});

describe('alwaysValidRequiredUnits refuses', () => {
  const input = {
    alpha: 0.05,
    sides: 2 as const,
    power: 0.8,
    varianceControl: 4,
    effect: 0.3,
    looks: 3,
  };

  it.each([
    [{ tuningN: 0 }, ['tuningN']],
    [{ alpha: 0.5, sides: 1 as const }, ['2·alpha of a one-sided sequence']],
    [{ looks: 0 }, ['looks']],
    [{ looks: 1.5 }, ['looks']],
    [{ looks: 1001 }, ['looks']],
    [{ effect: 0 }, ['effect']],
  ])('%j', (change, paths) => {
    expect(pathsOf(alwaysValidRequiredUnits({ ...input, ...change }))).toEqual(
      paths,
    );
  });

  it('takes two sides at a level of a half', () => {
    expect(alwaysValidRequiredUnits({ ...input, alpha: 0.5 }).ok).toBe(true);
  });

  it('rounds each variant up by its share', () => {
    const size = valueOf(
      alwaysValidRequiredUnits({ ...input, allocation: [1, 3] }),
    );
    const [control, treatment] = size.perVariantExact;
    closeTo(control, size.totalExact / 4);
    closeTo(treatment, (size.totalExact * 3) / 4);
    expect(size.perVariant).toEqual([Math.ceil(control), Math.ceil(treatment)]);
    expect(size.total).toBe(Math.ceil(control) + Math.ceil(treatment));
  });
});

describe('group sequential plans refuse', () => {
  const spending = { kind: 'pocock' } as const;
  const target = { alpha: 0.05, sides: 2, power: 0.8, spending } as const;

  it.each([
    [{ looks: 0 }, ['looks']],
    [{ looks: 1001 }, ['looks']],
    [{ informationFractions: [0.5, 0.9] }, ['informationFractions']],
    [{ informationFractions: [] }, ['informationFractions']],
    [{ informationFractions: [0.6, 0.5, 1] }, ['informationFractions']],
    [{ informationFractions: [0, 1] }, ['informationFractions']],
    [{ looks: 2, alpha: 0 }, ['alpha']],
    [{ looks: 2, power: 1 }, ['power']],
  ])('%j', (change, paths) => {
    expect(pathsOf(groupSequentialDesign({ ...target, ...change }))).toEqual(
      paths,
    );
  });

  it.each([
    [{ kind: 'power' as const, exponent: 0 }, 'spending.exponent'],
    [{ kind: 'hwang-shih-decani' as const, gamma: NaN }, 'spending.gamma'],
  ])('the spending %j', (wrong, path) => {
    const schedule = {
      spending: wrong,
      alpha: 0.05,
      sides: 1 as const,
      informationFractions: [1],
    };
    expect(pathsOf(startGroupSequential(schedule))).toEqual([path]);
    expect(pathsOf(groupSequentialBounds(schedule))).toEqual([path]);
    expect(pathsOf(groupSequentialPower({ ...schedule, drift: 2 }))).toEqual([
      path,
    ]);
  });

  it('a fraction that is none', () => {
    const start = valueOf(
      startGroupSequential({ spending, alpha: 0.05, sides: 1 }),
    );
    const first = valueOf(nextLook(start, 0.5)).state;
    for (const t of [0, -0.5, 1.01, NaN]) {
      expect(pathsOf(nextLook(start, t))).toEqual(['informationFraction']);
    }
    expect(pathsOf(nextLook(first, 0.49))).toEqual(['informationFraction']);
    expect(valueOf(nextLook(first, 0.5)).state.looks).toBe(2);
    expect(valueOf(nextLook(first, 0.5 + 9e-6)).bound.z).toBe(first.latest?.z);
  });
});

describe('groupSequentialAnalysis refuses', () => {
  const side = { n: 500, mean: 5, variance: 4 };
  const input = {
    looks: [{ control: side, treatment: side }],
    plannedTotal: 4000,
    spending: { kind: 'pocock' } as const,
    alternative: 'two-sided' as const,
    alpha: 0.05,
  };

  it.each([
    [{ plannedTotal: 0 }, ['plannedTotal']],
    [{ looks: [] }, ['looks']],
    [{ alpha: 2 }, ['alpha']],
    [
      { looks: [{ control: { ...side, n: 1 }, treatment: side }] },
      ['looks[0].control.n'],
    ],
    [
      { looks: [{ control: side, treatment: { ...side, mean: NaN } }] },
      ['looks[0].treatment.mean'],
    ],
    [
      { looks: [{ control: side, treatment: side, null: NaN }] },
      ['looks[0].null'],
    ],
  ])('%j', (change, paths) => {
    expect(pathsOf(groupSequentialAnalysis({ ...input, ...change }))).toEqual(
      paths,
    );
  });
});

describe('groupSequentialAnalysis', () => {
  const lookOf = (n: number) => ({
    control: { n, mean: 5, variance: 4 },
    treatment: { n, mean: 5.1, variance: 4 },
  });
  const input = {
    looks: [lookOf(500), lookOf(1000)],
    plannedTotal: 2000,
    spending: { kind: 'obrien-fleming' } as const,
    alternative: 'two-sided' as const,
    alpha: 0.05,
  };

  it('has the bounds of two sides on one side at half the level', () => {
    const boundsOf = (change: object) =>
      valueOf(groupSequentialAnalysis({ ...input, ...change })).map(
        ({ bound }) => bound,
      );
    expect(boundsOf({ alternative: 'larger', alpha: 0.025 })).toEqual(
      boundsOf({}),
    );
    expect(boundsOf({ alternative: 'smaller', alpha: 0.05 })).not.toEqual(
      boundsOf({}),
    );
  });

  it('that is strict ends with a first look at or beyond the plan', () => {
    for (const plannedTotal of [1000, 900]) {
      const found = valueOf(
        groupSequentialAnalysis({ ...input, plannedTotal, overRun: 'strict' }),
      );
      expect(found.map(({ phase }) => phase)).toEqual(['final', 'ignored']);
      closeTo(found[0]?.bound, 1.9599639845400543);
    }
  });

  it('names the look that lost units, and how many it had before', () => {
    const lost = groupSequentialAnalysis({
      ...input,
      looks: [lookOf(500), lookOf(400)],
    });
    expect(lost.ok ? '' : lost.problems[0]?.message).toMatch(
      /^looks\[1\] has 800 units after 1000:/,
    );
    const none = groupSequentialAnalysis({ ...input, looks: [] });
    expect(none.ok ? '' : none.problems[0]?.message).toMatch(/^looks is empty/);
    const same = { ...input, looks: [lookOf(500), lookOf(500)] };
    expect(groupSequentialAnalysis(same).ok).toBe(true);
  });
});

describe('groupSequentialBounds', () => {
  it('say with each bound what is spent and its level alone', () => {
    const bounds = valueOf(
      groupSequentialBounds({
        spending: { kind: 'power', exponent: 1 },
        alpha: 0.05,
        sides: 2,
        informationFractions: [0.5, 1],
      }),
    );
    // Half of 0.025 at half of the information: z(0.0125) = 2.241403.
    closeTo(bounds.z[0], 2.2414027276049473, 1e-9);
    expect(bounds.cumulativeAlphaPerSide).toEqual([0.0125, 0.025]);
    closeTo(bounds.nominalPPerSide[0], 0.0125, 1e-9);
  });

  it('of a plan are those of its equally spaced looks', () => {
    const spending = { kind: 'pocock' } as const;
    const design = valueOf(
      groupSequentialDesign({
        alpha: 0.05,
        sides: 2,
        power: 0.8,
        spending,
        looks: 3,
      }),
    );
    expect(design).toMatchObject(
      valueOf(
        groupSequentialBounds({
          spending,
          alpha: 0.05,
          sides: 2,
          informationFractions: [1 / 3, 2 / 3, 1],
        }),
      ),
    );
  });
});

describe('spentAlpha', () => {
  const kinds = [
    { kind: 'obrien-fleming' },
    { kind: 'pocock' },
    { kind: 'power', exponent: 2 },
    { kind: 'hwang-shih-decani', gamma: -4 },
    { kind: 'hwang-shih-decani', gamma: 0 },
    { kind: 'hwang-shih-decani', gamma: 3 },
  ] as const;

  it.each(kinds)('%j spends nothing at first and all at last', spending => {
    expect(Math.abs(spentAlpha(spending, 0, 0.025))).toBe(0);
    closeTo(spentAlpha(spending, 1, 0.025), 0.025, 1e-12);
    const half = spentAlpha(spending, 0.5, 0.025);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(0.025);
  });

  it.each(kinds)('%j has no value outside a test', spending => {
    for (const t of [-0.1, 1.1, NaN]) {
      expect(spentAlpha(spending, t, 0.025)).toBeNaN();
    }
    for (const alpha of [0, 1, -0.1, NaN]) {
      expect(spentAlpha(spending, 0.5, alpha)).toBeNaN();
    }
  });

  it('has the values of Lan & DeMets and of the families at one half', () => {
    const half = (spending: (typeof kinds)[number]) =>
      spentAlpha(spending, 0.5, 0.025);
    // 2(1 − Φ(2.241402728 · √2)), SciPy 1.17: 2 * norm.sf(…).
    closeTo(half({ kind: 'obrien-fleming' }), 0.001525322757988908, 1e-9);
    // 0.025 ln(1 + (e − 1)/2) and 0.025 · 0.25.
    closeTo(half({ kind: 'pocock' }), 0.025 * 0.62011450695827, 1e-12);
    closeTo(half({ kind: 'power', exponent: 2 }), 0.00625);
    // 0.025 (1 − e²)/(1 − e⁴) = 0.025/(1 + e²).
    closeTo(
      half({ kind: 'hwang-shih-decani', gamma: -4 }),
      0.025 / (1 + Math.exp(2)),
    );
    closeTo(half({ kind: 'hwang-shih-decani', gamma: 0 }), 0.0125);
    closeTo(
      half({ kind: 'hwang-shih-decani', gamma: 3 }),
      0.025 / (1 + Math.exp(-1.5)),
    );
  });
});
