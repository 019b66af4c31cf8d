import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import type { TestInputOptions } from '../test-input';
import { testInput } from '../test-input';
import { checkCrossover } from './check-crossover';
import { checkDuplicates } from './check-duplicates';
import { checkExposureGaps } from './check-exposure-gaps';
import { checkFreshness } from './check-freshness';
import { awaitedChecks, healthChecks } from './health-checks';

const inputOf = (options: Partial<TestInputOptions>): AnalysisInput =>
  testInput({ observedMetrics: [], ...options });

const days = (rows: readonly (readonly [number, number])[]) =>
  rows.flatMap(([a, b], index) => {
    const exposureDate = `2026-03-0${index + 2}`;
    return [
      { variant: 'a', exposureDate, units: a },
      { variant: 'b', exposureDate, units: b },
    ];
  });
const gapsOf = (rows: readonly (readonly [number, number])[]) =>
  checkExposureGaps(inputOf({ traffic: days(rows) }));

describe('exposure gaps', () => {
  it('passes when every day is split as the others', () => {
    const check = gapsOf([
      [50, 50],
      [50, 52],
      [20, 24],
    ]);
    expect(check.state).toBe('pass');
    expect(check.threshold).toBeCloseTo(0.001 / 6, 12);
  });

  it('warns of a day far below, with the exact p-value of Fisher', () => {
    const check = gapsOf([
      [50, 50],
      [50, 52],
      [3, 47],
      [51, 49],
    ]);
    // R 4.2, fisher.test of day 3 against the others.
    expect(check.figure?.value).toBeCloseTo(3.12748125086408e-10, 18);
    expect(check.state).toBe('warn');
    expect(check.sentence).toContain('On 4 Mar 2026 a got 3 units');
    expect(check.sentence).toContain('about 22');
  });

  it('writes p-values below the smallest as such', () => {
    const rows = [
      [500, 500],
      [500, 0],
      [500, 510],
    ] as const;
    expect(gapsOf(rows).sentence).toContain('p < 1e-16');
  });

  it('fails when a variant was not served for a day', () => {
    const check = gapsOf([
      [50, 50],
      [50, 52],
      [51, 0],
      [51, 49],
    ]);
    expect(check).toMatchObject({ state: 'fail' });
    expect(check.sentence).toContain('4 Mar 2026 b got 0 units');
    expect(check.nextStep).toContain('restart');
  });

  it('takes a variant without units on a quiet day for chance', () => {
    expect(
      gapsOf([
        [50, 50],
        [4, 0],
        [50, 52],
      ]).state,
    ).toBe('pass');
  });

  it('warns of days without any exposure, naming three at most', () => {
    const check = gapsOf([
      [50, 50],
      [0, 0],
      [50, 52],
      [0, 0],
      [0, 0],
      [0, 0],
      [50, 51],
    ]);
    expect(check.state).toBe('warn');
    expect(check.sentence).toContain(
      'No variant had a unit on 3 Mar 2026, 5 Mar 2026, 6 Mar 2026 and 1 more.',
    );
  });

  it('is not a matter of a steady split that is not the planned one', () => {
    expect(
      gapsOf([
        [90, 10],
        [90, 10],
        [90, 10],
      ]).state,
    ).toBe('pass');
  });

  it('judges from the second day on', () => {
    const two = [
      [50, 50],
      [50, 0],
    ] as const;
    expect(gapsOf(two).state).toBe('fail');
  });

  it('is unknown without dates and on the first day', () => {
    expect(gapsOf([[50, 50]]).state).toBe('unknown');
    const undated = ['a', 'b'].map(variant => ({
      variant,
      exposureDate: null,
      units: 9,
    }));
    expect(checkExposureGaps(inputOf({ traffic: undated })).state).toBe(
      'unknown',
    );
  });
});

