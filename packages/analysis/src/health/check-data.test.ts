import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck, MetricResult } from '../analysis-result';
import type { TestInputOptions } from '../test-input';
import { observedMetric, testInput } from '../test-input';
import { checkData } from './check-data';

const orders = observedMetric('orders', 'success', { b: 10, mdeRelative: 0.1 });

const resultOf = (
  metricId: string,
  changes: Partial<MetricResult> = {},
): MetricResult => ({
  metricId,
  name: metricId,
  role: 'success',
  direction: 'increase',
  variant: 'b',
  status: 'estimated',
  outcome: 'no-difference',
  sentence: 'It is so.',
  ...changes,
});
const broken = (metricId: string, changes: Partial<MetricResult> = {}) =>
  resultOf(metricId, {
    status: 'problem',
    problem: { code: 'ETUDE_ANALYSIS_X', message: 'A test refused it.' },
    outcome: 'unknown',
    ...changes,
  });

const check = (
  results: readonly MetricResult[],
  options: Partial<TestInputOptions> = {},
): HealthCheck =>
  checkData(testInput({ observedMetrics: [orders], ...options }), results);

const live: Partial<AnalysisInput> = {
  state: 'live',
  now: '2026-03-10T09:00:00Z',
};

describe('data', () => {
  it('passes when every metric has a result', () => {
    expect(check([resultOf('orders')])).toMatchObject({
      state: 'pass',
      figure: { value: 0 },
    });
  });

  it('is unknown before the first computation, and fails at the end', () => {
    const nothing = { moments: [] };
    const results = [broken('orders')];
    expect(check(results, { ...nothing, ...live }).state).toBe('unknown');
    expect(check(results, nothing).state).toBe('fail');
  });

  it('warns before the planned end, because windows may have to close', () => {
    const warning = check([broken('orders'), broken('late')], live);
    expect(warning).toMatchObject({ state: 'warn', figure: { value: 2 } });
    expect(warning.sentence).toContain('orders and late have no usable');
    const atEnd = { ...live, now: '2026-03-16T09:00:00Z' };
    expect(check([broken('orders')], atEnd).state).toBe('fail');
  });

  it('warns of a watched metric without a result: nobody sees its harm', () => {
    const blind = broken('errors', { role: 'deterioration' });
    const warning = check([resultOf('orders'), blind]);
    expect(warning.state).toBe('warn');
    expect(warning.sentence).toContain('errors should be watched');
  });

  const info = { id: 'orders', name: 'orders', type: 'average' as const };
  const causes: readonly (readonly [string, Partial<TestInputOptions>])[] = [
    [
      'orders was not computed: Column amount is gone.',
      { metricInfo: [{ ...info, failure: 'Column amount is gone.' }] },
    ],
    ['orders has no facts', { moments: [] }],
    [
      'orders has values, but none in b.',
      { observedMetrics: [{ ...orders, observed: { a: [100, 10, 4] } }] },
    ],
    ['A test refused it.', {}],
  ];
  for (const [sentence, options] of causes) {
    it(`tells the cause: ${sentence}`, () => {
      const failed = check([broken('orders')], options);
      expect(failed.state).toBe('fail');
      expect(failed.sentence).toContain(sentence);
      expect(failed.nextStep?.length).toBeGreaterThan(10);
    });
  }

  it('counts neither units of a dimension nor those of another metric', () => {
    const row = {
      metricId: 'orders',
      exposureDate: null,
      n: 5,
      mean: 1,
      m2: 1,
    };
    const moments = [
      { ...row, variant: 'a' },
      { ...row, variant: 'b', dimension: { name: 'country', value: 'SE' } },
      { ...row, variant: 'b', metricId: 'other' },
    ];
    expect(check([broken('orders')], { moments }).sentence).toContain(
      'none in b',
    );
  });

  it('takes values of a quantile metric for facts', () => {
    const row = { metricId: 'orders', n: 9, value: 1, lower: 1, upper: 2 };
    const quantiles = ['a', 'b'].map(variant => ({ ...row, variant }));
    const options = { moments: [], quantiles };
    expect(check([broken('orders')], options).sentence).toContain(
      'A test refused it.',
    );
  });
});
