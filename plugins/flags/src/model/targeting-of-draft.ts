import { createSegmentSchema } from '@etude/plugin-flags-common';
import type { FieldProblem } from '@etude/ui';
import { pathText } from './path-text';
import type {
  BoundDraft,
  ConditionRow,
  ElementRule,
  GroupRow,
  OperandType,
  TargetingDraft,
  TargetingRow,
  TargetingValue,
} from './targeting-draft';
import type { Targeting } from './wire-types';

type Expression = NonNullable<Targeting['expression']>;
type Criterion = Targeting['criteria'][string];

/** What a draft comes to, or everything that is wrong with it. */
export type DraftTargeting =
  | { readonly ok: true; readonly targeting: Targeting | null }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** Operands of a `set` as they are typed: one per line. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');

const valueOf = (type: OperandType, text: string): TargetingValue => {
  switch (type) {
    case 'number':
      return { type, value: text.trim() === '' ? NaN : Number(text) };
    case 'bool':
      return { type, value: text === 'true' };
    default:
      return { type, value: text };
  }
};

const boundOf = (type: OperandType, { text, inclusive }: BoundDraft) =>
  text === '' ? null : { value: valueOf(type, text), inclusive };

const elementRuleOf = (row: ConditionRow): ElementRule => {
  const { operator, type, text } = row;
  switch (operator) {
    case 'missing':
      return { op: 'eq', value: null };
    case 'eq':
      return { op: operator, value: valueOf(type, text) };
    case 'set':
      return {
        op: operator,
        values: linesOf(text).map(line => valueOf(type, line)),
      };
    case 'range':
      return {
        op: operator,
        start: boundOf(type, row.start),
        end: boundOf(type, row.end),
      };
    case 'matches':
      return { op: operator, pattern: text };
    case 'versionRange':
      return { op: operator, range: text };
    default:
      return { op: operator, value: text };
  }
};

const criterionOf = (
  row: Exclude<TargetingRow, { kind: 'group' }>,
): Criterion => {
  if (row.kind !== 'condition') {
    return row.kind === 'segment'
      ? { type: 'segment', segment: row.id }
      : { type: 'materializedSegment', materializedSegment: row.id };
  }
  const rule = elementRuleOf(row);
  return {
    type: 'attribute',
    attribute: row.attribute.trim(),
    rule: row.quantifier === 'value' ? rule : { op: row.quantifier, rule },
  };
};

const isEmptyValue = ({ type, value }: TargetingValue): boolean =>
  type === 'number' ? !Number.isFinite(value) : value === '';

const VALUE_HINTS: Record<OperandType, string> = {
  string: 'Give the text to compare with.',
  number: 'Give a number, such as 18 or 0.5.',
  bool: 'Choose true or false.',
  timestamp: 'Give a time, such as 2026-03-01T00:00:00Z.',
  version: 'Give a version, such as 8.5.0.',
};

const valueProblem = (value: TargetingValue): string | undefined =>
  isEmptyValue(value) ||
  (value.type === 'timestamp' && Number.isNaN(Date.parse(value.value)))
    ? VALUE_HINTS[value.type]
    : undefined;

const setProblem = (values: readonly TargetingValue[]): string | undefined =>
  values.length === 0
    ? 'List at least one value, one per line.'
    : values.map(valueProblem).find(problem => problem !== undefined);

const operandProblem = (
  rule: ElementRule,
  { type, text }: ConditionRow,
): string | undefined => {
  if (
    type === 'bool' &&
    (rule.op === 'set' || (rule.op === 'eq' && rule.value !== null)) &&
    !linesOf(text).every(line => line === 'true' || line === 'false')
  ) {
    return VALUE_HINTS.bool;
  }
  switch (rule.op) {
    case 'eq':
      // Empty text is far more often forgotten than meant: JSON can say it.
      return rule.value === null ? undefined : valueProblem(rule.value);
    case 'set':
      return setProblem(rule.values);
    case 'range': {
      const bounds = [rule.start, rule.end].filter(bound => bound !== null);
      return bounds.length === 0
        ? 'Give at least one end of the range.'
        : bounds
            .map(({ value }) => valueProblem(value))
            .find(problem => problem !== undefined);
    }
    case 'matches':
      return rule.pattern === ''
        ? 'Give a regular expression, such as ^beta-.'
        : undefined;
    case 'versionRange':
      return rule.range.trim() === ''
        ? 'Give a range of versions, such as >=8.5.0 <9.'
        : undefined;
    default:
      return rule.value === '' ? 'Give the text to look for.' : undefined;
  }
};

const rowProblems = (row: TargetingRow): FieldProblem[] => {
  if (row.kind === 'group') {
    return row.rows.length === 0
      ? [
          {
            path: `targeting.${row.key}`,
            message:
              'A group has no condition. Add one to it or remove the group.',
          },
        ]
      : row.rows.flatMap(rowProblems);
  }
  const path = `targeting.criteria.${row.key}`;
  if (row.kind !== 'condition') {
    const what = row.kind === 'segment' ? 'a segment' : 'the name of a list';
    return row.id === ''
      ? [
          {
            path: `${path}.${row.kind === 'segment' ? 'segment' : 'materializedSegment'}`,
            message: `A condition names none yet. Give ${what} or remove it.`,
          },
        ]
      : [];
  }
  const name = row.attribute.trim();
  const operand = operandProblem(elementRuleOf(row), row);
  return [
    ...(name === ''
      ? [
          {
            path: `${path}.attribute`,
            message:
              'A condition has no attribute. Name the field of the context, such as country.',
          },
        ]
      : []),
    ...(operand === undefined
      ? []
      : [
          {
            path: `${path}.rule`,
            message: `${name || 'A condition'}: ${operand}`,
          },
        ]),
  ];
};

const negated = (isNegated: boolean, operand: Expression): Expression =>
  isNegated ? { type: 'not', operand } : operand;

const expressionOf = (row: TargetingRow): Expression => {
  if (row.kind !== 'group') {
    return negated(row.isNegated, { type: 'ref', ref: row.key });
  }
  const operands = row.rows.map(expressionOf);
  const [only] = operands;
  return negated(
    row.isNegated,
    only && operands.length === 1
      ? only
      : { type: row.match === 'all' ? 'and' : 'or', operands },
  );
};

const criteriaOf = (row: TargetingRow): [string, Criterion][] =>
  row.kind === 'group'
    ? row.rows.flatMap(criteriaOf)
    : [[row.key, criterionOf(row)]];

const ofJson = (text: string): DraftTargeting => {
  const refused = (message: string, path = ''): FieldProblem => ({
    path: path === '' ? 'targeting' : `targeting.${path}`,
    message,
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {
      ok: false,
      problems: [refused(`The targeting is not JSON: ${error.message}.`)],
    };
  }
  const parsed = createSegmentSchema.shape.targeting.safeParse(value);
  return parsed.success
    ? { ok: true, targeting: parsed.data }
    : {
        ok: false,
        problems: parsed.error.issues.map(({ path, message }) =>
          refused(`${pathText(path) || 'The targeting'}: ${message}`),
        ),
      };
};

/** The rows as they are, complete or not. */
export const writtenTargeting = (root: GroupRow): Targeting | null =>
  root.rows.length === 0
    ? null
    : {
        criteria: Object.fromEntries(criteriaOf(root)),
        expression: expressionOf(root),
      };

/** The targeting that a draft stands for; null for everyone. */
export const targetingOf = ({ root, json }: TargetingDraft): DraftTargeting => {
  if (json !== null) return ofJson(json);
  const problems = root.rows.flatMap(rowProblems);
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, targeting: writtenTargeting(root) };
};
