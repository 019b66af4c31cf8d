import type { Targeting } from './wire-types';

type Expression = NonNullable<Targeting['expression']>;
/** One named condition of a targeting. */
export type Criterion = Targeting['criteria'][string];
type AttributeRule = Extract<Criterion, { type: 'attribute' }>['rule'];
type OtherRule = Exclude<AttributeRule, { op: 'eq' | 'set' | 'range' }>;
type Operand = Extract<AttributeRule, { op: 'set' }>['values'][number];

const operandWords = ({ value }: Operand): string =>
  value === '' ? 'empty' : String(value);

const rangeWords = (
  rule: Extract<AttributeRule, { op: 'range' }>,
): string[] => [
  ...(rule.start
    ? [
        `${rule.start.inclusive ? 'at least' : 'more than'} ${operandWords(rule.start.value)}`,
      ]
    : []),
  ...(rule.end
    ? [
        `${rule.end.inclusive ? 'at most' : 'less than'} ${operandWords(rule.end.value)}`,
      ]
    : []),
];

const quoted = (text: string): string => (text === '' ? 'empty' : text);

const otherWords = (rule: OtherRule, isNot: boolean): string => {
  const verb = (positive: string, negative: string): string =>
    isNot ? `does not ${negative}` : positive;
  switch (rule.op) {
    case 'startsWith':
      return `${verb('starts', 'start')} with ${quoted(rule.value)}`;
    case 'endsWith':
      return `${verb('ends', 'end')} with ${quoted(rule.value)}`;
    case 'contains':
      return `${verb('contains', 'contain')} ${quoted(rule.value)}`;
    case 'matches':
      return `${verb('matches', 'match')} /${rule.pattern}/`;
    case 'versionRange':
      return `is ${isNot ? 'not ' : ''}a version in ${rule.range}`;
    case 'any':
      return isNot
        ? `has no element that ${ruleWords(rule.rule, false)}`
        : `has an element that ${ruleWords(rule.rule, false)}`;
    case 'all':
      return `${verb('has', 'have')} only elements that ${ruleWords(rule.rule, false)}`;
    default:
      return rule satisfies never;
  }
};

const ruleWords = (rule: AttributeRule, isNot: boolean): string => {
  const be = isNot ? 'is not' : 'is';
  switch (rule.op) {
    case 'eq':
      return rule.value === null
        ? `${be} missing`
        : `${be} ${operandWords(rule.value)}`;
    case 'set':
      return `${be} one of ${rule.values.map(operandWords).join(', ')}`;
    case 'range': {
      const bounds = rangeWords(rule);
      return bounds.length === 0
        ? `${be} any value`
        : `${be} ${bounds.join(' and ')}`;
    }
    default:
      return otherWords(rule, isNot);
  }
};

/** One condition, as a person would say it. */
export const criterionWords = (
  criterion: Criterion | undefined,
  ref: string,
): string => saidWords(criterion, ref, false);

const saidWords = (
  criterion: Criterion | undefined,
  ref: string,
  isNot: boolean,
): string => {
  if (!criterion) {
    return `the missing condition ${ref} ${isNot ? 'does not hold' : 'holds'}`;
  }
  const be = isNot ? 'is not' : 'is';
  switch (criterion.type) {
    case 'attribute':
      return `${criterion.attribute} ${ruleWords(criterion.rule, isNot)}`;
    case 'segment':
      return `the unit ${be} in segment ${criterion.segment}`;
    case 'materializedSegment':
      return `the unit ${be} in the list ${criterion.materializedSegment}`;
    default:
      return criterion satisfies never;
  }
};

// "and" and "or" of one operand say nothing of their own.
const unwrapped = (expression: Expression): Expression => {
  if (expression.type !== 'and' && expression.type !== 'or') return expression;
  const [only, ...others] = expression.operands;
  return only && others.length === 0 ? unwrapped(only) : expression;
};

const negatedWords = (targeting: Targeting, expression: Expression): string => {
  const inner = unwrapped(expression);
  return inner.type === 'ref'
    ? saidWords(targeting.criteria[inner.ref], inner.ref, true)
    : `not (${expressionWords(targeting, inner)})`;
};

const expressionWords = (
  targeting: Targeting,
  expression: Expression,
): string => {
  const plain = unwrapped(expression);
  switch (plain.type) {
    case 'ref':
      return criterionWords(targeting.criteria[plain.ref], plain.ref);
    case 'not':
      return negatedWords(targeting, plain.operand);
    case 'and':
    case 'or':
      // Nothing to fulfil holds for everyone, nothing to choose for nobody.
      if (plain.operands.length === 0) {
        return plain.type === 'and' ? 'nothing has to hold' : 'nothing holds';
      }
      return plain.operands
        .map(operand => {
          const inner = unwrapped(operand);
          const words = expressionWords(targeting, inner);
          return inner.type === 'and' || inner.type === 'or'
            ? `(${words})`
            : words;
        })
        .join(` ${plain.type} `);
    default:
      return plain satisfies never;
  }
};

/** Who a targeting is for, as a person would say it: `country is SE`. */
export const targetingWords = (targeting: Targeting | null): string =>
  targeting?.expression
    ? `Units for which ${expressionWords(targeting, targeting.expression)}`
    : 'Everyone';
