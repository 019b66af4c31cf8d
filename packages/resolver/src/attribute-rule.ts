import type {
  AttributeRule,
  ElementRule,
  RangeBound,
  TargetingValue,
  UnrecognizedRule,
} from '@etude/flags';
import { areEqual, comparisonWith, operandOf } from './compare-values';
import { UNCONVERTIBLE, converterTo } from './operand';
import type { Convert, ConvertedValue } from './operand';
import { ABORT, FALSE, TRUE, UNRECOGNIZED, outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import type { Semantics } from './resolution';
import { textTest } from './text-test';

/** Judges the value of one attribute; undefined when it is missing. */
export type AttributeTest = (value: unknown) => Outcome;

/** How the elements of a value are converted and judged. */
type ElementTest = {
  readonly convert: Convert;
  readonly isMatch: (element: ConvertedValue) => boolean;
};

/** Only strings are judged; everything else fails without conversion. */
const stringTest = (
  isMatch: ((text: string) => boolean) | null,
): ElementTest | null =>
  isMatch === null
    ? null
    : {
        convert: value =>
          typeof value === 'string' ? { type: 'string', value } : null,
        isMatch: element =>
          element?.type === 'string' && isMatch(element.value),
      };

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
  const operands = rule.values.map(operandOf);
  return {
    // As in the reference, the first operand decides the type.
    convert: converterTo(rule.values[0]?.type, semantics),
    isMatch: element => operands.some(operand => areEqual(element, operand)),
  };
};

const eqTest = (
  { value }: Extract<ElementRule, { op: 'eq' }>,
  semantics: Semantics,
): ElementTest => {
  const operand = value === null ? null : operandOf(value);
  return {
    convert: converterTo(value?.type, semantics),
    isMatch: element => areEqual(element, operand),
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
    case 'unrecognized':
      return null;
    default:
      return stringTest(textTest(rule));
  }
};

/** Operators that convert; the others judge nothing but text. */
const CONVERTING = ['eq', 'set', 'range'];

const isNull = (value: unknown): boolean =>
  value === null || value === undefined;

/** "Is null", the general meaning of an eq rule without a value. */
const isNullTest =
  (quantifier: 'any' | 'all' | null): AttributeTest =>
  value => {
    if (quantifier === null || !Array.isArray(value)) {
      return outcomeOf(quantifier !== 'any' && isNull(value));
    }
    return outcomeOf(
      quantifier === 'any' ? value.some(isNull) : value.every(isNull),
    );
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

/** The test of a rule for values of every type. */
const generalTest = (
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
    semantics === 'general' &&
    quantifier === 'all' &&
    CONVERTING.includes(inner.op);
  return value => {
    if (Array.isArray(value)) return testList(value);
    if (isMissingFine && (value === undefined || value === null)) return TRUE;
    const element = test.convert(value);
    if (element === UNCONVERTIBLE) return ABORT;
    return outcomeOf(test.isMatch(element));
  };
};

/** The commonest test of all, in one closure. */
const textEquality = (
  rule: AttributeRule,
  text: string,
  semantics: Semantics,
): AttributeTest => {
  let general: AttributeTest | null = null;
  return value => {
    if (typeof value === 'string') return value === text ? TRUE : FALSE;
    general ??= generalTest(rule, semantics);
    return general(value);
  };
};

/** Texts judged before a set is made: it weighs more than a flag is worth. */
const USES_BEFORE_SET = 32;

/**
 * Membership in `values`, which are of texts. It looks through the values of
 * the state itself, until it is asked often enough to deserve a set of its own.
 */
const textMembership = (
  rule: AttributeRule,
  values: readonly TargetingValue[],
  semantics: Semantics,
): AttributeTest => {
  let general: AttributeTest | null = null;
  let texts: ReadonlySet<unknown> | null = null;
  let uses = 0;
  return value => {
    if (typeof value !== 'string') {
      general ??= generalTest(rule, semantics);
      return general(value);
    }
    if (texts !== null) return texts.has(value) ? TRUE : FALSE;
    const operands = values.filter(({ type }) => type === 'string');
    if (++uses > USES_BEFORE_SET) {
      texts = new Set(operands.map(operand => operand.value));
    }
    return outcomeOf(operands.some(operand => operand.value === value));
  };
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
  if (rule.op === 'eq' && rule.value?.type === 'string') {
    return textEquality(rule, rule.value.value, semantics);
  }
  if (rule.op === 'set' && rule.values[0]?.type === 'string') {
    return textMembership(rule, rule.values, semantics);
  }
  const inner = rule.op === 'any' || rule.op === 'all' ? rule.rule : rule;
  const isMatch = textTest(inner);
  if (isMatch === null) return generalTest(rule, semantics);
  // Most values are texts, and most flags never see anything else.
  let general: AttributeTest | null = null;
  return value => {
    if (typeof value === 'string') return isMatch(value) ? TRUE : FALSE;
    general ??= generalTest(rule, semantics);
    return general(value);
  };
};
