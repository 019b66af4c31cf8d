import type { ExperimentMetric, ExperimentPlan } from '@etude/lifecycle';
import type {
  ImportExperiment,
  NewExperiment,
} from '@etude/plugin-experiments-common';
import { periodOf } from './history-sql';
import { flags } from './truth';
import type { DemoFlag, PlantedExperiment } from './truth';

const PLANNED_DAYS = 21;
const DAY_MS = 86_400_000;

const flagOf = (id: string): DemoFlag => {
  const flag = flags.find(candidate => candidate.id === id);
  if (!flag) throw new Error(`the demo has no flag '${id}'`);
  return flag;
};

type PlanParts = {
  readonly hypothesis: string;
  readonly metrics: readonly ExperimentMetric[];
  readonly plannedDays: number;
};

const planOn = (flag: DemoFlag, parts: PlanParts): ExperimentPlan => ({
  hypothesis: parts.hypothesis,
  entity: 'reader',
  targetingKeySelector: 'targeting_key',
  assignment: { kind: 'flag', flagId: flag.id },
  controlVariant: flag.control,
  variants: [
    { id: flag.control, weight: 1 },
    { id: flag.treatment, weight: 1 },
  ],
  audience: { conditions: [], proportion: 1, exclusivityTags: [] },
  metrics: [...parts.metrics],
  design: {
    kind: 'fixed-horizon',
    alpha: 0.05,
    power: 0.8,
    plannedDays: parts.plannedDays,
  },
});

const endedMetrics = (planted: PlantedExperiment): ExperimentMetric[] => [
  { ...planted.success, role: 'success', direction: 'increase' },
  {
    metricId: 'basket-rate',
    role: 'guardrail',
    direction: 'increase',
    nimRelative: 0.1,
  },
  { metricId: 'page-error-rate', role: 'deterioration', direction: 'decrease' },
];

const RATIONALE = {
  ship: 'Readers buy more and nothing got worse: it stays.',
  'do-not-ship': 'The result does not carry it; we keep what we have.',
} as const;

/** An ended experiment as the portal imports it. */
export const endedExperiment = (
  planted: PlantedExperiment,
  now: Date,
): ImportExperiment => {
  const flag = flagOf(planted.flagId);
  const { from, until } = periodOf(planted, now);
  const plannedDays =
    planted.endReason === 'planned-end' ? planted.days : PLANNED_DAYS;
  return {
    id: planted.id,
    name: planted.name,
    owner: flag.owner,
    componentRef: flag.componentRef,
    surface: flag.surface,
    plan: planOn(flag, {
      hypothesis: planted.hypothesis,
      metrics: endedMetrics(planted),
      plannedDays,
    }),
    ruleId: `${planted.id}-rule`,
    segmentId: `${planted.id}-segment`,
    launchedAt: from.toISOString(),
    endedAt: until.toISOString(),
    endReason: planted.endReason,
    demo: true,
    ...(planted.decision
      ? {
          decision: {
            action: planted.decision,
            ...(planted.decision === 'ship' ? { variant: flag.treatment } : {}),
            rationale: RATIONALE[planted.decision],
            decidedBy: 'user:default/ada',
            decidedAt: new Date(
              Math.min(until.getTime() + DAY_MS, now.getTime()),
            ).toISOString(),
          },
        }
      : {}),
  };
};

/** The live experiment, measured while readers come. */
export const liveExperiment = (flagId: string): NewExperiment => {
  const flag = flagOf(flagId);
  return {
    id: `${flagId}-live`,
    name: 'A calmer book page',
    owner: flag.owner,
    componentRef: flag.componentRef,
    surface: flag.surface,
    demo: true,
    plan: planOn(flag, {
      hypothesis:
        'A book page with more space helps readers decide, so more of them buy.',
      metrics: [
        {
          metricId: 'purchases-live',
          role: 'success',
          direction: 'increase',
          mdeRelative: 0.15,
        },
        {
          metricId: 'baskets-live',
          role: 'guardrail',
          direction: 'increase',
          nimRelative: 0.1,
        },
        {
          metricId: 'page-error-rate',
          role: 'deterioration',
          direction: 'decrease',
        },
      ],
      plannedDays: 14,
    }),
  };
};
