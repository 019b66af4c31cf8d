import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { healthChecks } from './health-checks';
import type { TestInputOptions } from '../test-input';
import { observedMetric, testInput } from '../test-input';

const metric = observedMetric('m', 'success', { b: 10, mdeRelative: 0.02 });

const checkOf = (
  id: HealthCheck['id'],
  options: Partial<TestInputOptions>,
): HealthCheck => {
  const input = testInput({ observedMetrics: [metric], ...options });
  const check = healthChecks(input, []).find(one => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
};

const live: Partial<AnalysisInput> = {
  state: 'live',
  endReason: undefined,
  launchedAt: '2026-03-02T09:00:00Z',
  now: '2026-03-10T09:00:00Z',
};

const day = (variant: string, exposureDate: string, units = 50) => ({
  variant,
  exposureDate,
  units,
});

describe('traffic', () => {
  const cases: readonly {
    readonly what: string;
    readonly options: Partial<TestInputOptions>;
    readonly state: HealthCheck['state'];
  }[] = [
    {
      what: 'every variant has units',
      options: { units: { a: 5, b: 5 } },
      state: 'pass',
    },
    {
      what: 'a variant has none',
      options: { units: { a: 5, b: 0 } },
      state: 'fail',
    },
    {
      what: 'a variant of no plan was served',
      options: { units: { a: 5, b: 5, c: 1 } },
      state: 'fail',
    },
    {
      what: 'nobody is exposed in the first two days',
      options: { ...live, now: '2026-03-03T09:00:00Z', traffic: [] },
      state: 'unknown',
    },
    {
      what: 'nobody is exposed after two days',
      options: { ...live, now: '2026-03-04T09:00:00Z', traffic: [] },
      state: 'fail',
    },
    {
      what: 'no exposure for 48 hours',
      options: {
        ...live,
        traffic: [day('a', '2026-03-07'), day('b', '2026-03-07')],
        now: '2026-03-10T00:00:00Z',
      },
      state: 'warn',
    },
    {
      what: 'a silence of less than 48 hours',
      options: {
        ...live,
        traffic: [day('a', '2026-03-07'), day('b', '2026-03-07')],
        now: '2026-03-09T23:00:00Z',
      },
      state: 'pass',
    },
    {
      what: 'one variant stopped while the other went on',
      options: {
        ...live,
        traffic: [
          day('a', '2026-03-07'),
          day('b', '2026-03-07'),
          day('a', '2026-03-08'),
          day('a', '2026-03-09'),
        ],
      },
      state: 'fail',
    },
    {
      what: 'one unit on the last day in one variant only',
      options: {
        ...live,
        traffic: [
          day('a', '2026-03-08'),
          day('b', '2026-03-08'),
          day('a', '2026-03-09', 1),
        ],
      },
      state: 'pass',
    },
  ];

  for (const { what, options, state } of cases) {
    it(`${what}: ${state}`, () => {
      const check = checkOf('traffic', options);
      expect(check.state).toBe(state);
      expect(check.nextStep === undefined).toBe(state === 'pass');
    });
  }

  it('counts the silence from the end of a day of the zone of the plan', () => {
    const { plan } = testInput({ observedMetrics: [metric] });
    const at = (now: string) =>
      checkOf('traffic', {
        ...live,
        plan: { ...plan, timeZone: 'Europe/Stockholm' },
        traffic: [day('a', '2026-03-28'), day('b', '2026-03-28')],
        now,
      }).state;
    // That day ends there at 23:00 UTC.
    expect(at('2026-03-30T22:59:59Z')).toBe('pass');
    expect(at('2026-03-30T23:00:00Z')).toBe('warn');
  });
});

describe('a variant that stopped', () => {
  const stoppedAfter = (
    later: number,
    variants?: TestInputOptions['variants'],
  ) =>
    checkOf('traffic', {
      ...live,
      ...(variants ? { variants } : {}),
      traffic: [
        ...(variants ?? [{ id: 'a' }, { id: 'b' }]).map(({ id }) =>
          day(id, '2026-03-08'),
        ),
        day('a', '2026-03-09', later),
      ],
    }).state;

  it('is one whose silence has a chance below 0.001 over the variants', () => {
    // ½^n < 0.0005 from n = 11 on.
    expect(stoppedAfter(10)).toBe('pass');
    expect(stoppedAfter(11)).toBe('fail');
  });

  it('is judged by its own weight', () => {
    // 0.9^n < 0.0005 from n = 73 on.
    const variants = [
      { id: 'a', weight: 9 },
      { id: 'b', weight: 1 },
    ];
    expect(stoppedAfter(72, variants)).toBe('pass');
    expect(stoppedAfter(73, variants)).toBe('fail');
  });
});

describe('sample ratio', () => {
  it('fails at p < 0.001 only: 5,100 to 4,900 is chance, 5,200 is not', () => {
    // chi-square (100² + 100²)/5000 = 4, p = 0.0455; (200²·2)/5000 = 16, 6e-5
    const mild = checkOf('srm', { units: { a: 5_100, b: 4_900 } });
    expect(mild.state).toBe('pass');
    expect(mild.figure?.value.toFixed(4)).toBe('0.0455');
    const broken = checkOf('srm', { units: { a: 5_200, b: 4_800 } });
    expect(broken.state).toBe('fail');
    expect(broken.sentence).toContain('p = 6.3e-5');
  });

  it('uses the weights of the plan', () => {
    const variants = [
      { id: 'a', weight: 3 },
      { id: 'b', weight: 1 },
    ];
    const split = { units: { a: 7_500, b: 2_500 }, variants };
    expect(checkOf('srm', split).state).toBe('pass');
    expect(
      checkOf('srm', { units: { a: 5_000, b: 5_000 }, variants }),
    ).toMatchObject({ state: 'fail' });
  });

  it('is unknown below eight expected units in a variant', () => {
    expect(checkOf('srm', { units: { a: 14, b: 1 } }).state).toBe('unknown');
    expect(checkOf('srm', { units: { a: 15, b: 1 } }).state).toBe('fail');
  });
});

describe('crossover', () => {
  it('fails from 1 % and ten units on', () => {
    const at = (crossoverUnits: number, totalUnits: number) =>
      checkOf('crossover', { crossoverUnits, totalUnits }).state;
    expect(at(10, 1_000)).toBe('fail');
    expect(at(9, 100)).toBe('pass');
    expect(at(99, 10_000)).toBe('pass');
    expect(at(0, 0)).toBe('unknown');
  });
});
