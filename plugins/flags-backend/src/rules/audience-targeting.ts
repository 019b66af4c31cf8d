import type {
  Criterion,
  Targeting,
  TargetingExpression,
  TargetingValue,
} from '@etude/flags';
import type { RuleAudience } from '@etude/plugin-flags-common';

type Condition = RuleAudience['conditions'][number];

const setCriterion = (
  attribute: string,
  values: TargetingValue[],
): Criterion => ({
  type: 'attribute',
  attribute,
  rule:
    values.length === 1 && values[0]
      ? { op: 'eq', value: values[0] }
      : { op: 'set', values },
});

/**
 * One criterion per type of operand. A context value is converted to the type
 * of the operand, and a boolean never becomes a string: 'true' and 'false'
 * have to be boolean operands, which match the words in a string as well.
 */
const criteriaOf = ({ attribute, values }: Condition): Criterion[] => {
  const booleans = values.filter(value => /^(true|false)$/.test(value));
  const strings = values.filter(value => !booleans.includes(value));
  return [
    booleans.map((value): TargetingValue => ({
      type: 'bool',
      value: value === 'true',
    })),
    strings.map((value): TargetingValue => ({ type: 'string', value })),
  ]
    .filter(operands => operands.length > 0)
    .map(operands => setCriterion(attribute, operands));
};

/**
 * The targeting that matches exactly the units for which every condition of
 * the audience holds; null for an audience of everyone. A unit without the
 * attribute fulfils `not-in`, and no other operator.
 */
export const audienceTargeting = (
  conditions: readonly Condition[],
): Targeting | null => {
  if (conditions.length === 0) return null;
  const criteria: Record<string, Criterion> = {};
  const operands = conditions.map((condition, index): TargetingExpression => {
    const refs = criteriaOf(condition).map((criterion, part) => {
      const ref = `c${index}-${part}`;
      criteria[ref] = criterion;
      return { type: 'ref' as const, ref };
    });
    const any: TargetingExpression = { type: 'or', operands: refs };
    return condition.operator === 'not-in'
      ? { type: 'not', operand: any }
      : any;
  });
  return { criteria, expression: { type: 'and', operands } };
};
