import { ok } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type { z } from 'zod';
import { doRangesOverlap } from './bucket-ranges';
import { flagObjectSchema } from './model';
import type { Flag, Rule } from './model';
import { variantValueProblems } from './variant-value';

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');

const parseProblems = (error: z.ZodError, code: string): Problem[] =>
  error.issues.map(issue => ({
    code,
    path: pathText(issue.path),
    message: issue.message,
  }));

const duplicateIdProblems = (
  entries: readonly { readonly id: string }[],
  path: string,
): Problem[] =>
  entries.flatMap(({ id }, index) =>
    entries.findIndex(entry => entry.id === id) === index
      ? []
      : [
          {
            code: 'ETUDE_FLAG_DUPLICATE_ID',
            path: `${path}[${index}].id`,
            message: `Id '${id}' is used twice in ${path}. Give each entry an id of its own.`,
          },
        ],
  );

const rangeProblems = (rule: Rule, path: string): Problem[] =>
  rule.assignments.flatMap((assignment, index) => {
    const rangesPath = `${path}.assignments[${index}].ranges`;
    const earlier = rule.assignments
      .slice(0, index)
      .flatMap(({ ranges }) => ranges);
    const outside = assignment.ranges.some(
      ([, upper]) => upper > rule.bucketCount,
    );
    const problems: Problem[] = [];
    if (outside) {
      problems.push({
        code: 'ETUDE_FLAG_RANGE_OUTSIDE',
        path: rangesPath,
        message: `Assignment '${assignment.id}' has a range beyond the ${rule.bucketCount} buckets of the rule, where no unit is. Lower its end or raise bucketCount.`,
      });
    }
    if (doRangesOverlap(earlier, assignment.ranges)) {
      problems.push({
        code: 'ETUDE_FLAG_RANGE_OVERLAP',
        path: rangesPath,
        message: `Assignment '${assignment.id}' shares buckets with an earlier assignment of the rule, which would win. Make the ranges disjoint.`,
      });
    }
    return problems;
  });

const ruleProblems = (flag: Flag, rule: Rule, path: string): Problem[] => [
  ...duplicateIdProblems(rule.assignments, `${path}.assignments`),
  ...rule.assignments.flatMap((assignment, index) =>
    assignment.kind !== 'variant' ||
    flag.variants.some(({ id }) => id === assignment.variant)
      ? []
      : [
          {
            code: 'ETUDE_FLAG_UNKNOWN_VARIANT',
            path: `${path}.assignments[${index}].variant`,
            message: `Variant '${assignment.variant}' is not a variant of flag '${flag.id}' (${flag.variants.map(({ id }) => id).join(', ')}). Add it or assign another one.`,
          },
        ],
  ),
  ...rangeProblems(rule, path),
];

const defaultVariantProblems = ({
  id,
  defaultVariant,
  variants,
}: Flag): Problem[] =>
  defaultVariant === null ||
  variants.some(variant => variant.id === defaultVariant)
    ? []
    : [
        {
          code: 'ETUDE_FLAG_UNKNOWN_VARIANT',
          path: 'defaultVariant',
          message: `The default variant '${defaultVariant}' is not a variant of flag '${id}' (${variants.map(variant => variant.id).join(', ')}). Add it, or choose another default or none.`,
        },
      ];

/**
 * A flag, or every reason why `input` is not one: first of its shape
 * (ETUDE_FLAG_INVALID); once that is right, of its meaning: ids, variant
 * values against the schema, the default variant, and assignments. What other
 * flags have to say is up to `prerequisiteProblems`.
 */
export const validateFlag = (input: unknown): Result<Flag> => {
  const parsed = flagObjectSchema.safeParse(input);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parseProblems(parsed.error, 'ETUDE_FLAG_INVALID'),
    };
  }
  const flag = parsed.data;
  const problems = [
    ...duplicateIdProblems(flag.variants, 'variants'),
    ...duplicateIdProblems(flag.rules, 'rules'),
    ...defaultVariantProblems(flag),
    ...flag.variants.flatMap(({ value }, index) =>
      variantValueProblems(flag.schema, value, `variants[${index}].value`),
    ),
    ...flag.rules.flatMap((rule, index) =>
      ruleProblems(flag, rule, `rules[${index}]`),
    ),
  ];
  return problems.length === 0 ? ok(flag) : { ok: false, problems };
};
