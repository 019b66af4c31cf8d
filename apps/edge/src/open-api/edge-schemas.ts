import { z } from 'zod';
import { sinkStatusSchema } from '../sinks/sink-status-schema';

/** A refusal outside of OFREP, with a code of google.rpc.Code. */
export const refusalSchema = z.strictObject({
  code: z.int(),
  message: z.string(),
  /** For OFREP clients, which look for the text here. */
  errorDetails: z.string().optional(),
});

/** Health and readiness. */
export const statusSchema = z.strictObject({ status: z.string() });

const countSchema = z.int().min(0);

/** How an edge is doing. */
export const edgeStatusSchema = z.strictObject({
  state: z
    .strictObject({
      version: z.string(),
      etag: z.string().nullable(),
      origin: z.enum(['backend', 'disk']),
      confirmedAt: z.iso.datetime(),
      ageMs: z.number(),
      isStale: z.boolean(),
      isPushed: z.boolean(),
    })
    .nullable(),
  lastPollError: z.string().nullable(),
  draining: z.boolean(),
  changeStreams: countSchema,
  log: z.strictObject({
    acknowledgedLines: countSchema,
    acknowledgedBytes: countSchema,
    groups: countSchema,
    failedGroups: countSchema,
    rejectedAppends: countSchema,
    sealedFiles: countSchema,
    recoveredFiles: countSchema,
    tornBytes: countSchema,
    pendingBytes: countSchema,
    pendingSinceMs: z.number().nullable(),
  }),
  /** What waits for sinks; null where no log is on a disk. */
  backlog: z
    .strictObject({
      segments: countSchema,
      bytes: countSchema,
      maxBytes: countSchema.nullable(),
      compactor: z
        .strictObject({
          lastPassAt: z.iso.datetime(),
          sinks: z.array(sinkStatusSchema),
        })
        .nullable(),
      problem: z.string().nullable(),
    })
    .nullable(),
});
