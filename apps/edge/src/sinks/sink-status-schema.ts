import { z } from 'zod';

const countSchema = z.int().min(0);

/** How a sink fares; see `SinkStatus` of `@etude/events`. */
export const sinkStatusSchema = z.strictObject({
  name: z.string(),
  state: z.enum(['ok', 'unreachable', 'refused']),
  reason: z.string().nullable(),
  failingSince: z.iso.datetime().nullable(),
  failedTries: countSchema,
  segments: countSchema,
  records: countSchema,
  rejectedLines: countSchema,
  waitingSegments: countSchema,
  waitingBytes: countSchema,
  waitingSince: z.iso.datetime().nullable(),
});
