import { EVERYONE, emptyCondition, keysOf } from './targeting-draft';
import type {
  BoundDraft,
  ConditionRow,
  ElementRule,
  GroupRow,
  TargetingDraft,
  TargetingRow,
  TargetingValue,
} from './targeting-draft';
import { targetingOf, writtenTargeting } from './targeting-of-draft';
import type { Targeting } from './wire-types';

type Expression = NonNullable<Targeting['expression']>;
type Bound = Extract<ElementRule, { op: 'range' }>['start'];

const textOf = ({ value }: TargetingValue): string => String(value);

const boundDraft = (bound: Bound): BoundDraft =>
  bound === null
    ? { text: '', inclusive: true }
    : { text: textOf(bound.value), inclusive: bound.inclusive };

const operandsOf = (rule: ElementRule): Partial<ConditionRow> => {
  switch (rule.op) {
    case 'eq':
      return rule.value === null
        ? { operator: 'missing' }
        : {
            operator: rule.op,
            type: rule.value.type,
            text: textOf(rule.value),
          };
    case 'set':
      return {
        operator: rule.op,
        type: rule.values[0]?.type ?? 'string',
        text: rule.values.map(textOf).join('\n'),
      };
    case 'range':
      return {
        operator: rule.op,
        type: (rule.start ?? rule.end)?.value.type ?? 'number',
        start: boundDraft(rule.start),
        end: boundDraft(rule.end),
      };
    case 'matches':
      return { operator: rule.op, text: rule.pattern };
    case 'versionRange':
      return { operator: rule.op, text: rule.range };
    default:
      return { operator: rule.op, text: rule.value };
  }
};

const leafOf = (
  targeting: Targeting,
  key: string,
  isNegated: boolean,
): TargetingRow => {
  const criterion = targeting.criteria[key];
  switch (criterion?.type) {
    case 'segment':
      return { kind: 'segment', key, isNegated, id: criterion.segment };
    case 'materializedSegment':
      return {
        kind: 'list',
        key,
        isNegated,
        id: criterion.materializedSegment,
      };
    case 'attribute': {
      const { rule } = criterion;
      const isOfElements = rule.op === 'any' || rule.op === 'all';
      return {
        ...emptyCondition(key),
        isNegated,
        attribute: criterion.attribute,
        quantifier: isOfElements ? rule.op : 'value',
        ...operandsOf(isOfElements ? rule.rule : rule),
      };
    }
    default:
      return { ...emptyCondition(key), isNegated };
  }
};

const rowOf = (
  targeting: Targeting,
  expression: Expression,
  path: string,
): TargetingRow => {
  const isNegated = expression.type === 'not';
  const inner = isNegated ? unwrapped(expression.operand) : expression;
  if (inner.type === 'ref') return leafOf(targeting, inner.ref, isNegated);
  const operands = inner.type === 'not' ? [inner] : inner.operands;
  return {
    kind: 'group',
    key: `group${path}`,
    isNegated,
    match: inner.type === 'or' ? 'any' : 'all',
    rows: operands.map((operand, index) =>
      rowOf(targeting, unwrapped(operand), `${path}-${index}`),
    ),
  };
};

/** The expression without "and" and "or" of a single operand. */
const unwrapped = (expression: Expression): Expression => {
  if (expression.type === 'ref') return expression;
  if (expression.type === 'not') {
    return { type: 'not', operand: unwrapped(expression.operand) };
  }
  const operands = expression.operands.map(unwrapped);
  const [only] = operands;
  return only && operands.length === 1 ? only : { ...expression, operands };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// The order of the keys of an object says nothing.
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isObject(part)
      ? Object.fromEntries(
          Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );

const meaningOf = (targeting: Targeting | null): string => {
  const isEveryone =
    targeting === null ||
    (targeting.expression === null &&
      Object.keys(targeting.criteria).length === 0);
  return isEveryone
    ? 'everyone'
    : canonical({
        ...targeting,
        expression: targeting.expression && unwrapped(targeting.expression),
      });
};

const rootOf = (targeting: Targeting | null): GroupRow => {
  if (!targeting?.expression) return EVERYONE.root;
  const row = rowOf(targeting, unwrapped(targeting.expression), '');
  return row.kind === 'group'
    ? { ...row, key: EVERYONE.root.key }
    : { ...EVERYONE.root, rows: [row] };
};

const jsonOf = (targeting: Targeting | null): string =>
  JSON.stringify(targeting, null, 2);

/**
 * A stored targeting to be edited. By rows where they say the whole of it:
 * what comes back from them has to be what went in. As JSON otherwise, such
 * as with criteria that the expression names twice or not at all.
 */
export const draftOf = (targeting: Targeting | null): TargetingDraft => {
  const rows: TargetingDraft = { root: rootOf(targeting), json: null };
  const keys = keysOf(rows.root);
  const back = targetingOf(rows);
  return new Set(keys).size === keys.length &&
    back.ok &&
    meaningOf(back.targeting) === meaningOf(targeting)
    ? rows
    : { ...EVERYONE, json: jsonOf(targeting) };
};

/** The same draft as JSON, complete or not. */
export const asJson = (draft: TargetingDraft): TargetingDraft =>
  draft.json === null
    ? { ...draft, json: jsonOf(writtenTargeting(draft.root)) }
    : draft;

/** The same draft by rows, or undefined where rows cannot show it. */
export const asRows = (draft: TargetingDraft): TargetingDraft | undefined => {
  const present = targetingOf(draft);
  if (!present.ok) return undefined;
  const rows = draftOf(present.targeting);
  return rows.json === null ? rows : undefined;
};
