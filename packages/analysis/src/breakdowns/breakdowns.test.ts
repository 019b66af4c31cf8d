import { describe, expect, it } from 'vitest';
import { analyzeExperiment } from '../analyze-experiment';
import { momentsRow, observedMetric, testInput } from '../test-input';
import type { TestSample } from '../test-input';

const inCountry = (
  value: string | null,
  variant: string,
  sample: TestSample,
) => ({
  ...momentsRow('goal', variant, sample),
  dimension: { name: 'country', value },
});

const input = testInput({
  observedMetrics: [
    observedMetric('goal', 'success', { b: 10, mdeRelative: 0.02 }),
  ],
});
const withRows = {
  ...input,
  moments: [
    ...input.moments,
    inCountry('se', 'a', [200, 10, 4]),
    inCountry('se', 'b', [200, 10.5, 4]),
    inCountry('no', 'a', [100, 10, 4]),
    inCountry('no', 'b', [100, 10, 4]),
    inCountry(null, 'a', [50, 10, 4]),
    inCountry('fi', 'a', [50, 3, 0]),
    inCountry('fi', 'b', [50, 3, 0]),
  ],
};

describe('breakdowns', () => {
  const of = (value: string | null) =>
    analyzeExperiment(withRows).breakdowns.find(
      breakdown => breakdown.value === value,
    );

  it('test a metric in each value, with Bonferroni over the four', () => {
    // d = 0.5, se = √(8/200) = 0.2, z = 2.5: p = 0.0124193, times 4
    expect(of('se')).toMatchObject({
      dimension: 'country',
      metricId: 'goal',
      variant: 'b',
      control: { n: 200, mean: 10 },
      treatment: { n: 200, mean: 10.5 },
    });
    expect(of('se')?.difference?.pValue.toFixed(7)).toBe('0.0124193');
    expect(of('se')?.adjustedPValue?.toFixed(6)).toBe('0.049677');
    expect(of('no')?.adjustedPValue).toBe(1);
  });

  it('have intervals at the same level as their p-values', () => {
    // 0.05/4 two-sided: z = 2.497705; 0.5 ± 2.497705 · 0.2
    const [from, to] = of('se')?.difference?.ci ?? [];
    expect(from?.toFixed(6)).toBe('0.000459');
    expect(to?.toFixed(6)).toBe('0.999541');
  });

  it('carry a problem where there is no number', () => {
    expect(of(null)?.problem?.code).toBe('ETUDE_ANALYSIS_EMPTY_VARIANT');
    // Named once: it is no problem of a test.
    expect(of(null)?.problem?.message).toMatch(
      /^goal has no result: no unit of b has a value\./,
    );
    expect(of('fi')?.problem?.code).toBe('ETUDE_ANALYSIS_ZERO_VARIANCE');
    expect(of('fi')).not.toHaveProperty('difference');
  });

  it('divide by the values that have the metric, dimension by dimension', () => {
    const other = (name: string, value: string, metricId: string) =>
      ['a', 'b'].map(variant => ({
        ...momentsRow(metricId, variant, [200, variant === 'a' ? 10 : 10.5, 4]),
        dimension: { name, value },
      }));
    const two = testInput({
      observedMetrics: [
        observedMetric('goal', 'success', { b: 10, mdeRelative: 0.02 }),
        observedMetric('rare', 'success', { b: 10, mdeRelative: 0.02 }),
      ],
    });
    const { breakdowns } = analyzeExperiment({
      ...two,
      moments: [
        ...two.moments,
        ...other('country', 'se', 'goal'),
        ...other('country', 'no', 'goal'),
        ...other('country', 'no', 'rare'),
        ...other('device', 'se', 'goal'),
      ],
    });
    // p = 0.0124193 times the values of that dimension with that metric.
    expect(
      breakdowns.map(({ dimension, value, metricId, adjustedPValue }) => [
        `${dimension} ${value} ${metricId}`,
        adjustedPValue?.toFixed(6),
      ]),
    ).toEqual([
      ['country se goal', '0.024839'],
      ['country no goal', '0.024839'],
      ['country no rare', '0.012419'],
      ['device se goal', '0.012419'],
    ]);
  });

  it('are there for every treatment, never for the control', () => {
    const three = testInput({
      observedMetrics: [],
      variants: ['a', 'b', 'c'].map(id => ({ id, weight: 1 })),
      metricInfo: [{ id: 'goal', name: 'Orders', type: 'average' }],
    });
    const { breakdowns } = analyzeExperiment({
      ...three,
      plan: { ...three.plan, metrics: input.plan.metrics },
      moments: ['a', 'b', 'c'].map(variant =>
        inCountry('se', variant, [1, 10, 0]),
      ),
    });
    expect(
      breakdowns.map(({ variant, problem }) => [variant, problem?.code]),
    ).toEqual([
      ['b', 'ETUDE_ANALYSIS_TOO_FEW_UNITS'],
      ['c', 'ETUDE_ANALYSIS_TOO_FEW_UNITS'],
    ]);
    expect(breakdowns[0]?.problem?.message).toMatch(
      /^Orders has no result: a variant has a single unit/,
    );
  });

  it('change nothing else', () => {
    const without = analyzeExperiment(input);
    expect({ ...analyzeExperiment(withRows), breakdowns: [] }).toEqual(without);
  });

  it('are empty while effects are closed', () => {
    const closed = analyzeExperiment({
      ...withRows,
      state: 'live',
      endReason: undefined,
      now: '2026-03-10T09:00:00Z',
    });
    expect(closed.breakdowns).toEqual([]);
  });
});
