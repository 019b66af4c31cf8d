import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import { everyMetricInput } from './every-metric-test-input';
import type { Design } from './explained-test-input';
import {
  ALWAYS,
  ENDED,
  figureOf,
  gst,
  inputOf,
  stepOf,
  worldOf,
} from './explained-test-input';
import { SOURCES } from './sources';

describe('the levels of a plan', () => {
  const levels = (plan: Partial<AnalysisInput['plan']> = {}) =>
    figureOf(
      everyMetricInput(
        worldOf('average', 'rate', 'cost', 'two-covariates'),
        ENDED,
        plan,
      ),
      'design/levels',
    );

  it('count what the rule counts', () => {
    const numbers = Object.fromEntries(
      levels().inputs.map(({ name, value }) => [name, value]),
    );
    expect(numbers).toEqual({
      alpha: 0.05,
      power: 0.8,
      variants: 1,
      success: 2,
      guardrails: 1,
      metrics: 4,
    });
  });

  it('say what a strict guarantee pays for', () => {
    const strict = levels({
      decisionRule: { kind: 'standard', guarantee: 'strict' },
    });
    expect(strict.note).toMatch(/^Strict: the power lost to false alarms/);
    expect(stepOf(strict, 'power_per_metric')?.formula).toContain(
      '1 - power - alpha',
    );
    for (const plain of [
      levels(),
      levels({ decisionRule: { kind: 'standard', guarantee: 'default' } }),
    ]) {
      expect(plain).not.toHaveProperty('note');
      expect(stepOf(plain, 'power_per_metric')?.formula).not.toContain(
        '- alpha',
      );
    }
  });

  it('of a tree are those of each hypothesis', () => {
    const leaf = (metricId: string) => ({
      kind: 'hypothesis' as const,
      metricId,
      test: 'superiority' as const,
    });
    const tree = levels({
      decisionRule: {
        kind: 'tree',
        root: { kind: 'any', children: [leaf('average'), leaf('rate')] },
      },
    });
    expect(tree.steps.map(({ name }) => name)).toEqual([
      'alpha of superiority of average',
      'power of superiority of average',
      'alpha of superiority of rate',
      'power of superiority of rate',
      'power_per_metric',
      'alpha_guardrail',
      'alpha_deterioration',
      'alpha_success',
    ]);
    expect(tree.formula).toMatch(/^At an "any"/);
    expect(stepOf(tree, 'power_per_metric')?.formula).toContain('2 hypotheses');
  });
});

