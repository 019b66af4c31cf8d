import { mockCredentials } from '@backstage/backend-test-utils';
import { z } from 'zod';
import { newExperiment, testPlan } from './__testUtils__/new-experiment';
import { startExperimentsBackend } from './__testUtils__/start-experiments-backend';
import type { ExperimentsBackend } from './__testUtils__/start-experiments-backend';

const plan = testPlan();
const [revenue, visits] = [
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
] as const;
const design = (changes: object) => ({
  plan: { ...plan, design: { ...plan.design, ...changes } },
});
const sequential = (changes: object) =>
  design({
    kind: 'group-sequential',
    plannedLooks: 5,
    spending: { kind: 'obrien-fleming' },
    overRun: 'rescale',
    ...changes,
  });
const success = (changes: object) => ({
  plan: { ...plan, metrics: [{ ...revenue, ...changes }, visits] },
});
const given = (metricId: string, baseline: object) => ({
  plan: { ...plan, metrics: [{ ...revenue, metricId }] },
  baseline: { [metricId]: baseline },
});
const tree = (root: object) => ({
  plan: { ...plan, decisionRule: { kind: 'tree', root } },
});
const nested = (levels: number): object => {
  let root: object = { kind: 'all', children: [] };
  for (let level = 1; level < levels; level += 1) {
    root = { kind: 'all', children: [root] };
  }
  return root;
};
const INVALID = 'ETUDE_REQUEST_INVALID';
const PLAN = 'ETUDE_PLAN';

