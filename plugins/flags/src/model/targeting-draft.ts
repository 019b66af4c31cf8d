import type { Targeting } from './wire-types';

type AttributeRule = Extract<
  Targeting['criteria'][string],
  { type: 'attribute' }
>['rule'];

/** A comparison of one value with its operands. */
export type ElementRule = Exclude<AttributeRule, { op: 'any' | 'all' }>;

export type TargetingValue = Extract<
  ElementRule,
  { op: 'set' }
>['values'][number];

/** What the editor compares with; `missing` is "equal to nothing". */
export type Operator = ElementRule['op'] | 'missing';

/** Which values of the attribute have to fit: itself, or its elements. */
export type Quantifier = 'value' | 'any' | 'all';

export type OperandType = TargetingValue['type'];

/** One end of a range as it is typed; empty text means an open end. */
export type BoundDraft = { readonly text: string; readonly inclusive: boolean };

/** A condition on one attribute of the context, as it is typed. */
export type ConditionRow = {
  readonly kind: 'condition';
  /** Name of the criterion; it stays what it was. */
  readonly key: string;
  readonly isNegated: boolean;
  readonly attribute: string;
  readonly quantifier: Quantifier;
  readonly operator: Operator;
  readonly type: OperandType;
  /** The operand; one per line for `set`. */
  readonly text: string;
  readonly start: BoundDraft;
  readonly end: BoundDraft;
};

/** Membership in a segment, or in a list that is kept elsewhere. */
export type MembershipRow = {
  readonly kind: 'segment' | 'list';
  readonly key: string;
  readonly isNegated: boolean;
  /** Id of the segment, or name of the list. */
  readonly id: string;
};

/** Rows of which all or any have to hold. */
export type GroupRow = {
  readonly kind: 'group';
  readonly key: string;
  readonly isNegated: boolean;
  readonly match: 'all' | 'any';
  readonly rows: readonly TargetingRow[];
};

export type TargetingRow = ConditionRow | MembershipRow | GroupRow;

/** A targeting while it is edited: by rows, or as the text of its JSON. */
export type TargetingDraft = {
  /** Without a row it matches everyone. */
  readonly root: GroupRow;
  /** Null while it is edited by rows. */
  readonly json: string | null;
};

const NO_BOUND: BoundDraft = { text: '', inclusive: true };

/** A condition with nothing filled in. */
export const emptyCondition = (key: string): ConditionRow => ({
  kind: 'condition',
  key,
  isNegated: false,
  attribute: '',
  quantifier: 'value',
  operator: 'eq',
  type: 'string',
  text: '',
  start: NO_BOUND,
  end: NO_BOUND,
});

const ROOT: GroupRow = {
  kind: 'group',
  key: 'root',
  isNegated: false,
  match: 'all',
  rows: [],
};

/** The targeting that matches everyone. */
export const EVERYONE: TargetingDraft = { root: ROOT, json: null };

/** The names of a row and of all rows in it. */
export const keysOf = (row: TargetingRow): string[] =>
  row.kind === 'group' ? [row.key, ...row.rows.flatMap(keysOf)] : [row.key];

const freeKey = (root: GroupRow, prefix: string): string => {
  const taken = new Set(keysOf(root));
  let number = 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
};

/** A row to be added, with a name that no other row of `root` has. */
export const newRow = (
  root: GroupRow,
  kind: TargetingRow['kind'],
): TargetingRow => {
  const key = freeKey(root, kind === 'group' ? 'group' : 'c');
  switch (kind) {
    case 'condition':
      return emptyCondition(key);
    case 'group':
      return {
        ...ROOT,
        key,
        match: 'any',
        rows: [emptyCondition(freeKey(root, 'c'))],
      };
    default:
      return { kind, key, isNegated: false, id: '' };
  }
};

/** The group with `row` in the place of the row that has its key. */
export const withRow = (group: GroupRow, row: TargetingRow): GroupRow => ({
  ...group,
  rows: group.rows.map(other => (other.key === row.key ? row : other)),
});

/** The group without the row of that key. */
export const withoutRow = (group: GroupRow, key: string): GroupRow => ({
  ...group,
  rows: group.rows.filter(other => other.key !== key),
});
