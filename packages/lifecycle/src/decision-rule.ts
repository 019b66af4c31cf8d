import { z } from 'zod';

/** Levels that a decision rule may be deep, its leaves included. */
export const MAX_RULE_DEPTH = 32;

const KINDS = {
  node: "It is 'hypothesis' (one metric, with the test it has to pass), 'all' or 'any' (a group of rules that all hold, or one of them)",
  rule: "It is 'standard', or 'tree' with a rule of your own in `root`",
};

const kindText = (input: unknown): string => {
  const kind: unknown =
    typeof input === 'object' && input !== null && 'kind' in input
      ? input.kind
      : undefined;
  return kind === undefined ? 'no kind' : `the kind ${JSON.stringify(kind)}`;
};

// Of other problems the schema speaks for itself.
const unknownKind =
  (kinds: string) =>
  ({ code, input }: { readonly code?: string; readonly input?: unknown }) =>
    code === 'invalid_union'
      ? `A decision rule has ${kindText(input)}, so it is not known how to read it. ${kinds}.`
      : undefined;

/** A test on one metric, as a leaf of a decision rule. */
const ruleHypothesisSchema = z.object({
  kind: z.literal('hypothesis'),
  metricId: z.string(),
  test: z.enum(['superiority', 'non-inferiority']),
});

/** A decision rule of any depth: all children hold, or any of them. */
export type DecisionRuleNode =
  | z.infer<typeof ruleHypothesisSchema>
  | {
      readonly kind: 'all' | 'any';
      readonly children: readonly DecisionRuleNode[];
    };

export const decisionRuleNodeSchema: z.ZodType<DecisionRuleNode> = z.lazy(() =>
  z.discriminatedUnion(
    'kind',
    [
      ruleHypothesisSchema,
      z.object({
        kind: z.enum(['all', 'any']),
        children: z.array(decisionRuleNodeSchema).readonly(),
      }),
    ],
    { error: unknownKind(KINDS.node) },
  ),
);

const childrenOf = (node: unknown): readonly unknown[] =>
  typeof node === 'object' &&
  node !== null &&
  'children' in node &&
  Array.isArray(node.children)
    ? node.children
    : [];

const isTooDeep = (root: unknown): boolean => {
  let level: readonly unknown[] = [root];
  for (let depth = 0; depth < MAX_RULE_DEPTH; depth += 1) {
    level = level.flatMap(childrenOf);
  }
  return level.length > 0;
};

// Before the schema reads it: reading a deep rule would exhaust the stack.
const notTooDeep = (root: unknown, context: z.RefinementCtx): unknown => {
  if (!isTooDeep(root)) return root;
  context.addIssue({
    code: 'custom',
    params: { code: 'ETUDE_PLAN_RULE_TOO_DEEP' },
    message: `The decision rule is more than ${MAX_RULE_DEPTH} levels deep: nobody could say when it holds, and reading it takes memory for every level. Write groups of the same kind as one group; that does not change the rule.`,
  });
  return z.NEVER;
};

/**
 * When a variant ships. `standard`: one success metric better and every
 * guardrail with a margin within it; `strict` also lets false alarms of the
 * vetoes cost no power. `tree`: the given rule instead, at most
 * {@link MAX_RULE_DEPTH} levels deep. Either way nothing may get worse and no
 * health check fail.
 */
export const decisionRuleSchema = z.discriminatedUnion(
  'kind',
  [
    z.object({
      kind: z.literal('standard'),
      guarantee: z.enum(['default', 'strict']),
    }),
    z.object({
      kind: z.literal('tree'),
      root: z.preprocess(notTooDeep, decisionRuleNodeSchema),
    }),
  ],
  { error: unknownKind(KINDS.rule) },
);
export type DecisionRule = z.infer<typeof decisionRuleSchema>;