const WRONG: readonly [
  what: string,
  body: unknown,
  code: string,
  path: string,
][] = [
  [
    'days of no zone',
    { plan: { ...plan, timeZone: 'Europe/Atlantis' } },
    `${PLAN}_INVALID_TIME_ZONE`,
    'plan.timeZone',
  ],
  ['no body', undefined, INVALID, 'plan'],
  ['no plan', {}, INVALID, 'plan'],
  ['a text for a rate', design({ alpha: '5%' }), INVALID, 'plan.design.alpha'],
  [
    'an alpha of 2',
    design({ alpha: 2 }),
    `${PLAN}_INVALID_RATE`,
    'plan.design.alpha',
  ],
  [
    'an alpha of 0',
    design({ alpha: 0 }),
    `${PLAN}_INVALID_RATE`,
    'plan.design.alpha',
  ],
  [
    'a power of 80',
    design({ power: 80 }),
    `${PLAN}_INVALID_RATE`,
    'plan.design.power',
  ],
  [
    'no day',
    design({ plannedDays: -3 }),
    `${PLAN}_INVALID_DURATION`,
    'plan.design.plannedDays',
  ],
  ['an unknown design', design({ kind: 'peek' }), INVALID, 'plan.design.kind'],
  [
    'negative looks',
    sequential({ plannedLooks: -1 }),
    `${PLAN}_INVALID_LOOKS`,
    'plan.design.plannedLooks',
  ],
  [
    'half a look',
    sequential({ plannedLooks: 2.5 }),
    `${PLAN}_INVALID_LOOKS`,
    'plan.design.plannedLooks',
  ],
  [
    'a million looks',
    sequential({ plannedLooks: 1e6 }),
    `${PLAN}_INVALID_LOOKS`,
    'plan.design.plannedLooks',
  ],
  [
    'an unknown spending',
    sequential({ spending: { kind: 'greedy' } }),
    INVALID,
    'plan.design.spending.kind',
  ],
  [
    'an exponent of 0',
    sequential({ spending: { kind: 'power', exponent: 0 } }),
    `${PLAN}_INVALID_SPENDING`,
    'plan.design.spending.exponent',
  ],
  [
    'no gamma',
    sequential({ spending: { kind: 'hwang-shih-decani' } }),
    INVALID,
    'plan.design.spending.gamma',
  ],
  [
    'an unknown over-run',
    sequential({ overRun: 'ignore' }),
    INVALID,
    'plan.design.overRun',
  ],
  [
    'a width of 0',
    design({ kind: 'fixed-width', widthRelative: 0 }),
    `${PLAN}_INVALID_WIDTH`,
    'plan.design.widthRelative',
  ],
  [
    'a burn-in of half a unit',
    design({ kind: 'fixed-power', burnInUnits: 0.5 }),
    `${PLAN}_INVALID_BURN_IN`,
    'plan.design.burnInUnits',
  ],
  [
    'power without an effect',
    {
      plan: {
        ...design({ kind: 'fixed-power' }).plan,
        metrics: [{ ...revenue, mdeRelative: undefined }],
      },
    },
    `${PLAN}_MISSING_MDE`,
    'plan.metrics[0].mdeRelative',
  ],
  [
    'no effect at all',
    { plan: { ...plan, metrics: [{ ...revenue, mdeRelative: undefined }] } },
    'ETUDE_ANALYSIS_NO_POWER_TARGET',
    'plan.metrics',
  ],
  [
    'an effect of 0',
    success({ mdeRelative: 0 }),
    `${PLAN}_INVALID_MDE`,
    'plan.metrics[0].mdeRelative',
  ],
  [
    'a negative effect',
    success({ mdeRelative: -0.1 }),
    `${PLAN}_INVALID_MDE`,
    'plan.metrics[0].mdeRelative',
  ],
  [
    'a fall by twice',
    success({ direction: 'decrease', mdeRelative: 2 }),
    `${PLAN}_INVALID_MDE`,
    'plan.metrics[0].mdeRelative',
  ],
  [
    'an effect too small for numbers',
    success({ mdeRelative: 1e-200 }),
    'ETUDE_STATS_INVALID_NUMBER',
    'metrics[0].totalExact',
  ],
  [
    'a margin in percent',
    success({ role: 'guardrail', nimRelative: 2 }),
    `${PLAN}_INVALID_NIM`,
    'plan.metrics[0].nimRelative',
  ],
  [
    'no metric',
    { plan: { ...plan, metrics: [] } },
    `${PLAN}_NO_DECISION_METRIC`,
    'plan.metrics',
  ],
  [
    'a metric twice',
    { plan: { ...plan, metrics: [revenue, revenue] } },
    `${PLAN}_DUPLICATE_METRIC`,
    'plan.metrics[1].metricId',
  ],
  [
    'an unknown metric',
    success({ metricId: 'luck' }),
    'ETUDE_EXPERIMENT_UNKNOWN_METRIC',
    'plan.metrics[0].metricId',
  ],
  [
    'a metric not chosen',
    success({ metricId: '' }),
    `${PLAN}_EMPTY`,
    'plan.metrics[0].metricId',
  ],
  [
    'a metric without history',
    success({ metricId: 'novel' }),
    'ETUDE_METRICS_NO_HISTORY',
    'plan.metrics[0]',
  ],
  [
    'one variant',
    { plan: { ...plan, variants: [{ id: 'control', weight: 1 }] } },
    `${PLAN}_TOO_FEW_VARIANTS`,
    'plan.variants',
  ],
  [
    'a weight of 0',
    {
      plan: {
        ...plan,
        variants: [
          { id: 'control', weight: 1 },
          { id: 'green', weight: 0 },
        ],
      },
    },
    `${PLAN}_INVALID_WEIGHT`,
    'plan.variants[1].weight',
  ],
  [
    'a control that is no variant',
    { plan: { ...plan, controlVariant: 'blue' } },
    `${PLAN}_UNKNOWN_CONTROL`,
    'plan.controlVariant',
  ],
  [
    'an audience of nobody',
    { plan: { ...plan, audience: { ...plan.audience, proportion: 0 } } },
    `${PLAN}_INVALID_PROPORTION`,
    'plan.audience.proportion',
  ],
  [
    'an empty rule',
    tree({ kind: 'all', children: [] }),
    `${PLAN}_EMPTY_RULE`,
    'plan.decisionRule.root.children',
  ],
  [
    'a rule on nothing',
    tree({ kind: 'xor', children: [] }),
    INVALID,
    'plan.decisionRule.root.kind',
  ],
  [
    'a rule of forty levels',
    tree(nested(40)),
    'ETUDE_PLAN_RULE_TOO_DEEP',
    'plan.decisionRule.root',
  ],
  [
    'an impossible baseline that the plan was planned with',
    {
      plan: {
        ...plan,
        metrics: [{ ...revenue, metricId: 'novel' }],
        planning: { baseline: { novel: { mean: 0, variance: 1 } } },
      },
    },
    'ETUDE_EXPERIMENT_INVALID_BASELINE',
    'plan.planning.baseline.novel.mean',
  ],
  [
    'a negative variance',
    given('novel', { mean: 1, variance: -1 }),
    INVALID,
    'baseline.novel.variance',
  ],
  [
    'no variance at all',
    given('novel', { mean: 1, variance: 0 }),
    'ETUDE_EXPERIMENT_INVALID_BASELINE',
    'baseline.novel.variance',
  ],
  [
    'a mean of 0',
    given('novel', { mean: 0, variance: 1 }),
    'ETUDE_EXPERIMENT_INVALID_BASELINE',
    'baseline.novel.mean',
  ],
  [
    'a proportion of 20',
    given('converted', { mean: 20, variance: 16 }),
    'ETUDE_EXPERIMENT_INVALID_BASELINE',
    'baseline.converted.mean',
  ],
  [
    'all of the variance explained',
    { plan, covariateR2: { revenue: 1 } },
    INVALID,
    'covariateR2.revenue',
  ],
  ['units per day of 0', { plan, unitsPerDay: 0 }, INVALID, 'unitsPerDay'],
  ['half a day of history', { plan, historyDays: 0.5 }, INVALID, 'historyDays'],
];

const problemsSchema = z.array(
  z.object({
    code: z.string().startsWith('ETUDE_'),
    path: z.string(),
    message: z.string().min(10),
  }),
);
const answerSchema = z.union([
  z.object({ size: z.null(), problems: problemsSchema }),
  z.object({ error: z.object({ problems: problemsSchema }) }),
]);

