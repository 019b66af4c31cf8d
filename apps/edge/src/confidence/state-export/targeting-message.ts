import type {
  AttributeRule,
  RangeBound,
  StateCriterion,
  StateTargeting,
  TargetingExpression,
  TargetingValue,
  UnrecognizedRule,
} from '@etude/flags';
import { assertNever } from '@etude/kernel';
import type { JsonBody } from '../../parse-json-body';
import { timestampMessage } from '../proto/timestamp';
import { readTime } from '../request-fields';

/** Why a targeting cannot be said in the protocol's messages. */
export class InexpressibleTargeting extends Error {}

const DATE = /^\d{4}-\d\d-\d\d$/;

const timeOf = (text: string): Date => {
  const time = readTime(DATE.test(text) ? `${text}T00:00:00Z` : text);
  if (time) return time;
  throw new InexpressibleTargeting(`the timestamp '${text}'`);
};

const valueMessage = (value: TargetingValue): JsonBody => {
  switch (value.type) {
    case 'string':
      return { stringValue: value.value };
    case 'number':
      return { numberValue: value.value };
    case 'bool':
      return { boolValue: value.value };
    case 'timestamp':
      return { timestampValue: timestampMessage(timeOf(value.value)) };
    case 'version':
      return { versionValue: { version: value.value } };
    default:
      return assertNever(value);
  }
};

const boundMessage = (
  end: 'start' | 'end',
  bound: RangeBound | null,
): JsonBody =>
  bound
    ? {
        [`${end}${bound.inclusive ? 'Inclusive' : 'Exclusive'}`]: valueMessage(
          bound.value,
        ),
      }
    : {};

/** An operator with its operands, or nothing for one that nobody knows. */
const ruleMessage = (rule: AttributeRule | UnrecognizedRule): JsonBody => {
  switch (rule.op) {
    case 'eq':
      // A value of no type means "is null"; a rule without one is unknown.
      return {
        eqRule: { value: rule.value === null ? {} : valueMessage(rule.value) },
      };
    case 'set':
      return { setRule: { values: rule.values.map(valueMessage) } };
    case 'range':
      return {
        rangeRule: {
          ...boundMessage('start', rule.start),
          ...boundMessage('end', rule.end),
        },
      };
    case 'startsWith':
      return { startsWithRule: { value: rule.value } };
    case 'endsWith':
      return { endsWithRule: { value: rule.value } };
    case 'contains':
      return { containsRule: { value: rule.value } };
    case 'any':
      return { anyRule: { rule: ruleMessage(rule.rule) } };
    case 'all':
      return { allRule: { rule: ruleMessage(rule.rule) } };
    case 'matches':
    case 'versionRange':
      throw new InexpressibleTargeting(`the operator '${rule.op}'`);
    case 'unrecognized':
      return {};
    default:
      return assertNever(rule);
  }
};

const criterionMessage = (criterion: StateCriterion): JsonBody => {
  switch (criterion.type) {
    case 'attribute':
      return {
        attribute: {
          attributeName: criterion.attribute,
          ...ruleMessage(criterion.rule),
        },
      };
    case 'segment':
      return { segment: { segment: criterion.segment } };
    case 'materializedSegment': {
      const { materializedSegment } = criterion;
      return { materializedSegment: { materializedSegment } };
    }
    default:
      return assertNever(criterion);
  }
};

const expressionMessage = (expression: TargetingExpression): JsonBody => {
  switch (expression.type) {
    case 'ref':
      return { ref: expression.ref };
    case 'not':
      return { not: expressionMessage(expression.operand) };
    case 'and':
    case 'or':
      return {
        [expression.type]: {
          operands: expression.operands.map(expressionMessage),
        },
      };
    default:
      return assertNever(expression);
  }
};

/**
 * A targeting in the protocol's messages.
 *
 * @throws InexpressibleTargeting for what they have no words for.
 */
export const targetingMessage = (
  targeting: StateTargeting | null,
): JsonBody => ({
  criteria: Object.fromEntries(
    Object.entries(targeting?.criteria ?? {}).map(([name, criterion]) => [
      name,
      criterionMessage(criterion),
    ]),
  ),
  ...(targeting?.expression && {
    expression: expressionMessage(targeting.expression),
  }),
});
