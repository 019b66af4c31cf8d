import type {
  AttributeRule,
  ElementRule,
  RangeBound,
  UnrecognizedRule,
} from '@etude/flags';
import { areEqual, comparisonWith, operandOf } from './compare-values';
import { UNCONVERTIBLE, converterTo } from './operand';
import type { Convert, ConvertedValue, OperandType } from './operand';
import { ABORT, TRUE, UNRECOGNIZED, outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import type { Semantics } from './resolution';

/** Judges the value of one attribute; undefined when it is missing. */
export type AttributeTest = (value: unknown) => Outcome;

/** How the elements of a value are converted and judged. */
type ElementTest = {
  readonly convert: Convert;
  readonly isMatch: (element: ConvertedValue) => boolean;
  /** The same judgement for text that converts to itself: no allocation. */
  readonly isTextMatch?: (text: string) => boolean;
};

/** Only strings are judged; everything else fails without conversion. */
const stringTest = (isMatch: (text: string) => boolean): ElementTest => ({
  convert: value =>
    typeof value === 'string' ? { type: 'string', value } : null,
  isMatch: element => element?.type === 'string' && isMatch(element.value),
  isTextMatch: isMatch,
});

const boundTest = (
  bound: RangeBound | null,
  side: 1 | -1,
): ((element: ConvertedValue) => boolean) => {
  if (bound === null) return () => true;
  const compare = comparisonWith(operandOf(bound.value));
  const { inclusive } = bound;
  return element => {
    const order = compare(element) * side;
    return order > 0 || (inclusive && order === 0);
  };
};

const rangeTest = (
  rule: Extract<ElementRule, { op: 'range' }>,
  semantics: Semantics,
): ElementTest => {
  const type = (rule.start ?? rule.end)?.value.type;
  const isEmpty = rule.start === null && rule.end === null;
  const isAfterStart = boundTest(rule.start, 1);
  const isBeforeEnd = boundTest(rule.end, -1);
  return {
    convert: converterTo(type, semantics),
    isMatch:
      isEmpty && semantics === 'general'
        ? () => false
        : element => isAfterStart(element) && isBeforeEnd(element),
  };
};

const setTest = (
  rule: Extract<ElementRule, { op: 'set' }>,
  semantics: Semantics,
): ElementTest => {
  // As in the reference, the first operand decides the type.
  const type: OperandType | undefined = rule.values[0]?.type;
  const operands = rule.values.map(operandOf);
  const strings = new Set(
    operands.flatMap(operand =>
      operand?.type === 'string' ? [operand.value] : [],
    ),
  );
  return {
    convert: converterTo(type, semantics),
    isMatch: element =>
      element?.type === 'string'
        ? strings.has(element.value)
        : operands.some(operand => areEqual(element, operand)),
    ...(type === 'string'
      ? { isTextMatch: (text: string) => strings.has(text) }
      : {}),
  };
};

const eqTest = (
  rule: Extract<ElementRule, { op: 'eq' }>,
  semantics: Semantics,
): ElementTest => {
  if (rule.value === null) {
    return {
      convert: converterTo(undefined, semantics),
      isMatch: () => false,
    };
  }
  const { type, value } = rule.value;
  const operand = operandOf(rule.value);
  return {
    convert: converterTo(type, semantics),
    isMatch: element => areEqual(element, operand),
    ...(type === 'string'
      ? { isTextMatch: (text: string) => text === value }
      : {}),
  };
};

const elementTest = (
  rule: ElementRule | UnrecognizedRule,
  semantics: Semantics,
): ElementTest | null => {
  switch (rule.op) {
    case 'eq':
      return eqTest(rule, semantics);
    case 'set':
      return setTest(rule, semantics);
    case 'range':
      return rangeTest(rule, semantics);
    case 'startsWith':
      return stringTest(text => text.startsWith(rule.value));
    case 'endsWith':
      return stringTest(text => text.endsWith(rule.value));
    case 'contains':
      return stringTest(text => text.includes(rule.value));
    default:
      return null;
  }
};

const isStringOperator = (rule: ElementRule | UnrecognizedRule): boolean =>
  rule.op === 'startsWith' || rule.op === 'endsWith' || rule.op === 'contains';

/** "Is null", the general meaning of an eq rule without a value. */
const isNullTest = (quantifier: 'any' | 'all' | null): AttributeTest => {
  const isNull = (value: unknown): boolean =>
    value === null || value === undefined;
  if (quantifier === null) return value => outcomeOf(isNull(value));
  return value => {
    const elements: readonly unknown[] = Array.isArray(value)
      ? value
      : isNull(value)
        ? []
        : [value];
    return outcomeOf(
      quantifier === 'any' ? elements.some(isNull) : elements.every(isNull),
    );
  };
};

const listTest =
  ({ convert, isMatch }: ElementTest, quantifier: 'any' | 'all') =>
  (values: readonly unknown[]): Outcome => {
    const elements: ConvertedValue[] = [];
    for (const value of values) {
      const element = convert(value);
      if (element === UNCONVERTIBLE) return ABORT;
      elements.push(element);
    }
    return outcomeOf(
      quantifier === 'all' ? elements.every(isMatch) : elements.some(isMatch),
    );
  };

/**
 * The test of one attribute. A list matches when any of its elements does,
 * or all of them under `all`; a missing value fails, save under `all`, where
 * the general semantics find nothing that fails.
 */
export const compileAttributeRule = (
  rule: AttributeRule | UnrecognizedRule,
  semantics: Semantics,
): AttributeTest => {
  const quantifier = rule.op === 'any' || rule.op === 'all' ? rule.op : null;
  const inner = rule.op === 'any' || rule.op === 'all' ? rule.rule : rule;
  if (semantics === 'general' && inner.op === 'eq' && inner.value === null) {
    return isNullTest(quantifier);
  }
  const test = elementTest(inner, semantics);
  if (test === null) return () => UNRECOGNIZED;
  const testList = listTest(test, quantifier ?? 'any');
  const isMissingFine =
    semantics === 'general' && quantifier === 'all' && !isStringOperator(inner);
  const { isTextMatch } = test;
  return value => {
    if (isTextMatch !== undefined && typeof value === 'string') {
      return outcomeOf(isTextMatch(value));
    }
    if (Array.isArray(value)) return testList(value);
    if (isMissingFine && (value === undefined || value === null)) return TRUE;
    const element = test.convert(value);
    if (element === UNCONVERTIBLE) return ABORT;
    return outcomeOf(test.isMatch(element));
  };
};
