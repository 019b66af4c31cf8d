import { variantSchema } from '@etude/flags';
import { z } from 'zod';
import { entityRefSchema } from './client-schemas';
import { reachSchema } from './rule-schemas';

/** Parses one step of a rollout plan. */
export const rolloutStepSchema = z.strictObject({
  /** Share of the units, above 0 and at most 1; larger than in the last step. */
  reach: reachSchema.refine(reach => reach > 0, 'A step reaches somebody.'),
  /** How long it stays before the plan may go on. */
  dwellHours: z.number().min(0).max(8760),
  /** What ends it: its time alone, or a person after its time. */
  gate: z.enum(['automatic', 'manual']),
});

export type RolloutStep = z.infer<typeof rolloutStepSchema>;

const stepsSchema = z
  .array(rolloutStepSchema)
  .min(1)
  .max(50)
  .refine(
    steps =>
      steps.every(
        ({ reach }, index) =>
          index === 0 || reach > (steps[index - 1]?.reach ?? 0),
      ),
    'Each step reaches more units than the one before.',
  );

/** What `PUT /flags/{id}/rollout-plan` takes. */
export const rolloutPlanInputSchema = z.strictObject({
  variant: variantSchema.shape.id,
  steps: stepsSchema,
});

export type RolloutPlanInput = z.infer<typeof rolloutPlanInputSchema>;

/** What `POST /flags/{id}/rollout-plan/from-experiment` takes. */
export const rolloutFromExperimentSchema = rolloutPlanInputSchema.extend({
  experimentId: z.string().min(1),
});

export type RolloutFromExperiment = z.infer<typeof rolloutFromExperimentSchema>;

/** Where a plan is. `waiting`: the step's time is over, a person has to go on. */
export const rolloutPlanStateSchema = z.enum([
  'running',
  'waiting',
  'paused',
  'completed',
  'rolled-back',
]);

export type RolloutPlanState = z.infer<typeof rolloutPlanStateSchema>;

/** What happened to a plan. */
export const rolloutPlanEventSchema = z.object({
  at: z.string(),
  by: z.string(),
  kind: z.enum([
    'started',
    'step-entered',
    'waiting',
    'paused',
    'resumed',
    'completed',
    'rolled-back',
  ]),
  /** Share of the units after it, 0 to 1. */
  reach: z.number(),
});

export type RolloutPlanEvent = z.infer<typeof rolloutPlanEventSchema>;

/** A stepped release of one variant. */
export const rolloutPlanSchema = z.object({
  flagId: z.string(),
  variant: z.string(),
  steps: z.array(rolloutStepSchema),
  state: rolloutPlanStateSchema,
  /** Index of the present step. */
  step: z.number(),
  /** Share of the units that is reached now, 0 to 1. */
  reach: z.number(),
  /** How much of the step's dwell time had passed at `countedAt`. */
  dwelledMs: z.number(),
  /** ISO 8601. */
  countedAt: z.string(),
  /** When the step's time is over if nobody pauses; null unless running. */
  dueAt: z.string().nullable(),
  /** The experiment whose winner it releases, or null. */
  experimentId: z.string().nullable(),
  startedAt: z.string(),
  startedBy: z.string(),
  /** Oldest first. */
  events: z.array(rolloutPlanEventSchema),
});

export type RolloutPlan = z.infer<typeof rolloutPlanSchema>;

/** A plan in lists, with the owner of its flag. */
export const rolloutPlanRecordSchema = rolloutPlanSchema.extend({
  owner: entityRefSchema,
});

export type RolloutPlanRecord = z.infer<typeof rolloutPlanRecordSchema>;

/** Answer of `GET /rollout-plans`, newest first. */
export const rolloutPlanListSchema = z.object({
  items: z.array(rolloutPlanRecordSchema),
});
