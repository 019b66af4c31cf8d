import { jsonObjectSchema } from '@etude/flags';
import { z } from 'zod';

/** What `POST /flags/{id}/explain` takes. */
export const explainRequestSchema = z.strictObject({
  clientId: z.string().min(1),
  /** Environments of the credential. */
  environments: z.array(z.string().min(1)).default([]),
  context: jsonObjectSchema,
  /** As of this time; left out: now. */
  at: z.iso.datetime({ offset: true }).optional(),
});

export type ExplainRequest = z.input<typeof explainRequestSchema>;

const outcomeSchema = z.union([z.boolean(), z.literal('unknown')]);

/** Whether a part of a targeting holds; unknown without a materialization. */
export type ExplainedOutcome = z.infer<typeof outcomeSchema>;

/** Why one criterion holds or not. */
export type CriterionExplanation = {
  name: string;
  /** As in the resolver state. */
  criterion: unknown;
  /** As read from the context; left out when it is missing there. */
  contextValue?: unknown;
  outcome: ExplainedOutcome;
  segment?: SegmentExplanation | undefined;
};

/** Why a context is in a segment or not. */
export type SegmentExplanation = {
  /** `segments/<segment>` */
  segment: string;
  targeting: ExplainedOutcome;
  criteria: readonly CriterionExplanation[];
  populationBucket: number | null;
  inPopulation: boolean | null;
  outcome: ExplainedOutcome;
};

/** Parses why a context is in a segment or not. */
export const segmentExplanationSchema: z.ZodType<SegmentExplanation> = z.lazy(
  () =>
    z.object({
      segment: z.string(),
      targeting: outcomeSchema,
      criteria: z
        .array(
          z.object({
            name: z.string(),
            criterion: z.unknown(),
            contextValue: z.unknown().optional(),
            outcome: outcomeSchema,
            segment: segmentExplanationSchema.optional(),
          }),
        )
        .readonly(),
      populationBucket: z.number().nullable(),
      inPopulation: z.boolean().nullable(),
      outcome: outcomeSchema,
    }),
);

/** How far one rule came. */
export const ruleOutcomeSchema = z.enum([
  'matched',
  'fellThrough',
  'notReached',
  'disabled',
  'otherEnvironment',
  'unknownSegment',
  'unrecognizedTargeting',
  'noUnit',
  'unusableUnit',
  'targetingNotMet',
  'outsidePopulation',
  'outsideBuckets',
  'materializationUnknown',
  'materializationMissed',
]);

export type RuleOutcome = z.infer<typeof ruleOutcomeSchema>;

/** Parses why one rule gave something or not. */
export const ruleExplanationSchema = z.object({
  /** `flags/<flag>/rules/<rule>` */
  rule: z.string(),
  segmentName: z.string(),
  outcome: ruleOutcomeSchema,
  /** For people. */
  sentence: z.string(),
  selector: z.string(),
  unit: z.string().nullable(),
  bucket: z.number().nullable(),
  bucketCount: z.number(),
  assignmentId: z.string().nullable(),
  variant: z.string().nullable(),
  segment: segmentExplanationSchema.nullable(),
});

export type RuleExplanation = z.infer<typeof ruleExplanationSchema>;

/** Parses why a flag gave what it gave. */
export const flagExplanationSchema = z.object({
  /** `flags/<flag>` */
  flag: z.string(),
  reason: z.string(),
  variant: z.string().nullable(),
  /** The delivered struct; null for none. */
  value: jsonObjectSchema.readonly().nullable(),
  isOff: z.boolean(),
  prerequisites: z
    .array(
      z.object({
        flag: z.string(),
        variants: z.array(z.string()).readonly(),
        variant: z.string().nullable(),
        isMet: z.boolean(),
      }),
    )
    .readonly(),
  rules: z.array(ruleExplanationSchema).readonly(),
  /** For people. */
  sentence: z.string(),
});

export type FlagExplanation = z.infer<typeof flagExplanationSchema>;

/** Answer of `POST /flags/{id}/explain`. */
export const explainAnswerSchema = z.object({
  /** null when the client does not have the flag, or it was archived. */
  explanation: flagExplanationSchema.nullable(),
  /** The time it is about, ISO 8601. */
  at: z.string(),
  /** The revision of the flag then. */
  revision: z.number(),
});

export type ExplainAnswer = z.infer<typeof explainAnswerSchema>;
