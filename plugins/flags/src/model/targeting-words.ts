import type { Targeting } from './wire-types';

type Expression = NonNullable<Targeting['expression']>;
type Criterion = Targeting['criteria'][string];
type AttributeRule = Extract<Criterion, { type: 'attribute' }>['rule'];
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

const ruleWords = (rule: AttributeRule, be: string): string => {
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
    case 'startsWith':
      return `starts with ${rule.value}`;
    case 'endsWith':
      return `ends with ${rule.value}`;
    case 'contains':
      return `contains ${rule.value}`;
    case 'any':
      return `has an element that ${ruleWords(rule.rule, be)}`;
    case 'all':
      return `has only elements that ${ruleWords(rule.rule, be)}`;
    default:
      return rule satisfies never;
  }
};

const criterionWords = (
  criterion: Criterion | undefined,
  ref: string,
): string => {
  if (!criterion) return `the missing condition ${ref} holds`;
  switch (criterion.type) {
    case 'attribute':
      return `${criterion.attribute} ${ruleWords(criterion.rule, 'is')}`;
    case 'segment':
      return `the unit is in segment ${criterion.segment}`;
    case 'materializedSegment':
      return `the unit is in the list ${criterion.materializedSegment}`;
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
  const criterion =
    inner.type === 'ref' ? targeting.criteria[inner.ref] : undefined;
  if (
    criterion?.type === 'attribute' &&
    (criterion.rule.op === 'eq' || criterion.rule.op === 'set')
  ) {
    return `${criterion.attribute} ${ruleWords(criterion.rule, 'is not')}`;
  }
  return `not (${expressionWords(targeting, inner)})`;
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
