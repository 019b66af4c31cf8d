import type { Segment, TargetingExpression } from '@etude/flags';
import type { Problem } from '@etude/kernel';

const refsOf = (expression: TargetingExpression): string[] => {
  if (expression.type === 'ref') return [expression.ref];
  if (expression.type === 'not') return refsOf(expression.operand);
  return expression.operands.flatMap(refsOf);
};

/**
 * What a segment's targeting names that does not exist: criteria in its
 * expression, segments in its criteria. As only existing segments can be
 * named, segments never form a cycle.
 */
export const targetingProblems = (
  { id, targeting }: Segment,
  segments: readonly Segment[],
): Problem[] => {
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
      !segments.some(other => other.id === criterion.segment)
        ? [
            {
              code: 'ETUDE_FLAGS_UNKNOWN_SEGMENT',
              path: `targeting.criteria.${name}.segment`,
              message: `There is no segment '${criterion.segment}'. Create it first or choose another one.`,
            },
          ]
        : [],
  );
  return [...unknownRefs, ...unknownSegments];
};
