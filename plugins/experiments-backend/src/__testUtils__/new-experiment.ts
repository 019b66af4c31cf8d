import type { ExperimentPlan } from '@etude/lifecycle';
import type { NewExperiment } from '@etude/plugin-experiments-common';

/** A whole plan on the flag `checkout-button`, of two weeks. */
export const testPlan = (
  changes: Partial<ExperimentPlan> = {},
): ExperimentPlan => ({
  hypothesis: 'A green button sells more, because it is seen.',
  entity: 'user',
  targetingKeySelector: 'targeting_key',
  assignment: { kind: 'flag', flagId: 'checkout-button' },
  controlVariant: 'control',
  variants: [
    { id: 'control', weight: 1 },
    { id: 'green', weight: 1 },
  ],
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
  ],
  design: { kind: 'fixed-horizon', alpha: 0.05, power: 0.8, plannedDays: 14 },
  ...changes,
});

/** A draft of growth that can be launched. */
export const newExperiment = (
  changes: Partial<NewExperiment> = {},
): NewExperiment => ({
  id: 'green-button',
  name: 'Green button',
  owner: 'group:default/growth',
  componentRef: 'component:default/checkout',
  plan: testPlan(),
  ...changes,
});
