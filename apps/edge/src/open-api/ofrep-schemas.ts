import { z } from 'zod';

/** Flag metadata as OFREP allows them. */
const metadataSchema = z.record(
  z.string(),
  z.union([z.boolean(), z.string(), z.number()]),
);

/** OFREP evaluation request. */
export const evaluationRequestSchema = z.object({
  context: z.looseObject({
    /** What the client resolves for, usually a user. */
    targetingKey: z.string().optional(),
  }),
});

/** OFREP bulk request; `apply` is an addition of this edge. */
export const bulkRequestSchema = evaluationRequestSchema.extend({
  /** False logs no assignment: the client applies what it reads. */
  apply: z.boolean().optional(),
});

/**
 * One key that was evaluated. Without `value` the code default applies.
 * `DEFAULT` is in OFREP's decision record 6, the other reasons are in its
 * OpenAPI document.
 */
export const evaluationSuccessSchema = z.strictObject({
  key: z.string(),
  reason: z.enum(['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'DEFAULT']),
  variant: z.string().optional(),
  value: z
    .union([
      z.boolean(),
      z.string(),
      z.number(),
      z.record(z.string(), z.unknown()),
      z.array(z.unknown()),
    ])
    .optional(),
  metadata: metadataSchema.optional(),
});

/** One key that exists and could not be evaluated. */
export const evaluationFailureSchema = z.strictObject({
  key: z.string(),
  errorCode: z.enum(['PARSE_ERROR', 'INVALID_CONTEXT', 'GENERAL']),
  errorDetails: z.string(),
});

/** A key that the client does not have. */
export const flagNotFoundSchema = evaluationFailureSchema.extend({
  errorCode: z.literal('FLAG_NOT_FOUND'),
});

/** The edge has no flag state yet. */
export const notReadySchema = z.strictObject({
  key: z.string().optional(),
  errorCode: z.literal('PROVIDER_NOT_READY'),
  errorDetails: z.string(),
});

/** Where to listen for changes; see `GET /ofrep/v1/changes`. */
const eventStreamSchema = z.strictObject({
  type: z.literal('sse'),
  endpoint: z.strictObject({ requestUri: z.string().startsWith('/') }),
  inactivityDelaySec: z.int().min(1),
});

/** With `"apply": false`: what to log when it is read, and the means. */
const applyLaterSchema = z.strictObject({
  /** For `resolveToken` of `POST /v1/flags:apply`. */
  resolveToken: z.string(),
  /** Ids of the flags that have an assignment. */
  apply: z.array(z.string()),
});

/** All keys of a client. */
export const bulkSuccessSchema = z.strictObject({
  flags: z.array(z.union([evaluationSuccessSchema, evaluationFailureSchema])),
  eventStreams: z.array(eventStreamSchema).optional(),
  etude: applyLaterSchema.optional(),
});

/** A request for all keys that was refused as a whole. */
export const bulkFailureSchema = z.strictObject({
  errorCode: z.enum(['PARSE_ERROR', 'INVALID_CONTEXT']),
  errorDetails: z.string(),
});

/** No known secret. */
export const unauthorizedSchema = z.strictObject({ errorDetails: z.string() });

/** An event of the change stream, in its `data`. */
export const changeEventSchema = z.strictObject({
  type: z.literal('refetchEvaluation'),
  etag: z.string(),
});
