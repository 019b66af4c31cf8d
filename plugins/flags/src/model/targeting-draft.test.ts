import { asJson, asRows, draftOf } from './draft-of-targeting';
import { EVERYONE, newRow, withoutRow } from './targeting-draft';
import type { ConditionRow } from './targeting-draft';
import { targetingOf } from './targeting-of-draft';
import {
  operatorId,
  operatorOptions,
  withAttribute,
  withOperator,
} from './targeting-operators';
import type { Targeting } from './wire-types';

type Expression = NonNullable<Targeting['expression']>;
type Rule = Extract<
  Targeting['criteria'][string],
  { type: 'attribute' }
>['rule'];

const ref = (name: string): Expression => ({ type: 'ref', ref: name });
const not = (operand: Expression): Expression => ({ type: 'not', operand });
const and = (...operands: Expression[]): Expression => ({
  type: 'and',
  operands,
});
const or = (...operands: Expression[]): Expression => ({
  type: 'or',
  operands,
});
const text = (value: string) => ({ type: 'string' as const, value });
const number = (value: number) => ({ type: 'number' as const, value });

const on = (rule: Rule, expression: Expression = ref('c1')): Targeting => ({
  criteria: { c1: { type: 'attribute', attribute: 'user.x', rule } },
  expression,
});

const five: Targeting['criteria'] = {
  a: on({ op: 'eq', value: text('SE') }).criteria['c1'] ?? never(),
  b: on({ op: 'eq', value: null }).criteria['c1'] ?? never(),
  c: { type: 'segment', segment: 'beta-testers' },
  d: { type: 'materializedSegment', materializedSegment: 'friends' },
};

function never(): never {
  throw new Error('The criterion is there.');
}

const RULES: readonly (readonly [string, Rule])[] = [
  ['text', { op: 'eq', value: text('SE') }],
  ['a number', { op: 'eq', value: number(-0.25) }],
  ['a large number', { op: 'eq', value: number(1e21) }],
  ['false', { op: 'eq', value: { type: 'bool', value: false } }],
  ['a missing value', { op: 'eq', value: null }],
  ['several values', { op: 'set', values: [text('SE'), text('a, b')] }],
  ['several numbers', { op: 'set', values: [number(1), number(2.5)] }],
  [
    'a closed and open range',
    {
      op: 'range',
      start: { value: number(18), inclusive: true },
      end: { value: number(65), inclusive: false },
    },
  ],
  [
    'a range of times with one end',
    {
      op: 'range',
      start: null,
      end: {
        value: { type: 'timestamp', value: '2026-03-01T00:00:00Z' },
        inclusive: true,
      },
    },
  ],
  [
    'a range of versions',
    {
      op: 'range',
      start: { value: { type: 'version', value: '8.5' }, inclusive: false },
      end: null,
    },
  ],
  ['a start', { op: 'startsWith', value: ' SE' }],
  ['an end', { op: 'endsWith', value: '.org' }],
  ['a part', { op: 'contains', value: '@' }],
  ['a pattern', { op: 'matches', pattern: '^a|b$' }],
  ['a semantic range', { op: 'versionRange', range: '>=8.5.0 <9 || 10.x' }],
  ['any element', { op: 'any', rule: { op: 'eq', value: text('vip') } }],
  ['all elements', { op: 'all', rule: { op: 'set', values: [text('a')] } }],
];

const EXPRESSIONS: readonly (readonly [string, Expression])[] = [
  ['all', and(ref('a'), ref('b'), ref('c'), ref('d'))],
  ['any', or(ref('a'), ref('b'), ref('c'), ref('d'))],
  ['not all', not(and(ref('a'), ref('b'), ref('c'), ref('d')))],
  ['a double negation', and(not(not(ref('a'))), ref('b'), ref('c'), ref('d'))],
  ['nested groups', and(ref('a'), or(ref('b'), and(ref('c'), ref('d'))))],
  [
    'negations in and around groups',
    or(not(ref('a')), not(or(ref('b'), not(ref('c')))), ref('d')),
  ],
];

