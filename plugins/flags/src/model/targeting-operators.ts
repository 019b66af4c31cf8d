import type { ContextField } from '@etude/plugin-flags-common';
import type {
  ConditionRow,
  OperandType,
  Operator,
  Quantifier,
} from './targeting-draft';

type Choice = Pick<ConditionRow, 'quantifier' | 'operator' | 'isNegated'>;

/** An entry of a picker of operators. */
export type OperatorOption = { readonly id: string; readonly label: string };

const LABELS: Record<Operator, readonly [string, string]> = {
  eq: ['is', 'is not'],
  set: ['is one of', 'is not one of'],
  range: ['is in range', 'is not in range'],
  startsWith: ['starts with', 'does not start with'],
  endsWith: ['ends with', 'does not end with'],
  contains: ['contains', 'does not contain'],
  matches: ['matches', 'does not match'],
  versionRange: ['is a version in', 'is not a version in'],
  missing: ['is missing', 'is present'],
};

const ELEMENTS: Record<
  Exclude<Quantifier, 'value'>,
  readonly [string, string]
> = {
  any: ['has an element that', 'has no element that'],
  all: ['has only elements that', 'does not have only elements that'],
};

const TEXT: readonly Operator[] = [
  'eq',
  'set',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
];

const ORDER: readonly Operator[] = [
  ...TEXT,
  'range',
  'versionRange',
  'missing',
];

const labelOf = ({ quantifier, operator, isNegated }: Choice): string =>
  quantifier === 'value'
    ? LABELS[operator][isNegated ? 1 : 0]
    : `${ELEMENTS[quantifier][isNegated ? 1 : 0]} ${LABELS[operator][0]}`;

const idOf = ({ quantifier, operator, isNegated }: Choice): string =>
  `${isNegated ? 'not' : 'is'} ${quantifier} ${operator}`;

const optionOf = (choice: Choice): OperatorOption => ({
  id: idOf(choice),
  label: labelOf(choice),
});

const operatorsOf = (field: ContextField | undefined): readonly Operator[] => {
  switch (field?.kind) {
    case 'version':
      return ['eq', 'set', 'range', 'versionRange', 'missing'];
    case 'timestamp':
    case 'date':
      return ['range', 'eq', 'missing'];
    default:
  }
  const types = new Set(field?.types);
  if (types.has('string') || types.size === 0 || types.has('struct')) {
    return ORDER;
  }
  if (types.has('number')) return ['eq', 'set', 'range', 'missing'];
  return types.has('bool') ? ['eq', 'missing'] : ['missing'];
};

const LIST_CHOICES: readonly Choice[] = (['any', 'all'] as const).flatMap(
  quantifier =>
    [...TEXT, 'range' as const, 'versionRange' as const].flatMap(operator =>
      (quantifier === 'any' ? [false, true] : [false]).map(isNegated => ({
        quantifier,
        operator,
        isNegated,
      })),
    ),
);

/**
 * The comparisons that make sense for a field of the context: all of them
 * where nothing is known of it. The present one is always among them.
 */
export const operatorOptions = (
  field: ContextField | undefined,
  present: Choice,
): OperatorOption[] => {
  const isList = field?.types.includes('list') === true;
  const choices = [
    ...(isList ? LIST_CHOICES : []),
    ...operatorsOf(field).flatMap(operator =>
      [false, true].map(isNegated => ({
        quantifier: 'value' as const,
        operator,
        isNegated,
      })),
    ),
  ].map(optionOf);
  return choices.some(({ id }) => id === idOf(present))
    ? choices
    : [...choices, optionOf(present)];
};

/** The id of the present comparison among {@link operatorOptions}. */
export const operatorId = (row: Choice): string => idOf(row);

const ALL_CHOICES: readonly Choice[] = (
  ['value', 'any', 'all'] as const
).flatMap(quantifier =>
  ORDER.flatMap(operator =>
    [false, true].map(isNegated => ({ quantifier, operator, isNegated })),
  ),
);

/** The row with the comparison of that id. */
export const withOperator = (row: ConditionRow, id: string): ConditionRow => {
  const choice = ALL_CHOICES.find(candidate => idOf(candidate) === id);
  return choice === undefined ? row : { ...row, ...choice };
};

/** What operands can be compared as. */
export const OPERAND_TYPES: readonly {
  readonly id: OperandType;
  readonly label: string;
}[] = [
  { id: 'string', label: 'Text' },
  { id: 'number', label: 'Number' },
  { id: 'bool', label: 'True or false' },
  { id: 'timestamp', label: 'Time' },
  { id: 'version', label: 'Version' },
];

/** The type of operand that fits what is known of a field. */
const typeOfField = (field: ContextField): OperandType => {
  switch (field.kind) {
    case 'version':
      return 'version';
    case 'timestamp':
    case 'date':
      return 'timestamp';
    default:
  }
  const types = new Set(field.types);
  if (types.has('string') || types.has('list')) return 'string';
  if (types.has('number')) return 'number';
  return types.has('bool') ? 'bool' : 'string';
};

/** The row with operands of that type; what was typed stays. */
export const withType = (
  row: ConditionRow,
  type: OperandType,
): ConditionRow => ({
  ...row,
  type,
  text:
    type === 'bool' && row.text !== 'true' && row.text !== 'false'
      ? 'true'
      : row.text,
});

/** The row on another attribute, compared as what is known of it. */
export const withAttribute = (
  row: ConditionRow,
  attribute: string,
  field: ContextField | undefined,
): ConditionRow => {
  const renamed = { ...row, attribute };
  if (field === undefined) return renamed;
  const typed = withType(renamed, typeOfField(field));
  const options = operatorOptions(field, typed);
  const isFitting = operatorsOf(field).includes(row.operator);
  const isList =
    field.types.includes('list') && !field.types.includes('string');
  if (isFitting && !isList) return typed;
  const [first] = options;
  return first === undefined ? typed : withOperator(typed, first.id);
};