describe('the level of a look', () => {
  const intervalOf = (
    design: Design,
    n: number,
    pastLooks: AnalysisInput['pastLooks'] = [],
  ) => {
    const input = everyMetricInput(
      { ...worldOf('average'), n },
      { pastLooks },
      { design, requiredUnits: 1_000 },
    );
    return {
      figure: figureOf(input, 'metric/average/b1/interval'),
      look: analyzeExperiment(input).look,
    };
  };

  it('counts the looks, and is solved from the second on', () => {
    const first = intervalOf(gst({}), 100);
    const second = intervalOf(gst({}), 150, [first.look]);
    expect(inputOf(first.figure, 'look')?.value).toBe(1);
    expect(inputOf(second.figure, 'look')?.value).toBe(2);
    expect(stepOf(first.figure, 'c')?.formula).toBe('z_upper(spent)');
    expect(stepOf(second.figure, 'c')?.formula).toMatch(/^solves P\(/);
    const always = intervalOf(ALWAYS, 100);
    expect(inputOf(always.figure, 'look')?.value).toBe(1);
    expect(
      inputOf(intervalOf(ALWAYS, 150, [always.look]).figure, 'look')?.value,
    ).toBe(2);
  });

  it('names how it is spent, with the parameters there are', () => {
    const names = (
      spending: Extract<Design, { spending: unknown }>['spending'],
    ) =>
      intervalOf(gst({ spending }), 100)
        .figure.inputs.map(({ name }) => name)
        .filter(name => ['spending', 'exponent', 'gamma'].includes(name));
    expect(names({ kind: 'pocock' })).toEqual(['spending']);
    expect(names({ kind: 'power', exponent: 2 })).toEqual([
      'spending',
      'exponent',
    ]);
    expect(names({ kind: 'hwang-shih-decani', gamma: 1 })).toEqual([
      'spending',
      'gamma',
    ]);
  });

  it('beyond the plan counts more units, unless the plan is strict', () => {
    // 1,200 units of 1,000 planned.
    const over = (overRun: 'rescale' | 'strict') =>
      stepOf(intervalOf(gst({ overRun }), 400).figure, 'n_full');
    expect(over('rescale')).toMatchObject({
      formula: 'max(n_planned, n_look)',
      value: 1_200,
    });
    expect(over('strict')).toMatchObject({
      formula: 'n_planned',
      value: 1_000,
    });
  });

  it('that may not spend anything is not taken for 0', () => {
    const design = gst({ overRun: 'strict' });
    const { look, figure } = intervalOf(design, 340);
    const spent = intervalOf(design, 400, [look]).figure;
    expect(stepOf(spent, 'q')?.formula).toBe('z_upper(max(a, 1e-300))');
    expect(stepOf(figure, 'q')?.formula).toBe('z_upper(a)');
    expect(spent.interval).toEqual([null, null]);
  });
});

describe('covariates of a metric', () => {
  it('are told each and two by two, of both variants by their names', () => {
    const input = everyMetricInput(worldOf('two-covariates'), ENDED);
    const figure = figureOf(input, 'metric/two-covariates/b1/difference');
    const ofControl = figure.inputs.filter(({ name }) => name.endsWith('_C'));
    expect(ofControl.map(({ name }) => name)).toEqual([
      'n_C',
      'y_C',
      's_yy_C',
      'x1_C',
      's_x1y_C',
      's_x1x1_C',
      'x2_C',
      's_x2y_C',
      's_x2x1_C',
      's_x2x2_C',
    ]);
    expect(inputOf(figure, 's_x2x1_C')?.meaning).toBe(
      'Covariance of covariates 2 and 1',
    );
    expect(inputOf(figure, 's_x2x2_C')?.meaning).toBe(
      'Variance of covariate 2',
    );
    expect(inputOf(figure, 'n_C')?.meaning).toBe('Units of a');
    expect(inputOf(figure, 'n_T')?.meaning).toBe('Units of b1');
    expect(stepOf(figure, 'theta2')?.formula).toMatch(/^entry 2 of/);
  });

  it('that are the same for all units have a slope of 0', () => {
    const input = everyMetricInput(worldOf('constant'), ENDED);
    const figure = figureOf(input, 'metric/constant/b1/difference');
    expect(stepOf(figure, 'theta1')).toMatchObject({ formula: '0', value: 0 });
  });
});

describe('the sample ratio', () => {
  it('says that it had failed while the experiment ran', () => {
    const look = {
      at: '2026-03-03T00:00:00Z',
      tests: [],
      units: {},
      srmP: 0.002,
    };
    const input = everyMetricInput(worldOf('average'), {
      ...ENDED,
      pastLooks: [look],
    });
    const figure = figureOf(input, 'health/srm');
    expect(figure).toMatchObject({
      value: 0.002,
      unit: 'p-value',
      source: SOURCES.sequentialSampleRatio,
      formula: 'the sequential check failed while the experiment ran',
    });
    expect(stepOf(figure, 'p')).toMatchObject({
      formula: 'p_before',
      value: 0.002,
    });
    expect(inputOf(figure, 'p_before')?.value).toBe(0.002);
    const quiet = figureOf(
      everyMetricInput(worldOf('average'), {
        ...ENDED,
        pastLooks: [{ ...look, srmP: 0.5 }],
      }),
      'health/srm',
    );
    expect(quiet.source).toBe(SOURCES.sampleRatio);
    expect(inputOf(quiet, 'df')?.value).toBe(1);
  });

  it('says what it asks before there are units enough', () => {
    for (const [state, source] of [
      ['live', SOURCES.sequentialSampleRatio],
      ['ended', SOURCES.sampleRatio],
    ] as const) {
      const input = everyMetricInput(worldOf('average'), {
        traffic: [{ variant: 'a', exposureDate: null, units: 3 }],
        state,
      });
      expect(figureOf(input, 'health/srm')).toMatchObject({
        value: null,
        unit: 'p-value',
        formula: 'is the split of the exposed units that of the plan?',
        source,
      });
    }
  });
});

describe('health and progress', () => {
  it('have the sentence of a check in the place of a figure', () => {
    const input = everyMetricInput(worldOf('average'), {
      duplicateExposures: undefined,
    });
    const checks = analyzeExperiment(input).health;
    expect(checks.some(({ figure }) => figure === undefined)).toBe(true);
    for (const { id, title, figure, sentence } of checks) {
      const explained = figureOf(input, `health/${id}`);
      expect([explained.title, explained.note]).toEqual(
        figure === undefined
          ? [title, sentence]
          : [`${title}: ${figure.name}`, undefined],
      );
    }
  });

  it('count the metrics of the plan, not all that are described', () => {
    const input = everyMetricInput(worldOf('average', 'rate'), ENDED);
    const more = {
      ...input,
      metricInfo: [
        ...input.metricInfo,
        { id: 'other', name: 'Other', type: 'average' as const },
      ],
    };
    expect(inputOf(figureOf(more, 'health/data'), 'metrics')?.value).toBe(2);
  });

  it('say when the units will be there, while they come', () => {
    const progressOf = (changes: Partial<AnalysisInput>) =>
      figureOf(
        everyMetricInput({ ...worldOf('average'), n: 60 }, changes),
        'progress',
      );
    const live = progressOf({});
    expect(live.note).toMatch(/^Projected finish: \d{4}-\d\d-\d\dT/);
    expect(inputOf(live, 'per_day')?.value).toBeGreaterThan(0);
    const ended = progressOf(ENDED);
    expect(ended).not.toHaveProperty('note');
    expect(inputOf(ended, 'per_day')).toBeUndefined();
    // Over all three variants, for one unit of control and b1 together.
    const three = everyMetricInput(
      { ...worldOf('average'), effects: [0.2, 0.2] },
      ENDED,
    );
    const wide = figureOf(three, 'progress');
    expect(inputOf(wide, 'whole')?.value).toBeCloseTo(4 / 3, 12);
    expect(stepOf(wide, 'required')?.formula).toBe('ceil(n_pair * whole)');
  });
});
