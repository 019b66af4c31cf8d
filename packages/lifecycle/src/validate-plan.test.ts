import { describe, expect, it } from 'vitest';
import type { ExperimentPlan } from './experiment-plan';
import { testPlan } from './test-experiment';
import { validatePlan } from './validate-plan';

const metric = (changes: object = {}) => ({
  metricId: 'retention-7',
  role: 'success' as const,
  direction: 'increase' as const,
  ...changes,
});
const design = (changes: object) => ({
  kind: 'fixed-horizon' as const,
  alpha: 0.05,
  power: 0.8,
  plannedDays: 14,
  ...changes,
});
const a = { id: 'a', weight: 1 };

const broken: readonly {
  readonly what: string;
  readonly plan: Partial<ExperimentPlan>;
  readonly found: readonly string[];
}[] = [
  {
    what: 'an empty hypothesis',
    plan: { hypothesis: '\n' },
    found: ['EMPTY hypothesis'],
  },
  {
    what: 'no flag',
    plan: { assignment: { kind: 'flag', flagId: '' } },
    found: ['EMPTY assignment.flagId'],
  },
  {
    what: 'a zone that no clock shows',
    plan: { timeZone: 'Europe/Atlantis' },
    found: ['INVALID_TIME_ZONE timeZone'],
  },
  {
    what: 'an offset, which knows no summer',
    plan: { timeZone: '+01:00' },
    found: ['INVALID_TIME_ZONE timeZone'],
  },
  {
    what: 'one variant',
    plan: { controlVariant: 'a', variants: [a] },
    found: ['TOO_FEW_VARIANTS variants'],
  },
  {
    what: 'a control that is no variant',
    plan: { controlVariant: 'c' },
    found: ['UNKNOWN_CONTROL controlVariant'],
  },
  {
    what: 'a variant twice and a weight of zero',
    plan: { controlVariant: 'a', variants: [a, { id: 'a', weight: 0 }] },
    found: [
      'DUPLICATE_VARIANT variants[1].id',
      'INVALID_WEIGHT variants[1].weight',
    ],
  },
  {
    what: 'only deterioration metrics',
    plan: { metrics: [metric({ role: 'deterioration' })] },
    found: ['NO_DECISION_METRIC metrics'],
  },
  {
    what: 'a metric twice',
    plan: { metrics: [metric(), metric({ role: 'guardrail' })] },
    found: ['DUPLICATE_METRIC metrics[1].metricId'],
  },
  {
    what: 'an effect of zero and a margin in percent',
    plan: {
      metrics: [
        metric({ mdeRelative: 0 }),
        metric({ metricId: 'crashes', role: 'guardrail', nimRelative: 5 }),
      ],
    },
    found: [
      'INVALID_MDE metrics[0].mdeRelative',
      'INVALID_NIM metrics[1].nimRelative',
    ],
  },
  {
    what: 'a fall by more than all of it',
    plan: { metrics: [metric({ direction: 'decrease', mdeRelative: 1.2 })] },
    found: ['INVALID_MDE metrics[0].mdeRelative'],
  },
  {
    what: 'rates in percent and no day',
    plan: { design: design({ alpha: 5, power: 80, plannedDays: 0 }) },
    found: [
      'INVALID_RATE design.alpha',
      'INVALID_RATE design.power',
      'INVALID_DURATION design.plannedDays',
    ],
  },
  {
    what: 'numbers that are none',
    plan: {
      design: design({ alpha: Number.NaN, plannedDays: Number.NaN }),
      requiredUnits: Number.NaN,
    },
    found: [
      'INVALID_RATE design.alpha',
      'INVALID_DURATION design.plannedDays',
      'INVALID_REQUIRED_UNITS requiredUnits',
    ],
  },
  {
    what: 'an audience of nobody',
    plan: {
      audience: {
        proportion: 0,
        conditions: [{ attribute: '', operator: 'in', values: [] }],
        exclusivityTags: [],
      },
    },
    found: [
      'INVALID_PROPORTION audience.proportion',
      'EMPTY audience.conditions[0].attribute',
      'INVALID_CONDITION audience.conditions[0].values',
    ],
  },
];

describe('validatePlan', () => {
  it('finds nothing in a whole plan, also without a detectable effect', () => {
    expect(validatePlan(testPlan())).toEqual([]);
    expect(validatePlan(testPlan({ metrics: [metric()] }))).toEqual([]);
    expect(validatePlan(testPlan({ timeZone: 'Asia/Kolkata' }))).toEqual([]);
  });

  for (const { what, plan, found } of broken) {
    it(`reports ${what}, with the path`, () => {
      const problems = validatePlan(testPlan(plan));
      expect(
        problems.map(
          ({ code, path }) => `${code.replace('ETUDE_PLAN_', '')} ${path}`,
        ),
      ).toEqual(found);
    });
  }

  it('reports the problems of every part at once', () => {
    const problems = validatePlan(
      testPlan({
        hypothesis: '',
        assignment: { kind: 'flag', flagId: '' },
        controlVariant: 'c',
        variants: [a, { id: 'b', weight: -1 }],
        metrics: [],
        design: design({ plannedDays: 0 }),
        audience: { conditions: [], proportion: 2, exclusivityTags: [] },
      }),
    );
    expect(problems.map(({ path }) => path)).toEqual([
      'hypothesis',
      'assignment.flagId',
      'controlVariant',
      'variants[1].weight',
      'audience.proportion',
      'metrics',
      'design.plannedDays',
    ]);
  });
});
