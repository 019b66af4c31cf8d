import { z } from 'zod';

/**
 * An operand of a targeting rule. The context value is converted to the type
 * of the operand before they are compared.
 */
export const targetingValueSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('string'), value: z.string() }),
  z.strictObject({ type: z.literal('number'), value: z.number() }),
  z.strictObject({ type: z.literal('bool'), value: z.boolean() }),
  z.strictObject({ type: z.literal('timestamp'), value: z.string() }),
  z.strictObject({ type: z.literal('version'), value: z.string() }),
]);

export type TargetingValue = z.infer<typeof targetingValueSchema>;

const boundSchema = z.strictObject({
  value: targetingValueSchema,
  inclusive: z.boolean(),
});

/** One end of a range. */
export type RangeBound = z.infer<typeof boundSchema>;

const elementRuleSchema = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('eq'),
    /** null means "is null": the attribute is missing or null. */
    value: targetingValueSchema.nullable(),
  }),
  z.strictObject({
    op: z.literal('set'),
    values: z.array(targetingValueSchema),
  }),
  z.strictObject({
    op: z.literal('range'),
    start: boundSchema.nullable(),
    end: boundSchema.nullable(),
  }),
  z.strictObject({ op: z.literal('startsWith'), value: z.string() }),
  z.strictObject({ op: z.literal('endsWith'), value: z.string() }),
  z.strictObject({ op: z.literal('contains'), value: z.string() }),
  /**
   * A regular expression that has to match somewhere in a string. Of the syntax
   * of JavaScript it may have what takes time in proportion to the text:
   * `patternProblem` of the resolver says what it has not.
   */
  z.strictObject({ op: z.literal('matches'), pattern: z.string().max(250) }),
  /** A range of semantic versions, such as `>=8.5.0 <9 || 10.x`. */
  z.strictObject({ op: z.literal('versionRange'), range: z.string().max(250) }),
]);

/** A comparison of one value with its operands. */
export type ElementRule = z.infer<typeof elementRuleSchema>;

/** Parses a comparison of an attribute, or of any or all of its elements. */
export const attributeRuleSchema = z.discriminatedUnion('op', [
  ...elementRuleSchema.options,
  z.strictObject({ op: z.literal('any'), rule: elementRuleSchema }),
  z.strictObject({ op: z.literal('all'), rule: elementRuleSchema }),
]);

export type AttributeRule = z.infer<typeof attributeRuleSchema>;

/** Parses one named condition of a targeting. */
export const criterionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('attribute'),
    /** Dotted path into the evaluation context. */
    attribute: z.string().min(1),
    rule: attributeRuleSchema,
  }),
  z.strictObject({
    type: z.literal('segment'),
    /** Id of the segment in the model; its name in the resolver state. */
    segment: z.string().min(1),
  }),
  z.strictObject({
    type: z.literal('materializedSegment'),
    materializedSegment: z.string().min(1),
  }),
]);

export type Criterion = z.infer<typeof criterionSchema>;

/** A boolean combination of criteria, which it refers to by name. */
export type TargetingExpression =
  | { type: 'ref'; ref: string }
  | { type: 'not'; operand: TargetingExpression }
  | { type: 'and'; operands: TargetingExpression[] }
  | { type: 'or'; operands: TargetingExpression[] };

/** Parses a boolean combination of criteria. */
export const targetingExpressionSchema: z.ZodType<TargetingExpression> = z.lazy(
  () =>
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('ref'), ref: z.string() }),
      z.strictObject({
        type: z.literal('not'),
        operand: targetingExpressionSchema,
      }),
      z.strictObject({
        type: z.literal('and'),
        operands: z.array(targetingExpressionSchema),
      }),
      z.strictObject({
        type: z.literal('or'),
        operands: z.array(targetingExpressionSchema),
      }),
    ]),
);

/** Parses who a segment is for, before its share of the population. */
export const targetingSchema = z.strictObject({
  criteria: z.record(z.string(), criterionSchema),
  /** null matches everyone. */
  expression: targetingExpressionSchema.nullable(),
});

export type Targeting = z.infer<typeof targetingSchema>;
