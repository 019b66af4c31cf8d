import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from './analysis-input';
import type { HealthCheck } from './analysis-result';
import { analyzeExperiment } from './analyze-experiment';
import type { TestInputOptions } from './test-input';
import { observedMetric, testInput } from './test-input';

const metric = observedMetric('m', 'success', { b: 10, mdeRelative: 0.02 });

const checkOf = (
  id: HealthCheck['id'],
  options: Partial<TestInputOptions>,
): HealthCheck => {
  const check = analyzeExperiment(
    testInput({ observedMetrics: [metric], ...options }),
  ).health.find(one => one.id === id);
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

describe('data', () => {
  const broken = { ...metric, observed: {} };

  it('passes when every success metric and guardrail has a result', () => {
    expect(checkOf('data', {}).state).toBe('pass');
  });

  it('is unknown while nothing is there, and fails at the end', () => {
    const nothing = { observedMetrics: [broken] };
    expect(checkOf('data', { ...nothing, ...live }).state).toBe('unknown');
    expect(checkOf('data', nothing).state).toBe('fail');
  });

  it('warns of a gap before the planned end, naming the metric', () => {
    const gap = {
      observedMetrics: [metric, { ...broken, metricId: 'late' }],
      ...live,
    };
    expect(checkOf('data', gap)).toMatchObject({ state: 'warn' });
    expect(checkOf('data', gap).sentence).toContain('late has no usable');
  });

  it('does not ask for metrics that only watch', () => {
    const watched = {
      ...broken,
      metricId: 'w',
      role: 'deterioration' as const,
    };
    expect(checkOf('data', { observedMetrics: [metric, watched] }).state).toBe(
      'pass',
    );
  });
});
