import type { Experiment, ExperimentState } from './experiment';
import type { ExperimentCommand } from './experiment-command';
import type { ExperimentPlan } from './experiment-plan';

/** A plan that can be launched, for tests. */
export const testPlan = (
  changes: Partial<ExperimentPlan> = {},
): ExperimentPlan => ({
  hypothesis: 'A later gate keeps players longer, because they are warmed up.',
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

const LAUNCHED = {
  launchedAt: '2026-03-02T09:00:00.000Z',
  plannedEndAt: '2026-03-16T09:00:00.000Z',
  ruleId: 'rule-1',
  segmentId: 'segment-1',
};
const ENDED = {
  ...LAUNCHED,
  endedAt: '2026-03-16T09:00:00.000Z',
  endReason: 'planned-end' as const,
};
const DECISION = {
  action: 'ship' as const,
  variant: 'gate-40',
  rationale: 'Retention rose.',
  decidedBy: 'user:default/ada',
  decidedAt: '2026-03-17T10:00:00.000Z',
  followsRecommendation: true,
};

const BY_STATE: Record<ExperimentState, Partial<Experiment>> = {
  draft: {},
  live: LAUNCHED,
  ended: ENDED,
  decided: { ...ENDED, decision: DECISION },
  discarded: {},
};

/** An experiment as it looks in `state`, for tests. */
export const testExperiment = (
  state: ExperimentState,
  changes: Partial<Experiment> = {},
): Experiment => ({
  id: 'gate-at-40',
  name: 'Gate at level 40',
  owner: 'group:default/players',
  plan: testPlan(),
  state,
  createdAt: '2026-03-01T09:00:00.000Z',
  createdBy: 'user:default/ada',
  etag: '7',
  ...BY_STATE[state],
  ...changes,
});

/** One well-formed command of each kind, for tests. */
export const TEST_COMMANDS: {
  readonly [Kind in ExperimentCommand['kind']]: Extract<
    ExperimentCommand,
    { kind: Kind }
  >;
} = {
  edit: { kind: 'edit', name: 'Gate at 40' },
  launch: { kind: 'launch', ruleId: 'rule-1', segmentId: 'segment-1' },
  end: { kind: 'end', reason: 'planned-end' },
  decide: { kind: 'decide', decision: DECISION },
  'record-verdict': {
    kind: 'record-verdict',
    verdict: { class: 'win', sentence: 'Retention rose.' },
  },
  discard: { kind: 'discard' },
};
