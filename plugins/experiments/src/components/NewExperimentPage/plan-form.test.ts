import { testDetail, testPlan } from '../../__testUtils__/experiment-fixtures';
import type { ExperimentPlan } from '../../experiment-types';
import { EMPTY_FORM, formOf, planOf } from './plan-form';

describe('plan form', () => {
  it('gives a draft back as it was', () => {
    const plan = testPlan({
      timeZone: 'Asia/Kolkata',
      audience: {
        conditions: [
          { attribute: 'country', operator: 'in', values: ['SE', 'NO'] },
        ],
        proportion: 0.2,
        exclusivityTags: ['checkout'],
      },
      metrics: [
        {
          metricId: 'retention-7',
          role: 'success',
          direction: 'increase',
          mdeRelative: 0.011,
        },
        {
          metricId: 'crashes',
          role: 'guardrail',
          direction: 'decrease',
          nimRelative: 0.007,
        },
        {
          metricId: 'latency',
          role: 'deterioration',
          direction: 'decrease',
        },
      ],
    });
    const { experiment } = testDetail({ plan });
    expect(planOf(formOf(experiment))).toEqual(plan);
  });

  it('gives back who counts and what results are broken down by', () => {
    const plan = testPlan({
      exposureFilter: {
        factTableId: 'page-views',
        filters: [
          { column: 'page', operator: 'in', value: ['cart', 'checkout'] },
          { column: 'depth', operator: 'equals', value: 3 },
          { column: 'seconds', operator: 'greater-or-equal', value: 2.5 },
        ],
      },
      dimensions: [
        { name: 'country', factTableId: 'people', column: 'country' },
        {
          name: 'plan',
          factTableId: 'people',
          column: 'plan',
          validFromColumn: 'since',
        },
      ],
    });
    const { experiment } = testDetail({ plan });
    expect(planOf(formOf(experiment))).toEqual(plan);
  });

  it('compares with a number where text cannot be compared', () => {
    const row = { column: 'c', value: '2' };
    const { exposureFilter } = planOf({
      ...EMPTY_FORM,
      exposureTableId: 'page-views',
      exposureConditions: [
        { ...row, operator: 'less-or-equal' },
        { ...row, operator: 'equals' },
        { ...row, operator: 'in', value: 'a, b' },
      ],
    });
    expect(exposureFilter?.filters.map(({ value }) => value)).toEqual([
      2,
      '2',
      ['a', 'b'],
    ]);
  });

  it.each<Partial<ExperimentPlan>>([
    {
      design: {
        kind: 'fixed-power',
        alpha: 0.05,
        power: 0.8,
        plannedDays: 14,
        burnInUnits: 100,
      },
    },
    {
      design: {
        kind: 'fixed-width',
        alpha: 0.05,
        power: 0.8,
        plannedDays: 14,
        widthRelative: 0.011,
      },
    },
    {
      design: {
        kind: 'group-sequential',
        alpha: 0.025,
        power: 0.9,
        plannedDays: 28,
        plannedLooks: 4,
        spending: { kind: 'power', exponent: 3 },
        overRun: 'strict',
      },
    },
    {
      design: { kind: 'always-valid', alpha: 0.05, power: 0.8, plannedDays: 9 },
      decisionRule: { kind: 'standard', guarantee: 'strict' },
    },
    {
      decisionRule: {
        kind: 'tree',
        root: {
          kind: 'hypothesis',
          metricId: 'retention-7',
          test: 'superiority',
        },
      },
    },
  ])('gives the design of a draft back as it was: %j', changes => {
    const plan = testPlan(changes);
    expect(planOf(formOf(testDetail({ plan }).experiment))).toEqual(plan);
  });

  it('gives what a draft was planned with back as it was', () => {
    const plan = testPlan({
      planning: {
        baseline: { 'retention-7': { mean: 0.2, variance: 0.16 } },
        covariateR2: { 'retention-7': 0.49 },
        unitsPerDay: 1_500,
      },
    });
    expect(planOf(formOf(testDetail({ plan }).experiment))).toEqual(plan);
  });

  it('keeps with the plan only what is complete and of its metrics', () => {
    const { experiment } = testDetail({ plan: testPlan() });
    const plan = planOf({
      ...formOf(experiment),
      baselines: {
        'retention-7': { mean: 0.2, variance: null },
        gone: { mean: 1, variance: 1 },
      },
      explainedPercents: { 'retention-7': null, gone: 20 },
      unitsPerDay: 0,
    });
    expect(plan).toEqual(testPlan());
  });

  it('gives a table-assigned draft back as it was', () => {
    const plan = testPlan({
      assignment: {
        kind: 'table',
        factTableId: 'cookie-cats',
        unitColumn: 'userid',
        variantColumn: 'version',
        exposedAtColumn: 'installed_at',
        dimensions: ['country'],
      },
    });
    const form = formOf(testDetail({ plan }).experiment);
    expect(planOf(form)).toEqual(plan);
    // Columns of one table are none of another.
    expect(planOf({ ...form, factTableId: 'dogs' }).assignment).toEqual({
      kind: 'table',
      factTableId: 'dogs',
      unitColumn: 'userid',
      variantColumn: 'version',
    });
  });

  it('sends percent as shares without the dust of binary fractions', () => {
    const plan = planOf({
      ...EMPTY_FORM,
      alphaPercent: 1.1,
      metrics: [
        {
          metricId: 'm',
          role: 'success',
          direction: 'increase',
          percent: 0.7,
        },
      ],
    });
    expect(plan.design.alpha).toBe(0.011);
    expect(plan.metrics[0]?.mdeRelative).toBe(0.007);
  });
});
