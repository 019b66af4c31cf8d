import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import type { LookRecord } from '../look-record';
import type { TestInputOptions } from '../test-input';
import { testInput } from '../test-input';
import { checkSrm } from './check-srm';
import { firstSrmDay, runningSrmP } from './sample-ratio';

const inputOf = (options: Partial<TestInputOptions>): AnalysisInput =>
  testInput({ observedMetrics: [], ...options });
const live = { state: 'live', now: '2026-03-10T09:00:00Z' } as const;

const look = (srmP: number): LookRecord => ({
  at: '2026-03-09T09:00:00Z',
  tests: [],
  units: {},
  srmP,
});

const day = (exposureDate: string, a: number, b: number) => [
  { variant: 'a', exposureDate, units: a },
  { variant: 'b', exposureDate, units: b },
];

describe('sample ratio of counts that are none', () => {
  it('is unknown with the reason, never a pass', () => {
    const broken = inputOf({ units: { a: 5_000.5, b: 5_000 } });
    for (const input of [broken, { ...broken, ...live }]) {
      const check = checkSrm(input);
      expect(check).toMatchObject({ state: 'unknown' });
      expect(check.sentence).toContain('counts[0] is 5000.5');
      expect(check.figure).toBeUndefined();
    }
  });
});

describe('sample ratio while live: the sequential check', () => {
  // mpmath 1.3, 60 digits, on the cumulative counts 6,340 and 5,660.
  const broken = { ...live, units: { a: 6_340, b: 5_660 } };

  it('agrees with the Dirichlet integral and says which test it is', () => {
    const check = checkSrm(inputOf(broken));
    expect(check.state).toBe('fail');
    expect(check.threshold).toBe(0.01);
    expect(check.figure?.value).toBeCloseTo(4.0387084711385e-5, 15);
    expect(check.sentence).toContain('sequential');
  });

  it('keeps the smallest p-value of all looks', () => {
    const sound = { ...live, units: { a: 16_100, b: 15_900 } };
    expect(runningSrmP(inputOf(sound))).toBe(1);
    expect(runningSrmP(inputOf({ ...sound, pastLooks: [look(0.5)] }))).toBe(
      0.5,
    );
    const rung = inputOf({ ...sound, pastLooks: [look(0.004), look(0.008)] });
    expect(runningSrmP(rung)).toBe(0.004);
    expect(checkSrm(rung)).toMatchObject({
      state: 'fail',
      figure: { value: 0.004 },
    });
  });

  it('holds its level where daily chi-square tests would ring', () => {
    // chi-square 11.56, p = 6.7e-4, but 0.0786 by the Dirichlet integral.
    const split = { ...live, units: { a: 5_170, b: 4_830 } };
    expect(checkSrm(inputOf(split)).state).toBe('pass');
    expect(runningSrmP(inputOf(split))).toBeCloseTo(0.078575317688422, 10);
    expect(checkSrm(inputOf({ units: split.units })).state).toBe('fail');
  });

  it('is not judged without units', () => {
    expect(checkSrm(inputOf({ ...live, traffic: [] })).state).toBe('unknown');
    expect(runningSrmP(inputOf({ ...live, traffic: [] }))).toBe(1);
  });
});

describe('sample ratio at the end: chi-square', () => {
  it('fails below 0.001 and says that it is the test of the end', () => {
    const check = checkSrm(inputOf({ units: { a: 5_200, b: 4_800 } }));
    expect(check).toMatchObject({ state: 'fail', threshold: 0.001 });
    expect(check.sentence).toContain('chi-square test at the end');
  });

  it('remembers that the sequential check failed on the way', () => {
    const mild = { units: { a: 10_050, b: 9_950 } };
    expect(checkSrm(inputOf(mild)).state).toBe('pass');
    const rung = inputOf({ ...mild, pastLooks: [look(0.002)] });
    expect(checkSrm(rung)).toMatchObject({ state: 'fail', threshold: 0.01 });
  });

  it('never writes a p-value of zero', () => {
    const check = checkSrm(inputOf({ units: { a: 90_000, b: 10_000 } }));
    expect(check.sentence).toContain('p < 1e-16');
    expect(check.sentence).not.toContain('= <');
  });

  it('asks for eight expected units in the smallest variant', () => {
    const variants = [
      { id: 'a', weight: 9 },
      { id: 'b', weight: 1 },
    ];
    const at = (a: number, b: number) =>
      checkSrm(inputOf({ variants, units: { a, b } })).state;
    expect(at(75, 4)).toBe('unknown');
    expect(at(76, 4)).toBe('pass');
  });

  it('holds with few units what the sequential check found', () => {
    const few = { ...live, units: { a: 5, b: 5 } };
    expect(checkSrm(inputOf(few)).state).toBe('unknown');
    const rung = inputOf({ ...few, pastLooks: [look(0.002)] });
    expect(checkSrm(rung).state).toBe('fail');
    const at = inputOf({ ...few, pastLooks: [look(0.01)] });
    expect(checkSrm(at).state).toBe('unknown');
  });

  it('names the variant and the day that deviate most', () => {
    const variants = [
      { id: 'a', weight: 2 },
      { id: 'b', weight: 1 },
      { id: 'c', weight: 1 },
    ];
    const units = { a: 10_000, b: 5_050, c: 4_450 };
    // Expected 9,750, 4,875 and 4,875 of 19,500.
    expect(checkSrm(inputOf({ variants, units })).sentence).toContain(
      'c deviates most: 425 units too few.',
    );
    const traffic = [
      ...day('2026-03-02', 1_000, 1_010),
      ...day('2026-03-03', 1_000, 600),
      ...day('2026-03-04', 1_000, 990),
    ];
    expect(checkSrm(inputOf({ traffic })).sentence).toContain(
      '3 Mar 2026 contributes most',
    );
  });
});

describe('the first day of a broken sample ratio', () => {
  it('is the day after which the sequential check of all units fails', () => {
    const traffic = [
      ...day('2026-03-02', 510, 490),
      ...day('2026-03-03', 530, 470),
      ...day('2026-03-04', 5_300, 4_700),
      ...day('2026-03-05', 10_000, 10_000),
    ];
    expect(firstSrmDay(inputOf({ traffic }))).toBe('2026-03-04');
  });

  it('is no day of a sound split or of undated traffic', () => {
    const sound = day('2026-03-02', 5_000, 5_010);
    expect(firstSrmDay(inputOf({ traffic: sound }))).toBeNull();
    const undated = sound.map(row => ({
      ...row,
      exposureDate: null,
      units: 9,
    }));
    expect(firstSrmDay(inputOf({ traffic: undated }))).toBeNull();
  });
});
