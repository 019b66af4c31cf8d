import type {
  ExperimentDetail,
  ExperimentListItem,
  ExperimentResults,
  LearningAnswer,
  ResultSnapshot,
} from '@etude/plugin-experiments-common';
import type {
  Analysis,
  Experiment,
  ExperimentPlan,
  MetricResult,
} from '../experiment-types';

const IDLE = {
  running: false,
  runId: null,
  step: null,
  attempts: 0,
  retryAt: null,
  lastAttemptAt: null,
  lastSuccessAt: null,
  problem: null,
};

/** A plan that can be launched. */
export const testPlan = (
  changes: Partial<ExperimentPlan> = {},
): ExperimentPlan => ({
  hypothesis: 'A later gate keeps players longer.',
  entity: 'user',
  targetingKeySelector: 'targeting_key',
  assignment: { kind: 'flag', flagId: 'gate-level' },
  controlVariant: 'gate-30',
  variants: [
    { id: 'gate-30', weight: 1 },
    { id: 'gate-40', weight: 1 },
  ],
  audience: { conditions: [], proportion: 1, exclusivityTags: [] },
  metrics: [
    {
      metricId: 'retention-7',
      role: 'success',
      direction: 'increase',
      mdeRelative: 0.02,
    },
  ],
  design: { kind: 'fixed-horizon', alpha: 0.05, power: 0.8, plannedDays: 14 },
  ...changes,
});

/** A draft, unless changed. */
export const testDetail = (
  changes: Partial<Experiment> = {},
  problems: ExperimentDetail['problems'] = [],
): ExperimentDetail => ({
  experiment: {
    id: 'gate-at-40',
    name: 'Gate at level 40',
    owner: 'group:default/growth',
    plan: testPlan(),
    state: 'draft',
    createdAt: '2026-03-01T09:00:00.000Z',
    createdBy: 'user:default/ada',
    etag: '1',
    ...changes,
  },
  problems,
  refresh: IDLE,
});

/** The published result of Cookie Cats: day-7 retention fell. */
export const testMetric = (
  changes: Partial<MetricResult> = {},
): MetricResult => ({
  metricId: 'retention-7',
  name: 'Retention, day 7',
  role: 'success',
  direction: 'increase',
  variant: 'gate-40',
  status: 'estimated',
  control: { n: 44700, mean: 0.1902 },
  treatment: { n: 45489, mean: 0.182 },
  lift: { estimate: -0.0431, ci: [-0.065, -0.0212] },
  bound: [
    {
      kind: 'superiority',
      nullValue: 0,
      statistic: -3.16,
      pValue: 0.9992,
      alpha: 0.05,
      significant: false,
      ci: [-0.0125, null],
    },
    {
      kind: 'inferiority',
      nullValue: 0,
      statistic: -3.16,
      pValue: 0.000778,
      alpha: 0.025,
      significant: true,
      ci: [null, -0.0039],
    },
  ],
  outcome: 'worse',
  sentence: 'Retention, day 7 got worse: −4.31 %.',
  ...changes,
});

/** An analysis with open effects, unless changed. */
export const testAnalysis = (changes: Partial<Analysis> = {}): Analysis => ({
  visibility: { effects: 'open', sentence: 'The experiment has ended.' },
  health: [
    {
      id: 'srm',
      state: 'pass',
      title: 'Sample ratio',
      sentence: 'Units are split as planned.',
    },
  ],
  metrics: [testMetric()],
  recommendations: [
    {
      variant: 'gate-40',
      action: 'abort',
      sentence: 'Do not ship gate-40: Retention, day 7 got worse.',
      conditions: [{ holds: true, sentence: 'No health check failed.' }],
    },
  ],
  verdict: null,
  design: {
    alphaSuccess: 0.05,
    alphaGuardrail: 0.05,
    alphaDeterioration: 0.025,
    powerPerMetric: 0.8,
  },
  progress: {
    units: 90189,
    requiredUnits: 421788,
    share: 0.21,
    projectedFinishAt: null,
  },
  monitors: [],
  breakdowns: [],
  ...changes,
});

