import { describe, expect, it } from 'vitest';
import { analyzeExperiment } from './analyze-experiment';
import type { MetricResult } from './analysis-result';
import { testInput } from './test-input';

// The public "Cookie Cats" A/B test of a mobile game: 90,189 players, a gate
// at level 30 or 40. Retention figures and SRM are the published ones; the
// standard deviations of rounds played are 256.716 and 103.294.
const gate30 = 44_700;
const gate40 = 45_489;

const input = testInput({
  variants: [
    { id: 'a', weight: 1 },
    { id: 'b', weight: 1 },
  ],
  units: { a: gate30, b: gate40 },
  observedMetrics: [
    {
      metricId: 'retention_1',
      role: 'success',
      mdeRelative: 0.02,
      type: 'proportion',
      observed: {
        a: [gate30, 20_034 / gate30, 0.2473],
        b: [gate40, 20_119 / gate40, 0.2467],
      },
    },
    {
      metricId: 'retention_7',
      role: 'success',
      mdeRelative: 0.02,
      type: 'proportion',
      observed: {
        a: [gate30, 8_502 / gate30, 0.154],
        b: [gate40, 8_279 / gate40, 0.1489],
      },
    },
    {
      metricId: 'sum_gamerounds',
      role: 'guardrail',
      nimRelative: 0.05,
      observed: {
        a: [gate30, 52.456264, 256.716423 ** 2],
        b: [gate40, 51.298776, 103.294416 ** 2],
      },
    },
  ],
});

const analysed = () => analyzeExperiment(input);
const byId = (id: string): MetricResult => {
  const found = analysed().metrics.find(({ metricId }) => metricId === id);
  if (found === undefined) throw new Error(`no result for ${id}`);
  return found;
};

describe('Cookie Cats', () => {
  it('finds the published means and difference', () => {
    const { control, treatment, difference } = byId('retention_7');
    expect(control?.mean.toFixed(6)).toBe('0.190201');
    expect(treatment?.mean.toFixed(6)).toBe('0.182000');
    expect(difference?.estimate.toFixed(4)).toBe('-0.0082');
    const z = (difference?.estimate ?? 0) / (difference?.stdErr ?? 1);
    expect(z.toFixed(2)).toBe('-3.16');
    expect(byId('retention_1').control?.mean.toFixed(6)).toBe('0.448188');
    expect(byId('retention_1').treatment?.mean.toFixed(6)).toBe('0.442283');
  });

  it('splits alpha and beta over two success metrics and a guardrail', () => {
    const result = analysed();
    expect(result.design.alphaSuccess).toBe(0.025);
    expect(result.design.alphaGuardrail).toBe(0.05);
    expect(result.design.alphaDeterioration.toFixed(5)).toBe('0.01667');
    expect(result.design.powerPerMetric.toFixed(3)).toBe('0.900');
  });

  it('passes the sample ratio check at 0.001: chi-square 6.90, p = 0.0086', () => {
    const result = analysed();
    const srm = result.health.find(({ id }) => id === 'srm');
    expect(srm?.state).toBe('pass');
    expect(srm?.figure?.value.toFixed(4)).toBe('0.0086');
  });

  it('shows two-sided 95 % intervals for success metrics', () => {
    // −0.008201 ± 1.96 · 0.0025923
    const [from, to] = byId('retention_7').difference?.ci ?? [null, null];
    expect(from?.toFixed(4)).toBe('-0.0133');
    expect(to?.toFixed(4)).toBe('-0.0031');
  });

  it('needs about 450,000 players to find 2 % of retention_7', () => {
    // 3.2415² · 2 · (0.154025 + 0.156367) / 0.003804² ≈ 450,800
    const { requiredUnits, powered } = byId('retention_7');
    expect(requiredUnits).toBeGreaterThan(449_000);
    expect(requiredUnits).toBeLessThan(452_500);
    expect(powered).toBe(false);
  });

  it('aborts, because retention_7 got worse: p = 0.0008 one-sided', () => {
    const result = analysed();
    const inferiority = byId('retention_7').bound?.find(
      ({ kind }) => kind === 'inferiority',
    );
    expect(inferiority?.pValue.toFixed(4)).toBe('0.0008');
    expect(byId('retention_7').outcome).toBe('worse');
    expect(byId('retention_1').outcome).toBe('not-enough-data');
    expect(result.recommendations).toHaveLength(1);
    expect(result.recommendations[0]).toMatchObject({
      variant: 'b',
      action: 'abort',
    });
    expect(result.verdict).toMatchObject({ class: 'regression', variant: 'b' });
    expect(result.verdict?.sentence).toContain(
      'retention_7 got worse: −4.31 %',
    );
  });
});
