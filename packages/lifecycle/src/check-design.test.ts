import { describe, expect, it } from 'vitest';
import type { ExperimentDesign, ExperimentPlan } from './experiment-plan';
import { testPlan } from './test-experiment';
import { validatePlan } from './validate-plan';

const rates = { alpha: 0.05, power: 0.8, plannedDays: 14 };
const goal = {
  metricId: 'retention-7',
  role: 'success' as const,
  direction: 'increase' as const,
  mdeRelative: 0.02,
};
const guard = {
  metricId: 'crashes',
  role: 'guardrail' as const,
  direction: 'decrease' as const,
  nimRelative: 0.01,
};
const { mdeRelative: _mde, ...aimless } = goal;
const { nimRelative: _nim, ...bare } = guard;

const groupSequential = (
  changes: Partial<Extract<ExperimentDesign, { kind: 'group-sequential' }>>,
): ExperimentDesign => ({
  kind: 'group-sequential',
  ...rates,
  plannedLooks: 5,
  spending: { kind: 'obrien-fleming' },
  overRun: 'rescale',
  ...changes,
});

const found = (plan: Partial<ExperimentPlan>): readonly string[] =>
  validatePlan(testPlan(plan)).map(
    ({ code, path }) => `${code.replace('ETUDE_PLAN_', '')} ${path}`,
  );

describe('validatePlan of a design', () => {
  const sound: readonly ExperimentDesign[] = [
    { kind: 'fixed-power', ...rates },
    { kind: 'fixed-power', ...rates, burnInUnits: 500 },
    { kind: 'fixed-width', ...rates, widthRelative: 0.02 },
    groupSequential({}),
    groupSequential({ spending: { kind: 'hwang-shih-decani', gamma: -4 } }),
    { kind: 'always-valid', ...rates },
  ];
  for (const design of sound) {
    it(`finds nothing in ${JSON.stringify(design)}`, () => {
      expect(
        found({ design, metrics: [goal, guard], requiredUnits: 1_000 }),
      ).toEqual([]);
    });
  }

  const broken: readonly (readonly [
    string,
    Partial<ExperimentPlan>,
    string[],
  ])[] = [
    [
      'a test of power without an effect',
      { design: { kind: 'fixed-power', ...rates }, metrics: [aimless] },
      ['MISSING_MDE metrics[0].mdeRelative'],
    ],
    [
      'precision about nothing',
      { design: { kind: 'fixed-power', ...rates }, metrics: [bare] },
      ['NO_PRECISION_METRIC metrics'],
    ],
    [
      'no width and half a unit',
      {
        design: {
          kind: 'fixed-width',
          ...rates,
          widthRelative: 0,
          burnInUnits: 0.5,
        },
      },
      [
        'INVALID_WIDTH design.widthRelative',
        'INVALID_BURN_IN design.burnInUnits',
      ],
    ],
    [
      'looks and units that are none',
      { design: groupSequential({ plannedLooks: 0 }) },
      [
        'INVALID_LOOKS design.plannedLooks',
        'MISSING_REQUIRED_UNITS requiredUnits',
      ],
    ],
    [
      'half a look',
      { design: groupSequential({ plannedLooks: 2.5 }), requiredUnits: 9 },
      ['INVALID_LOOKS design.plannedLooks'],
    ],
    [
      'an exponent of 0',
      {
        design: groupSequential({ spending: { kind: 'power', exponent: 0 } }),
        requiredUnits: 9,
      },
      ['INVALID_SPENDING design.spending.exponent'],
    ],
    [
      'a gamma that is none',
      {
        design: groupSequential({
          spending: { kind: 'hwang-shih-decani', gamma: Number.NaN },
        }),
        requiredUnits: 9,
      },
      ['INVALID_SPENDING design.spending.gamma'],
    ],
    [
      'rates of any design',
      { design: { kind: 'always-valid', ...rates, alpha: 5 } },
      ['INVALID_RATE design.alpha'],
    ],
  ];
  for (const [what, plan, problems] of broken) {
    it(`reports ${what}`, () => {
      expect(found(plan)).toEqual(problems);
    });
  }

  it('lets a fixed width do without an effect to find', () => {
    expect(
      found({
        design: { kind: 'fixed-width', ...rates, widthRelative: 0.02 },
        metrics: [aimless],
      }),
    ).toEqual([]);
  });
});

const leaf = (
  metricId: string,
  test: 'superiority' | 'non-inferiority' = 'superiority',
) => ({ kind: 'hypothesis' as const, metricId, test });

describe('validatePlan of a decision rule', () => {
  it('takes the strict guarantee only where power is left for it', () => {
    const strict = (power: number) =>
      found({
        design: { kind: 'fixed-horizon', ...rates, power },
        decisionRule: { kind: 'standard', guarantee: 'strict' },
      });
    expect(strict(0.9)).toEqual([]);
    expect(strict(0.95)).toEqual(['UNREACHABLE_POWER decisionRule.guarantee']);
    expect(strict(0.97)).toEqual(['UNREACHABLE_POWER decisionRule.guarantee']);
  });

  it('takes a tree of any depth, with a metric at several places', () => {
    expect(
      found({
        metrics: [goal, guard],
        decisionRule: {
          kind: 'tree',
          root: {
            kind: 'any',
            children: [
              leaf('retention-7'),
              {
                kind: 'all',
                children: [
                  leaf('crashes', 'non-inferiority'),
                  leaf('retention-7'),
                ],
              },
            ],
          },
        },
      }),
    ).toEqual([]);
  });

  it('reports every leaf and group that cannot be judged', () => {
    expect(
      found({
        metrics: [goal, { ...bare, metricId: 'bare' }, guard],
        decisionRule: {
          kind: 'tree',
          root: {
            kind: 'all',
            children: [
              leaf('nowhere'),
              leaf('bare'),
              leaf('bare', 'non-inferiority'),
              leaf('retention-7', 'non-inferiority'),
              { kind: 'any', children: [] },
            ],
          },
        },
      }),
    ).toEqual([
      'UNKNOWN_RULE_METRIC decisionRule.root.children[0].metricId',
      'RULE_NEEDS_SUCCESS decisionRule.root.children[1]',
      'RULE_NEEDS_MARGIN decisionRule.root.children[2]',
      'RULE_NEEDS_MARGIN decisionRule.root.children[3]',
      'EMPTY_RULE decisionRule.root.children[4].children',
      'LEFT_OUT_OF_RULE metrics[2].role',
    ]);
  });
});
