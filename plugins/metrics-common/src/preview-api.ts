import { metricSchema } from '@etude/metrics';
import { z } from 'zod';
import { baselineAssignmentSchema } from './baseline-api';
import { ownerRefSchema } from './definition-record';
import { problemSchema } from './problem';

/** A metric that is being made: who owns it and what it is called can wait. */
const previewedMetricSchema = metricSchema.omit({
  id: true,
  state: true,
  owner: true,
  name: true,
  description: true,
});

/**
 * Whose values a preview is of: units with a row in the metric's own fact
 * table, all that resolved any flag, or those of an assignment.
 */
export const previewPopulationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('with-facts') }),
  z.object({ kind: z.literal('all-assigned') }),
  z.object({
    kind: z.literal('assignment'),
    assignment: baselineAssignmentSchema,
  }),
]);
export type PreviewPopulation = z.infer<typeof previewPopulationSchema>;

/** Asks what a metric would have been over the last `days`. */
export const previewRequestSchema = z.object({
  metric: previewedMetricSchema,
  days: z.number().int().min(1).max(365),
  population: previewPopulationSchema,
  /** Whose budget it counts for; left out, that of the fact table's owner. */
  owner: ownerRefSchema.optional(),
});
export type PreviewRequest = z.input<typeof previewRequestSchema>;

const share = z.number().min(0).max(1);

/** How values are spread: see `Distribution` of `@etude/metrics`. */
export const distributionSchema = z.object({
  of: z.enum(['units', 'events']),
  units: z.number(),
  withValue: z.number(),
  zeros: z.number(),
  n: z.number(),
  mean: z.number(),
  variance: z.number().nullable(),
  least: z.number(),
  greatest: z.number(),
  quantiles: z.array(z.object({ level: share, value: z.number() })).readonly(),
  topShare: share.nullable(),
  bins: z
    .array(
      z.object({
        from: z.number(),
        to: z.number().nullable(),
        units: z.number(),
      }),
    )
    .readonly(),
});
export type SentDistribution = z.infer<typeof distributionSchema>;

/**
 * The relative effect that two equal variants would detect after so many days
 * of new units (and the window of the metric), each effect with its units.
 */
export const detectableEffectSchema = z.object({
  alpha: z.number(),
  power: z.number(),
  periods: z
    .array(
      z.object({
        days: z.number(),
        /** Over both variants. */
        units: z.number(),
        relative: z.number(),
      }),
    )
    .readonly(),
});
export type DetectableEffect = z.infer<typeof detectableEffectSchema>;

/** A part of a preview, or why it cannot be given. */
const partOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('known'), value }),
    z.object({ status: z.literal('problem'), problem: problemSchema }),
  ]);

/**
 * What a metric would have been over units first seen in [since, until).
 * `figures` are those of the metric itself, with its cap; `history` is by the
 * day on which units were first seen; `steps` are those of a funnel.
 */
export const previewSchema = z.object({
  since: z.string(),
  until: z.string(),
  warehouseId: z.string(),
  population: z.object({
    units: z.number(),
    unitsPerDay: z.number().nullable(),
  }),
  figures: partOf(
    z.object({
      mean: z.number(),
      variance: z.number(),
      units: z.number(),
      /** Without the cap; null for metrics that have none. */
      uncappedMean: z.number().nullable(),
      uncappedVariance: z.number().nullable(),
      /** What a percentile cap came to. */
      cap: z.number().nullable(),
    }),
  ),
  distribution: partOf(distributionSchema),
  history: z
    .array(z.object({ date: z.string(), units: z.number(), mean: z.number() }))
    .readonly(),
  steps: z.array(z.object({ name: z.string(), units: z.number() })).readonly(),
  detectable: partOf(detectableEffectSchema),
  /** What was asked of the warehouse. */
  queries: z
    .array(
      z.object({
        of: z.enum(['figures', 'distribution']),
        sql: z.string(),
        elapsedMs: z.number(),
      }),
    )
    .readonly(),
});
export type MetricPreview = z.infer<typeof previewSchema>;
