import { z } from 'zod';

const countSchema = z.int().min(1);

/** Types of values in evaluation contexts. */
export const contextTypeSchema = z.enum([
  'string',
  'number',
  'bool',
  'list',
  'struct',
  'null',
]);

export type ContextType = z.infer<typeof contextTypeSchema>;

/** What `POST /edge-reports` takes. It never carries a value of a context. */
export const edgeReportSchema = z.strictObject({
  /** Name of the edge process. */
  edge: z.string().min(1).max(200),
  /** ISO 8601; a report of the same edge from the same time counts once. */
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  evaluations: z
    .array(
      z.strictObject({
        client: z.string().min(1).max(63),
        flag: z.string().min(1).max(63),
        variant: z.string().max(63).nullable(),
        rule: z.string().max(63).nullable(),
        reason: z.string().min(1).max(63),
        count: countSchema,
      }),
    )
    .max(10_000),
  contextFields: z
    .array(
      z.strictObject({
        client: z.string().min(1).max(63),
        path: z.string().min(1).max(200),
        type: contextTypeSchema,
        /** What the values look like: `country`, `version`, `timestamp` … */
        kind: z.string().min(1).max(32).nullable(),
        count: countSchema,
      }),
    )
    .max(10_000),
});

export type EdgeReport = z.infer<typeof edgeReportSchema>;

/** Answer of `POST /edge-reports`. */
export const edgeReportAnswerSchema = z.object({
  /** False for a report that had been counted already. */
  isNew: z.boolean(),
});

/** What `GET /flags/{id}/usage` takes. */
export const usageQuerySchema = z.object({
  days: z.coerce.number().int().min(1).max(90).default(7),
});

/** Answer of `GET /flags/{id}/usage`. */
export const flagUsageSchema = z.object({
  /** First day, `YYYY-MM-DD` in UTC. */
  from: z.string(),
  /** Last day. */
  to: z.string(),
  /** Day of the first report of any edge, or null before it: no data. */
  reportedSince: z.string().nullable(),
  evaluations: z.array(
    z.object({
      day: z.string(),
      client: z.string(),
      variant: z.string().nullable(),
      rule: z.string().nullable(),
      reason: z.string(),
      count: z.number(),
    }),
  ),
});

export type FlagUsage = z.infer<typeof flagUsageSchema>;

/** One field of the contexts that clients send. */
export const contextFieldSchema = z.object({
  /** Dotted. */
  path: z.string(),
  types: z.array(contextTypeSchema),
  /** What most of its values look like, or null. */
  kind: z.string().nullable(),
  count: z.number(),
  lastSeenAt: z.string(),
});

export type ContextField = z.infer<typeof contextFieldSchema>;

/** Answer of `GET /context-schema` and `GET /clients/{id}/context-schema`. */
export const contextSchemaSchema = z.object({
  fields: z.array(contextFieldSchema),
});

export type ContextSchema = z.infer<typeof contextSchemaSchema>;

/** Parses a place in a repository that names a flag. */
export const codeReferenceSchema = z.strictObject({
  /** Path inside the repository. */
  path: z.string().min(1).max(1000),
  /** From 1. */
  line: z.int().min(1),
  /** The line, shortened. */
  snippet: z.string().max(250),
});

export type CodeReference = z.infer<typeof codeReferenceSchema>;

/** What `PUT /flags/{id}/code-references` takes; replaces the repository's. */
export const codeReferencesInputSchema = z.strictObject({
  repository: z.string().min(1).max(500),
  /** Commit that was scanned. */
  revision: z.string().min(1).max(200),
  references: z.array(codeReferenceSchema).max(1000),
});

export type CodeReferencesInput = z.infer<typeof codeReferencesInputSchema>;

/** References of one repository and when they were found. */
export const scannedRepositorySchema = codeReferencesInputSchema.extend({
  scannedAt: z.string(),
  scannedBy: z.string(),
});

export type ScannedRepository = z.infer<typeof scannedRepositorySchema>;

/** Answer of `GET /flags/{id}/code-references`, by repository. */
export const codeReferenceListSchema = z.object({
  items: z.array(scannedRepositorySchema),
});

/** How likely a flag is to be left over. */
export const stalenessStateSchema = z.enum([
  'fresh',
  'potentially-stale',
  'stale',
]);

export type StalenessState = z.infer<typeof stalenessStateSchema>;

/** Answer of `GET /flags/{id}/staleness`. */
export const stalenessSchema = z.object({
  flagId: z.string(),
  state: stalenessStateSchema,
  reasons: z.array(
    z.object({
      kind: z.enum(['no-evaluation', 'one-variant', 'rollout-complete']),
      /** Since when it holds, ISO 8601. */
      since: z.string(),
      /** For people. */
      sentence: z.string(),
    }),
  ),
  /** What to do about it, for people; null while it is fresh. */
  suggestion: z.string().nullable(),
  codeReferences: z.array(scannedRepositorySchema),
});

export type Staleness = z.infer<typeof stalenessSchema>;