describe('the size of a plan that is wrong', () => {
  let backend: ExperimentsBackend;

  beforeAll(async () => {
    backend = await startExperimentsBackend();
  });

  it.each(WRONG)('is no number for %s', async (_what, body, code, path) => {
    const response = await fetch(
      `http://localhost:${backend.server.port()}/api/experiments/v1/sample-size`,
      {
        method: 'POST',
        headers: {
          authorization: mockCredentials.user.header('user:default/ada'),
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    );
    const answer = answerSchema.parse(await response.json());
    expect(response.status).toBe('error' in answer ? 400 : 200);
    const { problems } = 'error' in answer ? answer.error : answer;
    expect(
      problems.map(problem => [problem.code, problem.path]),
    ).toContainEqual([code, path]);
  });

  it('is told with every problem at once', async () => {
    const { size, problems } = await backend.ada.sampleSize({
      plan: {
        ...plan,
        controlVariant: 'blue',
        metrics: [{ ...revenue, metricId: 'luck', mdeRelative: -1 }],
        design: { ...plan.design, alpha: 2 },
      },
    });
    expect(size).toBeNull();
    expect(problems.map(({ path }) => path)).toEqual([
      'plan.controlVariant',
      'plan.metrics[0].mdeRelative',
      'plan.design.alpha',
      'plan.metrics[0].metricId',
    ]);
  });

  it('reads history on behalf of the owner, by the days of the plan', async () => {
    const owner = 'group:default/growth';
    const { baselineRequests } = backend.metrics;
    await backend.ada.sampleSize({ plan, owner });
    expect(baselineRequests.at(-1)).toMatchObject({ owner });
    expect(baselineRequests.at(-1)).not.toHaveProperty('timeZone');
    const stockholm = { ...plan, timeZone: 'europe/stockholm' };
    await backend.ada.sampleSize({ plan: stockholm });
    expect(baselineRequests.at(-1)?.timeZone).toBe('Europe/Stockholm');
  });

  it('does not ask for what says nothing of the size', async () => {
    const { size } = await backend.ada.sampleSize({
      plan: { ...plan, hypothesis: '', entity: '', targetingKeySelector: '' },
    });
    expect(size?.requiredUnits).toBeGreaterThan(0);
  });
});

describe('the cost of the plan of an experiment', () => {
  it('is kept until the plan changes, or somebody asks anew', async () => {
    const { ada, metrics } = await startExperimentsBackend();
    const { experiment } = await ada.createExperiment(newExperiment({ plan }));
    const { id, owner, etag } = experiment;
    const reads = () => metrics.baselineRequests.length;

    const [first, joined] = await Promise.all([
      ada.getPlanCost(id),
      ada.getPlanCost(id),
    ]);
    expect(first.answer).toEqual(await ada.sampleSize({ plan, owner }));
    expect(joined).toEqual(first);
    const asked = reads();
    expect(await ada.getPlanCost(id)).toEqual(first);
    expect(reads()).toBe(asked);

    await ada.renewPlanCost(id);
    expect(reads()).toBe(asked + 1);

    const finer = { ...revenue, mdeRelative: 0.01 };
    await ada.editExperiment(id, {
      etag,
      plan: { ...plan, metrics: [finer, visits] },
    });
    const changed = await ada.getPlanCost(id);
    expect(reads()).toBe(asked + 2);
    expect(changed.answer.size?.requiredUnits).toBeGreaterThan(
      first.answer.size?.requiredUnits ?? Infinity,
    );
  });
});

describe('what a plan was planned with', () => {
  let backend: ExperimentsBackend;
  const novel = { ...plan, metrics: [{ ...revenue, metricId: 'novel' }] };
  const planning = {
    baseline: { novel: { mean: 10, variance: 400 } },
    covariateR2: { novel: 0.5 },
    unitsPerDay: 1_000,
  };

  beforeAll(async () => {
    backend = await startExperimentsBackend();
  });

  it('is used as if it were given with the request', async () => {
    const planned = await backend.ada.sampleSize({
      plan: { ...novel, planning },
    });
    expect(planned.size?.days).toBeGreaterThan(0);
    expect(planned).toEqual(
      await backend.ada.sampleSize({ plan: novel, ...planning }),
    );
  });

  it('gives way to what a request gives', async () => {
    const other = {
      baseline: { novel: { mean: 10, variance: 100 } },
      covariateR2: { novel: 0 },
      unitsPerDay: 50,
    };
    expect(
      await backend.ada.sampleSize({ plan: { ...novel, planning }, ...other }),
    ).toEqual(await backend.ada.sampleSize({ plan: novel, ...other }));
  });

  it('is kept with the draft and told in its history', async () => {
    const { experiment } = await backend.ada.createExperiment(
      newExperiment({ plan: novel }),
    );
    const edited = await backend.ada.editExperiment(experiment.id, {
      etag: experiment.etag,
      plan: { ...novel, planning },
    });
    expect(edited.experiment.plan.planning).toEqual(planning);
    const again = await backend.ada.getExperiment(experiment.id);
    expect(again.experiment.plan.planning).toEqual(planning);
    const { items } = await backend.ada.getActivity(experiment.id);
    expect(items.map(({ kind }) => kind)).toEqual(['edited', 'created']);
  });
});
