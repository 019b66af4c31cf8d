import { describe, expect, it } from 'vitest';
import type { MetricResult } from '../analysis-result';
import type { TestInputOptions } from '../test-input';
import { checkData } from './check-data';
import { LIVE, checkOf, days, inputOf } from './health-test-input';

describe('what the crossover check says', () => {
  const said = (crossoverUnits: number, totalUnits: number) =>
    checkOf('crossover', { crossoverUnits, totalUnits });

  it('counts them and their share', () => {
    expect(said(0, 1_000).sentence).toBe(
      'No unit was seen in more than one variant.',
    );
    expect(said(4, 1_000)).toMatchObject({
      state: 'pass',
      figure: { name: 'share of units', value: 0.004 },
      sentence:
        '4 units (0.4 %) were seen in more than one variant and are left out.',
    });
    expect(said(20, 1_000).sentence).toMatch(/^20 units \(2 %\) were seen/);
  });

  it('tells nobody exposed from counts that are none', () => {
    expect(said(0, 0).sentence).toBe('No unit has been exposed yet.');
    const broken = said(5, 3).sentence;
    expect(broken).toMatch(/^Crossover cannot be judged: \S.*\.$/);
    expect(broken).not.toContain('undefined');
  });
});

describe('what the exposure check says of days', () => {
  const said = (...counts: readonly (readonly [number, number])[]) =>
    checkOf('exposure-gaps', { traffic: days(...counts) }).sentence;

  it('counts the days like the one it names', () => {
    // Eight days; a short one is some seven standard errors from the others.
    const withShort = (count: number) =>
      said(
        ...Array.from({ length: 8 }, (_, index) =>
          index < count ? ([715, 1_000] as const) : ([1_000, 1_000] as const),
        ),
      );
    expect(withShort(1)).toContain('On 2 Mar 2026 a got 715 units');
    expect(withShort(1)).not.toContain('more such');
    expect(withShort(2)).toContain(' 1 more such day was found.');
    expect(withShort(3)).toContain(' 2 more such days were found.');
  });

  it('lists silent days, three by name', () => {
    const usual = [500, 500] as const;
    const none = [0, 0] as const;
    expect(said(usual, none, none, none, usual)).toContain(
      'No variant had a unit on 3 Mar 2026, 4 Mar 2026 and 5 Mar 2026.',
    );
    expect(said(usual, none, none, none, none, usual)).toContain(
      '3 Mar 2026, 4 Mar 2026, 5 Mar 2026 and 1 more.',
    );
  });

  it('waits for dates and for the second day', () => {
    expect(checkOf('exposure-gaps', { traffic: [] }).sentence).toBe(
      'Exposures carry no day, so gaps cannot be seen.',
    );
    expect(said([5, 5])).toMatch(/^There is one day of exposure so far/);
  });
});

describe('what the pre-exposure check says without a comparison', () => {
  const said = (covariates: readonly number[]) =>
    checkOf('pre-exposure', {
      metricInfo: covariates.map((count, index) => ({
        id: index === 0 ? 'goal' : `other-${index}`,
        name: 'Goal',
        type: 'average' as const,
        covariates: count,
      })),
    }).sentence;

  it('tells a plan without a covariate from one without a value yet', () => {
    expect(said([0])).toMatch(/^No metric of the plan is measured before/);
    expect(said([1])).toMatch(/^No unit has a value from before exposure/);
    expect(said([0, 1])).toMatch(/^No unit has a value from before exposure/);
  });
});

describe('what the data check says', () => {
  const result = (changes: Partial<MetricResult>): MetricResult => ({
    metricId: 'goal',
    name: 'Goal',
    role: 'success',
    direction: 'increase',
    variant: 'b',
    status: 'problem',
    problem: { code: 'ETUDE_ANALYSIS_X', message: 'A test refused it.' },
    outcome: 'unknown',
    sentence: '',
    ...changes,
  });
  const watched = (name: string) =>
    result({ metricId: name, name, role: 'deterioration' });
  const said = (
    results: readonly MetricResult[],
    options: Partial<TestInputOptions> = {},
  ) => checkData(inputOf(options), results);

  it('names what is missing, at the end and before', () => {
    const other = result({ metricId: 'other', name: 'Other' });
    expect(said([result({})])).toMatchObject({
      state: 'fail',
      sentence: 'Goal has no usable result. A test refused it.',
    });
    expect(said([result({}), other]).sentence).toMatch(
      /^Goal and Other have no usable result\. /,
    );
    expect(said([result({})], LIVE)).toMatchObject({
      state: 'warn',
      sentence: 'Goal has no usable result yet. A test refused it.',
    });
    const open = { ...LIVE, plannedEndAt: null };
    expect(said([result({})], open).state).toBe('warn');
    const over = { ...LIVE, now: '2026-03-16T09:00:00Z' };
    expect(said([result({})], over).state).toBe('fail');
    expect(said([result({})], { state: 'ended', now: LIVE.now }).state).toBe(
      'fail',
    );
  });

  it('names what nobody watches, and counts both', () => {
    expect(said([watched('Crashes')])).toMatchObject({
      state: 'warn',
      figure: { value: 1 },
      sentence:
        'Crashes has no facts: no exposed unit has a value. Crashes should be watched for harm, but has no result.',
    });
    expect(
      said([result({}), watched('Crashes'), watched('Errors')]),
    ).toMatchObject({
      figure: { value: 3 },
      sentence:
        'Goal has no usable result. A test refused it. Crashes and Errors should be watched for harm, but have no result.',
    });
  });

  it('has the reason of the metric it is about', () => {
    const info = { name: 'Goal', type: 'average' as const };
    const failing = {
      metricInfo: [
        { id: 'other', ...info, failure: 'Another query failed.' },
        { id: 'goal', ...info },
      ],
    };
    expect(said([result({})], failing).sentence).toContain(
      'A test refused it.',
    );
    const [first, second] = failing.metricInfo;
    expect(
      said([result({})], {
        metricInfo: [
          { ...info, ...first, id: 'goal' },
          { ...info, ...second, id: 'other' },
        ],
      }).sentence,
    ).toContain('Goal was not computed: Another query failed.');
    // Nothing came, because the query failed: that is no waiting.
    expect(said([result({})], { ...LIVE, ...failing, moments: [] }).state).toBe(
      'warn',
    );
    expect(
      said([result({})], { ...LIVE, moments: [], quantiles: [] }).state,
    ).toBe('unknown');
  });
});
