import { testDetail, testPlan } from '../../__testUtils__/experiment-fixtures';
import { EMPTY_FORM, formOf, planOf } from './plan-form';

describe('plan form', () => {
  it('gives a draft back as it was', () => {
    const plan = testPlan({
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

  it('gives a table-assigned draft back as it was', () => {
    const plan = testPlan({
      assignment: {
        kind: 'table',
        factTableId: 'cookie-cats',
        unitColumn: 'userid',
        variantColumn: 'version',
      },
    });
    expect(planOf(formOf(testDetail({ plan }).experiment))).toEqual(plan);
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
