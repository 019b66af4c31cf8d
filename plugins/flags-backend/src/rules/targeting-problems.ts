import { segmentCycle } from '@etude/flags';
import type {
  AttributeRule,
  Segment,
  Targeting,
  TargetingExpression,
} from '@etude/flags';
import type { Problem } from '@etude/kernel';
import { patternProblem, versionRangeProblem } from '@etude/resolver';

const refsOf = (expression: TargetingExpression): string[] => {
  if (expression.type === 'ref') return [expression.ref];
  if (expression.type === 'not') return refsOf(expression.operand);
  return expression.operands.flatMap(refsOf);
};

const operandProblem = (rule: AttributeRule): string | null => {
  if (rule.op === 'any' || rule.op === 'all') return operandProblem(rule.rule);
  if (rule.op === 'matches') return patternProblem(rule.pattern);
  return rule.op === 'versionRange' ? versionRangeProblem(rule.range) : null;
};

const operandProblems = (criteria: Targeting['criteria']): Problem[] =>
  Object.entries(criteria).flatMap(([name, criterion]) => {
    if (criterion.type !== 'attribute') return [];
    const message = operandProblem(criterion.rule);
    if (message === null) return [];
    const path = `targeting.criteria.${name}.rule`;
    return [{ code: 'ETUDE_FLAGS_OPERAND', path, message }];
  });

/**
 * What is wrong with a segment's targeting: criteria that its expression names
 * but that do not exist, segments likewise or archived, and segments that lead
 * back to it. `segments` may hold an earlier version of it.
 */
export const targetingProblems = (
  segment: Pick<Segment, 'id' | 'targeting'>,
  segments: readonly Segment[],
): Problem[] => {
  const { id, targeting } = segment;
  if (targeting === null) return [];
  const { criteria, expression } = targeting;
  const refs = expression === null ? [] : refsOf(expression);
  const unknownRefs = refs
    .filter(ref => !Object.hasOwn(criteria, ref))
    .map(ref => ({
      code: 'ETUDE_FLAGS_UNKNOWN_CRITERION',
      path: 'targeting.expression',
      message: `Segment '${id}' has no criterion '${ref}'. Add it to the criteria or correct the expression.`,
    }));
  const unknownSegments = Object.entries(criteria).flatMap(
    ([name, criterion]) =>
      criterion.type === 'segment' &&
      !segments.some(
        other => other.id === criterion.segment && other.state !== 'archived',
      )
        ? [
            {
              code: 'ETUDE_FLAGS_UNKNOWN_SEGMENT',
              path: `targeting.criteria.${name}.segment`,
              message: `There is no segment '${criterion.segment}' in use. Create or unarchive it first, or choose another one.`,
            },
          ]
        : [],
  );
  const cycle = segmentCycle(segment, segments);
  return [
    ...unknownRefs,
    ...unknownSegments,
    ...operandProblems(criteria),
    ...(cycle === undefined
      ? []
      : [
          {
            code: 'ETUDE_FLAGS_SEGMENT_CYCLE',
            path: 'targeting.criteria',
            message: `The segments form a circle (${cycle.join(' → ')}), so none of them could be decided. Take one of them out of the targeting.`,
            details: { segments: cycle },
          },
        ]),
  ];
};