describe('a targeting in the editor', () => {
  it.each(RULES)('comes back from rows with %s', (_case, rule) => {
    for (const targeting of [on(rule), on(rule, not(ref('c1')))]) {
      const draft = draftOf(targeting);
      expect(draft.json).toBeNull();
      expect(targetingOf(draft)).toEqual({ ok: true, targeting });
    }
  });

  it.each(EXPRESSIONS)('comes back from rows with %s', (_case, expression) => {
    const targeting = { criteria: five, expression };
    const draft = draftOf(targeting);
    expect(draft.json).toBeNull();
    expect(targetingOf(draft)).toEqual({ ok: true, targeting });
  });

  it.each([
    [
      'a criterion named twice',
      {
        criteria: five,
        expression: or(ref('a'), and(ref('a'), ref('b'), ref('c'), ref('d'))),
      },
    ],
    ['a criterion not named', { criteria: five, expression: ref('a') }],
    [
      'a criterion that is missing',
      on({ op: 'eq', value: text('SE') }, and(ref('c1'), ref('c2'))),
    ],
    [
      'an empty group',
      on({ op: 'eq', value: text('SE') }, and(ref('c1'), or())),
    ],
    [
      'operands of two types',
      on({ op: 'set', values: [text('1'), number(1)] }),
    ],
    ['empty text', on({ op: 'eq', value: text('') })],
    ['no operand', on({ op: 'set', values: [] })],
    [
      'an operand that rows would trim',
      on({ op: 'set', values: [text(' a'), text('b')] }),
    ],
    ['an operand with a line break', on({ op: 'set', values: [text('a\nb')] })],
    [
      'ends of two types',
      on({
        op: 'range',
        start: { value: number(1), inclusive: true },
        end: { value: text('2'), inclusive: true },
      }),
    ],
    ['criteria that match everyone', { criteria: five, expression: null }],
  ])('stays JSON, and whole, with %s', (_case, targeting) => {
    const draft = draftOf(targeting);
    expect(draft.json).not.toBeNull();
    expect(targetingOf(draft)).toEqual({ ok: true, targeting });
    expect(asRows(draft)).toBeUndefined();
  });

  it('takes everyone for no condition', () => {
    expect(draftOf(null)).toEqual(EVERYONE);
    expect(draftOf({ criteria: {}, expression: null })).toEqual(EVERYONE);
    expect(targetingOf(EVERYONE)).toEqual({ ok: true, targeting: null });
  });

  it('drops groups of one, which say nothing of their own', () => {
    const wrapped = on({ op: 'contains', value: 'x' }, and(not(or(ref('c1')))));
    expect(targetingOf(draftOf(wrapped))).toEqual({
      ok: true,
      targeting: { ...wrapped, expression: not(ref('c1')) },
    });
  });

  it('moves between rows and JSON and keeps what is written', () => {
    const draft = draftOf({
      criteria: five,
      expression: EXPRESSIONS[3]?.[1] ?? never(),
    });
    expect(asRows(asJson(draft))).toEqual(draft);
    const half = {
      root: { ...EVERYONE.root, rows: [newRow(EVERYONE.root, 'condition')] },
      json: null,
    };
    expect(asJson(half).json).toContain('"attribute": ""');
    const broken = { ...draft, json: '{"criteria": ' };
    expect(asRows(broken)).toBeUndefined();
    expect(targetingOf(broken)).toMatchObject({
      ok: false,
      problems: [{ path: 'targeting' }],
    });
  });

  it('names every problem by its place', () => {
    const condition = newRow(EVERYONE.root, 'condition');
    const root = { ...EVERYONE.root, rows: [condition] };
    const segment = newRow(root, 'segment');
    const both = { ...root, rows: [condition, segment] };
    const group = newRow(both, 'group');
    const emptied = group.kind === 'group' ? { ...group, rows: [] } : group;
    const found = targetingOf({
      root: {
        ...both,
        rows: [
          { ...condition, operator: 'set' } as ConditionRow,
          segment,
          emptied,
        ],
      },
      json: null,
    });
    expect(found.ok ? [] : found.problems.map(({ path }) => path)).toEqual([
      'targeting.criteria.c1.attribute',
      'targeting.criteria.c1.rule',
      'targeting.criteria.c2.segment',
      'targeting.group1',
    ]);
    expect(withoutRow(both, 'c1').rows).toEqual([segment]);
  });
});

describe('the operators of a condition', () => {
  const field = (
    types: ('string' | 'number' | 'bool' | 'list')[],
    kind: string | null = null,
  ) => ({
    path: 'x',
    types,
    kind,
    count: 1,
    lastSeenAt: '2026-03-01T00:00:00Z',
  });
  const row: ConditionRow = {
    kind: 'condition',
    key: 'c1',
    isNegated: false,
    attribute: 'x',
    quantifier: 'value',
    operator: 'eq',
    type: 'string',
    text: '',
    start: { text: '', inclusive: true },
    end: { text: '', inclusive: true },
  };
  const labels = (...args: Parameters<typeof operatorOptions>) =>
    operatorOptions(...args).map(({ label }) => label);

  it('follow from what clients send', () => {
    expect(labels(field(['bool']), row)).toEqual([
      'is',
      'is not',
      'is missing',
      'is present',
    ]);
    expect(labels(field(['string'], 'version'), row)).toContain(
      'is a version in',
    );
    expect(labels(field(['list']), row)).toContain(
      'has an element that is one of',
    );
    expect(labels(undefined, row)).toContain('matches');
  });

  it('keep the present one among them', () => {
    const present = {
      ...row,
      quantifier: 'all' as const,
      operator: 'range' as const,
    };
    expect(labels(field(['bool']), present)).toContain(
      'has only elements that is in range',
    );
    expect(withOperator(row, operatorId(present))).toEqual(present);
  });

  it('change with the attribute where the present one does not fit', () => {
    const matching = { ...row, operator: 'matches' as const, text: 'a' };
    expect(withAttribute(matching, 'age', field(['number']))).toMatchObject({
      attribute: 'age',
      operator: 'eq',
      type: 'number',
      text: 'a',
    });
    expect(withAttribute(matching, 'other', undefined)).toMatchObject({
      operator: 'matches',
      type: 'string',
    });
  });
});