describe('crossover by first variant', () => {
  const at = (
    crossoversByVariant: Record<string, number>,
    options: Partial<TestInputOptions> = {},
  ) => {
    const crossoverUnits = Object.values(crossoversByVariant).reduce(
      (sum, count) => sum + count,
      0,
    );
    return checkCrossover(
      inputOf({
        crossoversByVariant,
        crossoverUnits,
        totalUnits: 20_000,
        ...options,
      }),
    );
  };

  it('warns of few crossovers that went one way', () => {
    // chi-square 2 · 35²/50 = 49, p = 2.6e-12.
    const check = at({ a: 85, b: 15 });
    expect(check.state).toBe('warn');
    expect(check.sentence).toContain('a 85, b 15');
    expect(check.sentence).toContain('p = 2.6e-12');
  });

  it('fails by the share whatever the split', () => {
    expect(at({ a: 100, b: 100 }).state).toBe('fail');
    expect(at({ a: 170, b: 30 }).sentence).toContain('By first variant');
  });

  it('passes an even exchange and what is too little to judge', () => {
    expect(at({ a: 55, b: 45 }).state).toBe('pass');
    expect(at({ a: 12, b: 0 }).state).toBe('pass');
  });

  it('expects an even exchange between two variants of any weight', () => {
    const variants = [
      { id: 'a', weight: 9 },
      { id: 'b', weight: 1 },
    ];
    expect(at({ a: 52, b: 48 }, { variants }).state).toBe('pass');
    expect(at({ a: 90, b: 10 }, { variants }).state).toBe('warn');
  });

  it('expects first variants in proportion to w(1 − w)', () => {
    // Weights 2, 1, 1: ¼, 3/16, 3/16, so 40, 30 and 30 of a hundred.
    const variants = [
      { id: 'a', weight: 2 },
      { id: 'b', weight: 1 },
      { id: 'c', weight: 1 },
    ];
    expect(at({ a: 40, b: 30, c: 30 }, { variants }).state).toBe('pass');
    // chi-square 20²/40 + 10²/30 + 10²/30 = 16.7.
    expect(at({ a: 60, b: 20, c: 20 }, { variants }).state).toBe('warn');
    // Eight expected in b and c from 27 crossovers on.
    expect(at({ a: 0, b: 13, c: 13 }, { variants }).state).toBe('pass');
    expect(at({ a: 0, b: 14, c: 13 }, { variants }).state).toBe('warn');
  });

  it('is unknown when more units cross than there are', () => {
    expect(
      checkCrossover(inputOf({ crossoverUnits: 5, totalUnits: 4 })).state,
    ).toBe('unknown');
  });
});

describe('duplicates', () => {
  const at = (duplicateExposures: number | undefined, totalUnits = 100) =>
    checkDuplicates(inputOf({ duplicateExposures, totalUnits }));

  it('warns from nine repeats for each first exposure on', () => {
    expect(at(900)).toMatchObject({ state: 'warn', figure: { value: 0.9 } });
    expect(at(899).state).toBe('pass');
    expect(at(0).sentence).toBe('Every unit has one exposure row.');
  });

  it('is unknown when nobody counted or nobody was exposed', () => {
    expect(at(undefined)).toMatchObject({
      state: 'unknown',
      sentence: 'Repeated exposures of a unit were not counted.',
    });
    expect(at(0, 0)).toMatchObject({
      state: 'unknown',
      sentence: 'No unit has been exposed yet.',
    });
  });
});

describe('freshness', () => {
  const at = (dataUntil: string | undefined) =>
    checkFreshness(inputOf({ now: '2026-03-16T12:00:00Z', dataUntil }));

  it('warns beyond 36 hours', () => {
    expect(at('2026-03-15T00:00:00Z')).toMatchObject({
      state: 'pass',
      figure: { value: 36 },
    });
    const stale = at('2026-03-14T23:00:00Z');
    expect(stale).toMatchObject({ state: 'warn', figure: { value: 37 } });
    expect(stale.sentence).toContain('37 hours before');
  });

  it('takes complete days of the future as fresh', () => {
    expect(at('2026-03-17T00:00:00Z').figure?.value).toBe(0);
  });

  it('is unknown when nobody says, or not in an instant', () => {
    expect(at(undefined).state).toBe('unknown');
    expect(at('yesterday').state).toBe('unknown');
  });
});

describe('all checks', () => {
  it('gives each once, and a next step wherever one is not passed', () => {
    const variety = [
      inputOf({}),
      inputOf({ state: 'live', traffic: [], totalUnits: 0, moments: [] }),
      inputOf({ units: { a: 900, b: 100 }, crossoverUnits: 100 }),
      inputOf({ duplicateExposures: 1e6, dataUntil: '2026-01-01T00:00:00Z' }),
    ];
    for (const input of variety) {
      const health = healthChecks(input, []);
      expect(health.map(({ id }) => id)).toEqual([
        'traffic',
        'srm',
        'pre-exposure',
        'crossover',
        'exposure-gaps',
        'duplicates',
        'freshness',
        'data',
      ]);
      for (const { state, nextStep, sentence } of health) {
        expect(nextStep === undefined, sentence).toBe(state === 'pass');
        expect(sentence).not.toMatch(/NaN|undefined|Infinity/);
      }
    }
  });

  it('makes a decision wait for what more units tell, not for the rest', () => {
    const ids = awaitedChecks(
      healthChecks(
        inputOf({
          state: 'live',
          now: '2026-03-02T10:00:00Z',
          traffic: [],
          totalUnits: 0,
          moments: [],
        }),
        [],
      ),
    ).map(({ id }) => id);
    expect(ids).toEqual(['traffic', 'srm', 'crossover', 'data']);
    expect(awaitedChecks(healthChecks(inputOf({}), []))).toEqual([]);
  });
});
