import { analyzeExperiment } from '@etude/analysis';
import type { AnalysisInput } from '@etude/analysis';
import { analysisResultSchema } from './analysis-schema';

const VARIANTS = ['control', 'green'];
const METRICS = ['revenue', 'visits', 'errors', 'missing'];

const input = (state: 'live' | 'ended'): AnalysisInput => ({
  plan: {
    hypothesis: 'A green button sells more.',
    entity: 'user',
    targetingKeySelector: 'targeting_key',
    assignment: { kind: 'flag', flagId: 'checkout-button' },
    controlVariant: 'control',
    variants: VARIANTS.map(id => ({ id, weight: 1 })),
    audience: { conditions: [], proportion: 1, exclusivityTags: [] },
    metrics: [
      {
        metricId: 'revenue',
        role: 'success',
        direction: 'increase',
        mdeRelative: 0.02,
      },
      {
        metricId: 'visits',
        role: 'guardrail',
        direction: 'increase',
        nimRelative: 0.02,
      },
      { metricId: 'errors', role: 'deterioration', direction: 'decrease' },
      { metricId: 'missing', role: 'success', direction: 'increase' },
    ],
    design: { kind: 'fixed-horizon', alpha: 0.05, power: 0.8, plannedDays: 14 },
  },
  metricInfo: METRICS.map(id => ({ id, name: id, type: 'average' as const })),
  state,
  launchedAt: '2026-03-02T09:00:00Z',
  plannedEndAt: '2026-03-16T09:00:00Z',
  now: '2026-03-10T09:00:00Z',
  moments: METRICS.slice(0, 3).flatMap(metricId =>
    VARIANTS.map(variant => ({
      metricId,
      variant,
      exposureDate: '2026-03-03',
      n: 10_000,
      mean: 10,
      m2: 40_000,
    })),
  ),
  traffic: VARIANTS.map(variant => ({
    variant,
    exposureDate: '2026-03-03',
    units: 10_000,
  })),
  crossoverUnits: 3,
  totalUnits: 20_003,
});

describe('the wire form of an analysis', () => {
  it.each(['live', 'ended'] as const)(
    'keeps every field of the analysis of a %s experiment',
    state => {
      const { look: _look, ...analysis } = analyzeExperiment(input(state));
      const sent: unknown = JSON.parse(JSON.stringify(analysis));
      expect(analysisResultSchema.parse(sent)).toEqual(sent);
    },
  );

  it('keeps sequences, adjustments, breakdowns, levels of a tree and alarms', () => {
    const base = input('live');
    const companions = { means: [5], comoments: [20_000, 40_000] };
    const earlier = analyzeExperiment({ ...base, pastLooks: [] }).look;
    const { look: _look, ...analysis } = analyzeExperiment({
      ...base,
      plan: {
        ...base.plan,
        metrics: base.plan.metrics.slice(0, 3),
        requiredUnits: 40_000,
        design: {
          kind: 'group-sequential',
          alpha: 0.05,
          power: 0.8,
          plannedDays: 14,
          plannedLooks: 5,
          spending: { kind: 'obrien-fleming' },
          overRun: 'rescale',
        },
        decisionRule: {
          kind: 'tree',
          root: {
            kind: 'all',
            children: [
              { kind: 'hypothesis', metricId: 'revenue', test: 'superiority' },
              {
                kind: 'hypothesis',
                metricId: 'visits',
                test: 'non-inferiority',
              },
            ],
          },
        },
      },
      metricInfo: base.metricInfo.map(info => ({ ...info, covariates: 1 })),
      moments: base.moments.flatMap(row => {
        const mean = row.variant === 'green' ? 10.5 : 10;
        const whole = { ...row, mean, companions };
        const dimension = { name: 'country', value: 'se' };
        return [whole, { ...whole, dimension }];
      }),
      pastLooks: [earlier],
    });
    const sent: unknown = JSON.parse(JSON.stringify(analysis));
    expect(analysisResultSchema.parse(sent)).toEqual(sent);
    expect(analysis.metrics[0]).toHaveProperty('sequence');
    expect(analysis.metrics[0]).toHaveProperty('adjustment');
    expect(analysis.metrics[0]).toHaveProperty('bayesian');
    expect(analysis.breakdowns[0]).toHaveProperty('adjustedPValue');
    expect(analysis.design).toHaveProperty('hypotheses');
    expect(analysis.monitors.map(({ state }) => state)).toContain('alarm');
    expect(analysis.progress).toHaveProperty('stopReachedAt');
  });

  it('keeps the reason why there is no lift', () => {
    const base = input('ended');
    const { look: _look, ...analysis } = analyzeExperiment({
      ...base,
      moments: base.moments.flatMap(row => {
        const centred = { ...row, mean: row.variant === 'control' ? 0 : 1 };
        return [
          centred,
          { ...centred, dimension: { name: 'country', value: 'se' } },
        ];
      }),
    });
    const sent: unknown = JSON.parse(JSON.stringify(analysis));
    expect(analysisResultSchema.parse(sent)).toEqual(sent);
    expect(analysis.metrics.map(one => one.liftProblem?.code)).toContain(
      'ETUDE_ANALYSIS_ZERO_CONTROL_MEAN',
    );
    expect(analysis.breakdowns[0]).toHaveProperty('liftProblem');
  });

  it('does not let a look through', () => {
    const whole: unknown = JSON.parse(
      JSON.stringify(analyzeExperiment(input('live'))),
    );
    expect(analysisResultSchema.parse(whole)).not.toHaveProperty('look');
  });
});