export const testResults = (
  analysis: Analysis | null,
  traffic: ResultSnapshot['traffic'] = [
    { variant: 'gate-30', exposureDate: null, units: 44700 },
    { variant: 'gate-40', exposureDate: null, units: 45489 },
  ],
): ExperimentResults => ({
  snapshot: analysis && {
    analysis,
    computedAt: '2026-03-16T09:00:00.000Z',
    runId: 'run-1',
    moments: null,
    traffic,
  },
  refresh: IDLE,
});

export const testListItem = (
  changes: Partial<ExperimentListItem> = {},
): ExperimentListItem => ({
  id: 'gate-at-40',
  name: 'Gate at level 40',
  hypothesis: 'A later gate keeps players longer.',
  owner: 'group:default/growth',
  componentRef: null,
  surface: 'home',
  flagId: 'gate-level',
  state: 'live',
  demo: false,
  createdAt: '2026-03-01T09:00:00.000Z',
  launchedAt: '2026-03-02T09:00:00.000Z',
  plannedEndAt: '2026-03-16T09:00:00.000Z',
  endedAt: null,
  daysRunning: 6.4,
  units: 12300,
  requiredUnits: 44700,
  progress: 0.275,
  health: 'pass',
  recommendation: 'continue',
  computedAt: '2026-03-08T09:00:00.000Z',
  problem: null,
  verdictClass: null,
  verdictReason: null,
  decision: null,
  ...changes,
});

type Rate = LearningAnswer['rates']['win'];

const rate = (count: number, of: number): Rate => ({
  count,
  of,
  share: count / of,
  ci: [0.1, 0.9],
});

/** Two ended experiments: a win and one with too few units. */
export const testLearning = (): LearningAnswer => {
  const item = {
    owner: 'group:default/growth',
    surface: null,
    componentRef: null,
    state: 'ended' as const,
    demo: true,
    launchedAt: '2026-03-02T09:00:00.000Z',
    endedAt: '2026-03-16T09:00:00.000Z',
    quarter: '2026-Q1',
    decision: null,
  };
  const group = { experiments: 2, learnings: 1, rates: null };
  return {
    rates: {
      experiments: 2,
      learning: rate(1, 2),
      win: rate(1, 2),
      regression: rate(0, 2),
      neutral: rate(0, 2),
      noLearning: rate(1, 2),
      noLearningByReason: [
        { reason: 'UNDERPOWERED', rate: rate(1, 2) },
        { reason: 'SRM', rate: rate(0, 2) },
      ],
      invalid: rate(0, 2),
      restart: rate(0, 2),
      precision: { medianRatio: null, experiments: 0 },
    },
    byQuarter: [{ key: '2026-Q1', ...group }],
    byMonth: [{ key: '2026-03', ...group }],
    byOwner: [{ key: 'group:default/growth', ...group }],
    bySurface: [],
    waterfall: [
      { kind: 'excluded', key: 'excluded', count: 0, remaining: 2 },
      { kind: 'restart', key: 'restart', count: 0, remaining: 2 },
      { kind: 'lost', key: 'UNDERPOWERED', count: 1, remaining: 1 },
      { kind: 'learning', key: 'win', count: 1, remaining: 0 },
    ],
    withoutVerdict: 0,
    items: [
      {
        ...item,
        id: 'bigger-button',
        name: 'Bigger button',
        verdict: { class: 'win', sentence: 'A win.' },
      },
      {
        ...item,
        id: 'new-copy',
        name: 'New copy',
        verdict: {
          class: 'no-learning',
          reason: 'UNDERPOWERED',
          sentence: 'No learning.',
        },
      },
    ],
  };
};

/** A metric whose effects are closed, with what may be told of it. */
export const HIDDEN_METRIC = {
  metricId: 'retention-7',
  name: 'Retention, day 7',
  role: 'success',
  direction: 'increase',
  variant: 'gate-40',
  status: 'hidden',
  outcome: 'unknown',
  sentence: 'Effects open at the planned end.',
  units: 30000,
  requiredUnits: 90000,
  mdeRelative: 0.02,
  precision: {
    currentPower: 0.4123,
    poweredEffectRelative: 0.0345,
    share: 1 / 3,
    projectedFinishAt: '2026-04-16T09:00:00.000Z',
  },
} as const;

/** What an analysis with closed effects has in place of them. */
export const CLOSED_EFFECTS = {
  visibility: {
    effects: 'closed',
    sentence: 'Effects open at the planned end.',
  },
  metrics: [HIDDEN_METRIC],
} as const;
