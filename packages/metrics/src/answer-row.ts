import { EtudeError } from '@etude/kernel';
import { z } from 'zod';

/** A row of an answer as drivers give it. */
export type ComputationRow = Readonly<
  Record<string, string | number | boolean | null>
>;

const count = z.number().int().nonnegative();
const day = {
  variant: z.string(),
  exposure_date: z.string().nullable(),
  n: count,
};
const part = {
  metric_id: z.string(),
  ...day,
  dimension: z.string().nullable(),
  dimension_value: z.string().nullable(),
};
const ofVariant = { metric_id: z.string(), variant: z.string(), n: count };
const rowSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('companion'),
    ...part,
    mean: z.number(),
    variance: z.number().nullable(),
    left_index: count,
    right_index: count,
  }),
  z.object({
    kind: z.literal('moments'),
    ...part,
    mean: z.number(),
    // Undefined for a single unit, whose deviations are 0.
    variance: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('uncapped'),
    ...part,
    mean: z.number(),
    variance: z.number().nullable(),
  }),
  z.object({ kind: z.literal('cap'), metric_id: z.string(), mean: z.number() }),
  z.object({
    kind: z.literal('quantile'),
    ...ofVariant,
    mean: z.number(),
    left_index: count,
  }),
  z.object({
    kind: z.literal('cluster'),
    ...ofVariant,
    mean: z.number(),
    variance: z.number().nullable(),
    left_index: count,
  }),
  z.object({
    kind: z.literal('step'),
    metric_id: z.string(),
    ...day,
    left_index: count,
  }),
  z.object({
    kind: z.literal('eligible'),
    metric_id: z.string(),
    ...day,
    left_index: count.nullable(),
    right_index: count.nullable(),
  }),
  z.object({ kind: z.literal('traffic'), ...day }),
  z.object({
    kind: z.literal('exposed'),
    n: count,
    first_at: z.string().nullable(),
    last_at: z.string().nullable(),
  }),
  z.object({ kind: z.literal('crossover'), n: count }),
]);

/** Kinds whose mean comes from measures, which may hold NaN. */
const MEASURED: ReadonlySet<string> = new Set([
  'moments',
  'uncapped',
  'companion',
  'cap',
  'quantile',
]);

/** A checked row; its kind says what it holds. */
export type AnswerRow = z.infer<typeof rowSchema>;

/**
 * A row of an answer, checked.
 *
 * @throws ETUDE_COMPUTATION_ROW, ETUDE_METRIC_NOT_FINITE
 */
export const parseRow = (row: ComputationRow): AnswerRow => {
  const parsed = rowSchema.safeParse(row);
  if (parsed.success) return parsed.data;
  if (
    typeof row['kind'] === 'string' &&
    MEASURED.has(row['kind']) &&
    !Number.isFinite(row['mean'])
  ) {
    throw new EtudeError(
      `Metric '${row['metric_id']}' has no finite mean for variant '${row['variant']}': its measure holds NaN or infinite values. Filter them out or mend the data.`,
      {
        code: 'ETUDE_METRIC_NOT_FINITE',
        kind: 'user',
        details: { row },
      },
    );
  }
  throw new EtudeError(
    `The warehouse answered a computation with a row that cannot be read: ${parsed.error.message}. Please report this.`,
    { code: 'ETUDE_COMPUTATION_ROW', kind: 'bug', details: { row } },
  );
};
