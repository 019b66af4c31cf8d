import { z } from 'zod';

const day = z.iso.date().nullable();

const cell = {
  metric: z.string(),
  variant: z.string(),
  exposureDate: day.optional(),
};

const momentsSchema = z
  .strictObject({
    ...cell,
    dimension: z
      .strictObject({ name: z.string(), value: z.string().nullable() })
      .optional(),
    n: z.number(),
    mean: z.number(),
    m2: z.number(),
    companions: z
      .strictObject({
        means: z.array(z.number()),
        comoments: z.array(z.number()),
      })
      .optional(),
  })
  .refine(
    ({ companions, exposureDate }) =>
      companions === undefined || exposureDate !== undefined,
    { message: 'companions are compared by day: give exposureDate too.' },
  );

const quantileSchema = z.strictObject({
  metric: z.string(),
  variant: z.string(),
  n: z.number(),
  value: z.number(),
  lower: z.number(),
  upper: z.number(),
  events: z
    .strictObject({
      units: z.number(),
      meanBelow: z.number(),
      meanEvents: z.number(),
      varianceBelow: z.number(),
      varianceEvents: z.number(),
      covariance: z.number(),
    })
    .optional(),
});

/** What one experiment has to come to; what is left out is not compared. */
const expectedExperimentSchema = z.strictObject({
  totalUnits: z.number().optional(),
  crossoverUnits: z.number().optional(),
  firstExposureAt: z.string().nullable().optional(),
  lastExposureAt: z.string().nullable().optional(),
  traffic: z
    .array(
      z.strictObject({
        variant: z.string(),
        exposureDate: day.optional(),
        units: z.number(),
      }),
    )
    .default([]),
  moments: z.array(momentsSchema).default([]),
  uncapped: z.array(momentsSchema).default([]),
  caps: z.record(z.string(), z.number()).default({}),
  quantiles: z.array(quantileSchema).default([]),
  funnelSteps: z
    .array(z.strictObject({ ...cell, step: z.number(), units: z.number() }))
    .default([]),
});

/** `expected.json`: what each experiment comes to, and who computed it. */
export const expectedFileSchema = z.strictObject({
  source: z.string(),
  experiments: z.record(z.string(), expectedExperimentSchema),
});

export type ExpectedExperiment = z.infer<typeof expectedExperimentSchema>;
export type ExpectedMoments = z.infer<typeof momentsSchema>;
export type ExpectedFile = z.infer<typeof expectedFileSchema>;
