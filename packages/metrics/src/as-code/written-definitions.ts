import { z } from 'zod';
import {
  metricDenominatorSchema,
  metricQuantileSchema,
  metricSchema,
  metricWindowSchema,
} from '../metric';
import { parseLength, parsePercent, parsePercentile } from './written-figures';

const name = z.string().min(1);
const names = z.array(name);

/** A text that `read` understands, or a problem that shows how to write it. */
const written = <T>(read: (text: string) => T | null, how: string) =>
  z.unknown().transform((text, context): T => {
    const value = typeof text === 'string' ? read(text) : null;
    if (value !== null) return value;
    const found = typeof text === 'string' ? `'${text}'` : JSON.stringify(text);
    context.addIssue({ code: 'custom', message: `${found} is not ${how}` });
    return z.NEVER;
  });

/** An object that may be written as a text, which stands for one of its words. */
const shortFor = <T extends z.ZodType>(word: string, full: T) =>
  z.preprocess(
    value =>
      typeof value === 'object' || value === undefined
        ? value
        : { [word]: value },
    full,
  );

const lengthSchema = written(
  parseLength,
  "a length of time. Write it in days or hours, such as '7 days', '36 hours' or '1 day 12 hours'.",
).refine(({ days, hours }) => days + hours > 0, {
  message:
    "A length of time has to be above 0. Leave it out, or write '1 day'.",
});

/** A number that a text may stand for too. */
const numberOr = (read: (text: string) => number | null, how: string) =>
  z.preprocess(
    (value, context) => {
      if (typeof value !== 'string') return value;
      const found = read(value);
      if (found !== null) return found;
      context.addIssue({ code: 'custom', message: `'${value}' is not ${how}` });
      return z.NEVER;
    },
    z.number().refine(value => value > 0 && Number.isFinite(value), {
      message: 'The number has to be above 0.',
    }),
  );

const shareSchema = numberOr(
  parsePercent,
  "a share. Write a percentage such as '2%', or a number such as 0.02.",
);
const levelSchema = numberOr(
  parsePercentile,
  "a percentile. Write it as 'p99', or as a number such as 0.99.",
).refine(level => level < 1, {
  message: 'A percentile is below 100: p99.9 is one.',
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** One condition: a column and exactly one of the other words. */
const conditionSchema = z.strictObject({
  column: name,
  equals: scalar.optional(),
  notEquals: scalar.optional(),
  in: z.array(z.union([z.string(), z.number()])).optional(),
  atLeast: scalar.optional(),
  atMost: scalar.optional(),
});

const conditions = z.array(conditionSchema).optional();

const described = {
  name: name.optional(),
  description: z.string().optional(),
  owner: name.optional(),
};

const source = {
  table: z.union([name, names.min(1)]).optional(),
  csv: name.optional(),
  query: name.optional(),
};

const entitySchema = z
  .strictObject({ description: z.string().optional() })
  .nullable();

/** A fact table as a person writes it. */
export const writtenFactTableSchema = z.strictObject({
  ...described,
  ...source,
  warehouse: name.optional(),
  timestamp: name.optional(),
  entities: z.record(name, name),
  measures: z
    .record(
      name,
      shortFor(
        'column',
        z.strictObject({ column: name.optional(), unit: name.optional() }),
      ),
    )
    .optional(),
  dimensions: names.optional(),
});

/** A relation between entities as a person writes it. */
export const writtenRelationSchema = z.strictObject({
  ...described,
  factTable: name,
  from: name,
  to: name,
  validFrom: name.optional(),
});

/** A metric as a person writes it. */
export const writtenMetricSchema = z.strictObject({
  ...described,
  factTable: name,
  entity: name.optional(),
  type: metricSchema.shape.type,
  aggregation: metricSchema.shape.aggregation.optional(),
  measure: name.optional(),
  where: conditions,
  threshold: z.number().optional(),
  denominator: z
    .strictObject({
      aggregation: metricDenominatorSchema.shape.aggregation,
      measure: name.optional(),
      where: conditions,
    })
    .optional(),
  window: shortFor(
    'length',
    z.strictObject({
      kind: metricWindowSchema.shape.kind,
      offset: lengthSchema.optional(),
      length: lengthSchema.optional(),
    }),
  ).optional(),
  nulls: metricSchema.shape.nulls,
  cap: shortFor(
    'percentile',
    z.strictObject({
      percentile: levelSchema.optional(),
      ignoreZeros: z.boolean().optional(),
      atLeast: z.number().optional(),
      atMost: z.number().optional(),
    }),
  ).optional(),
  covariate: lengthSchema.optional(),
  quantile: shortFor(
    'level',
    z.strictObject({
      level: levelSchema,
      of: metricQuantileSchema.shape.of.optional(),
    }),
  ).optional(),
  steps: z
    .array(
      z.strictObject({ name, factTable: name.optional(), where: conditions }),
    )
    .optional(),
  direction: metricSchema.shape.direction,
  mde: shareSchema.optional(),
  nim: shareSchema.optional(),
  state: metricSchema.shape.state.optional(),
});

const instant = z.iso.datetime({
  offset: true,
  error: issue =>
    `'${String(issue.input)}' is not an instant. Write day, time and offset, such as 2026-03-01T00:00:00Z or 2026-03-01T00:00:00+01:00.`,
});

/** An experiment as a person writes it. */
export const writtenExperimentSchema = z.strictObject({
  entity: name.optional(),
  assignment: z.strictObject({
    flag: name.optional(),
    rule: name.optional(),
    ...source,
    unit: name.optional(),
    variant: name.optional(),
    time: name.optional(),
    covariates: z
      .array(
        z.strictObject({
          metric: name,
          column: name,
          missing: z.enum(['zero', 'indicator']).optional(),
        }),
      )
      .optional(),
    dimensions: names.optional(),
  }),
  variants: names,
  control: name,
  from: instant.optional(),
  until: instant,
  exposureUntil: instant.optional(),
  timeZone: name.optional(),
  exposureFilter: z
    .strictObject({ factTable: name, where: conditions })
    .optional(),
  dimensions: z
    .record(
      name,
      z.strictObject({
        factTable: name,
        column: name,
        validFrom: name.optional(),
      }),
    )
    .optional(),
  metrics: names,
});

/** Types that a column of a CSV file can be told to have. */
const columnTypeSchema = z.enum([
  'text',
  'integer',
  'double',
  'boolean',
  'date',
  'timestamp',
]);
export type ColumnType = z.infer<typeof columnTypeSchema>;

/**
 * `definitions.yaml` as a person writes it: the one schema of the format.
 * Keys of the maps are the ids.
 */
export const writtenDefinitionsSchema = z.strictObject({
  owner: name.optional(),
  columns: z.record(name, z.record(name, columnTypeSchema)).optional(),
  entities: z.record(name, entitySchema),
  factTables: z.record(name, writtenFactTableSchema).optional(),
  relations: z.record(name, writtenRelationSchema).optional(),
  metrics: z.record(name, writtenMetricSchema).optional(),
  experiments: z.record(name, writtenExperimentSchema).optional(),
});

export type WrittenCondition = z.infer<typeof conditionSchema>;
export type WrittenFactTable = z.infer<typeof writtenFactTableSchema>;
export type WrittenRelation = z.infer<typeof writtenRelationSchema>;
export type WrittenMetric = z.infer<typeof writtenMetricSchema>;
export type WrittenExperiment = z.infer<typeof writtenExperimentSchema>;
