import type { ResolverState, StateRule } from '@etude/flags';
import { describe, expect, it } from 'vitest';
import { compileState } from './compile-state';
import type { EvaluationContext, FlagResolution } from './resolution';
import { aFlag, aRule, aSegment, aState, attributeIs } from './test-state';

const resolveAll = (
  state: ResolverState,
  context: EvaluationContext,
): readonly FlagResolution[] => {
  const resolver = compileState(state);
  const credential = resolver.findCredential('hash');
  if (credential === undefined) throw new Error('no credential');
  const result = resolver.resolve({ credential, context });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

const resolveRules = (
  rules: StateRule[],
  context: EvaluationContext = { targeting_key: 'u' },
  state: Partial<ResolverState> = {},
): FlagResolution | undefined =>
  resolveAll(aState({ flags: [aFlag({ rules })], ...state }), context)[0];

const half = (variant: 'a' | 'b', lower: number, upper: number) => ({
  id: variant,
  kind: 'variant' as const,
  variant: `flags/checkout/variants/${variant}`,
  ranges: [[lower, upper] satisfies [number, number]],
});
const fallthroughAll = {
  id: 'through',
  kind: 'fallthrough' as const,
  ranges: [[0, 100] satisfies [number, number]],
};

describe('compileState', () => {
  it('delivers every property of the schema, the missing ones as null', () => {
    const resolution = resolveRules([aRule()]);
    expect(resolution).toMatchObject({
      variant: 'flags/checkout/variants/b',
      value: { color: 'green', limit: null },
      reason: 'MATCH',
      shouldApply: true,
      origin: 'flags/checkout/rules/r1',
    });
  });

  it('records who was assigned what by which rule', () => {
    expect(resolveRules([aRule()])?.assignment).toEqual({
      rule: 'flags/checkout/rules/r1',
      segment: 'segments/everyone',
      assignmentId: 'b',
      unit: 'u',
      selector: '',
    });
  });

  it('gives the client default as a match without a variant', () => {
    const rule = aRule({
      assignments: [{ id: 'd', kind: 'clientDefault', ranges: [[0, 100]] }],
    });
    expect(resolveRules([rule])).toMatchObject({
      variant: null,
      value: {},
      schema: { type: 'struct', fields: {} },
      reason: 'MATCH',
      shouldApply: true,
    });
  });

  it('records a fallthrough and tries the next rule', () => {
    const rules = [aRule({ assignments: [fallthroughAll] }), aRule()];
    const resolution = resolveRules(rules);
    expect(resolution?.reason).toBe('MATCH');
    expect(resolution?.fallthroughs).toHaveLength(1);
  });

  it('applies a fallthrough even when no rule follows', () => {
    const resolution = resolveRules([aRule({ assignments: [fallthroughAll] })]);
    expect(resolution).toMatchObject({
      reason: 'NO_SEGMENT_MATCH',
      value: null,
      shouldApply: true,
    });
  });

  it('takes the first rule that matches', () => {
    const state = {
      segments: [
        aSegment(),
        aSegment({
          name: 'segments/swedes',
          targeting: attributeIs('user.country', 'SE'),
        }),
      ],
    };
    const rules = [
      aRule({ segment: 'segments/swedes', assignments: [half('a', 0, 100)] }),
      aRule(),
    ];
    const swede = { targeting_key: 'u', user: { country: 'SE' } };
    const dotted = { targeting_key: 'u', 'user.country': 'SE' };
    expect(resolveRules(rules, swede, state)?.assignment?.assignmentId).toBe(
      'a',
    );
    expect(resolveRules(rules, dotted, state)?.assignment?.assignmentId).toBe(
      'b',
    );
  });

  it.each([
    ['disabled', aRule({ enabled: false })],
    ['of an unknown segment', aRule({ segment: 'segments/none' })],
    ['of another environment', aRule({ environments: ['staging'] })],
    ['without assignments', aRule({ assignments: [] })],
    ['with a gap at the bucket', aRule({ assignments: [half('a', 0, 0)] })],
  ])('skips a rule %s', (_name, rule) => {
    expect(resolveRules([rule])?.reason).toBe('NO_SEGMENT_MATCH');
  });

  // my-segment|user-1 is bucket 217 of 1000, MegaSalt-acme|user-1 bucket
  // 365921 of the population (specs/resolver/bucketing.json).
  it('buckets by segment and by population', () => {
    const rule = aRule({
      segment: 'segments/my-segment',
      bucketCount: 1000,
      assignments: [half('a', 0, 217), half('b', 217, 218)],
    });
    const segment = (lower: number, upper: number) => ({
      segments: [
        aSegment({
          name: 'segments/my-segment',
          population: [
            [0, 10],
            [lower, upper],
          ],
        }),
      ],
    });
    const context = { targeting_key: 'user-1' };
    expect(
      resolveRules([rule], context, segment(365921, 365922))?.assignment
        ?.assignmentId,
    ).toBe('b');
    expect(resolveRules([rule], context, segment(365922, 365930))?.reason).toBe(
      'NO_SEGMENT_MATCH',
    );
  });

  describe('unit', () => {
    const split = aRule({
      assignments: [half('a', 0, 50), half('b', 50, 100)],
    });
    const named = { ...split, targetingKeySelector: 'user.id' };

    it.each([
      ['a fraction', 1.5],
      ['a bool', true],
      ['a list', ['u']],
      ['a struct', {}],
      ['over 100 bytes', 'é'.repeat(51)],
    ])('must not be %s', (_name, unit) => {
      expect(resolveRules([split], { targeting_key: unit })?.reason).toBe(
        'TARGETING_KEY_ERROR',
      );
    });

    it('takes nothing from the log that an earlier rule has left', () => {
      const passed = aRule({
        name: 'flags/checkout/rules/first',
        assignments: [{ id: 'none', kind: 'fallthrough', ranges: [[0, 100]] }],
      });
      const context = { targeting_key: 'u', user: { id: 1.5 } };
      expect(resolveRules([passed, named], context)).toMatchObject({
        reason: 'TARGETING_KEY_ERROR',
        variant: null,
        shouldApply: true,
        fallthroughs: [{ rule: passed.name, unit: 'u' }],
      });
    });

    it('is not needed by a full rollout', () => {
      expect(resolveRules([aRule()], { targeting_key: 1.5 })).toMatchObject({
        reason: 'MATCH',
        assignment: { unit: '' },
      });
    });

    it('may be a whole number, written with all its digits', () => {
      const context = { targeting_key: 2 ** 60 };
      expect(resolveRules([split], context)?.assignment?.unit).toBe(
        '1152921504606846976',
      );
    });

    it('is read at the path that the rule selects', () => {
      const context = { user: { id: 'x' } };
      expect(resolveRules([named], context)?.assignment).toMatchObject({
        unit: 'x',
        selector: 'user.id',
      });
      expect(resolveRules([named], {})?.reason).toBe('NO_SEGMENT_MATCH');
    });
  });

  it('sees only active flags of the client, each once', () => {
    const resolver = compileState(
      aState({
        flags: [
          aFlag(),
          aFlag({ name: 'flags/old-one', state: 'archived' }),
          aFlag({ name: 'flags/theirs', clients: ['other'] }),
        ],
      }),
    );
    const credential = resolver.findCredential('hash');
    if (credential === undefined) throw new Error('no credential');
    expect(resolver.flagNames(credential)).toEqual(['flags/checkout']);
    const result = resolver.resolve({
      credential,
      context: {},
      flags: ['flags/theirs', 'flags/checkout', 'flags/checkout'],
    });
    expect(result.ok && result.value.map(({ flag }) => flag)).toEqual([
      'flags/checkout',
    ]);
    expect(
      resolver.resolveFlag('flags/theirs', { credential, context: {} }),
    ).toBeUndefined();
  });

  it('refuses more than 1000 flags in one request', () => {
    const flags = Array.from({ length: 1001 }, (_, index) =>
      aFlag({ name: `flags/number-${index}` }),
    );
    const resolver = compileState(aState({ flags }));
    const credential = resolver.findCredential('hash');
    if (credential === undefined) throw new Error('no credential');
    expect(resolver.resolve({ credential, context: {} }).ok).toBe(false);
  });

  it('keeps a broken flag to itself', () => {
    const broken = aFlag({
      name: 'flags/broken',
      rules: [aRule({ assignments: [half('a', 0, 5)], bucketCount: 0 })],
    });
    const dangling = aFlag({ name: 'flags/dangling', variants: [] });
    const torn: ReturnType<typeof aFlag> = JSON.parse(
      '{"name":"flags/torn","state":"active","clients":["shop"]}',
    );
    const reasons = resolveAll(
      aState({ flags: [broken, dangling, torn, aFlag()] }),
      { targeting_key: 'u' },
    ).map(({ reason }) => reason);
    expect(reasons).toEqual(['ERROR', 'ERROR', 'ERROR', 'MATCH']);
  });

  it('evaluates segments that refer to each other in a circle as false', () => {
    const refer = (name: string, to: string) =>
      aSegment({
        name,
        targeting: {
          criteria: { it: { type: 'segment', segment: to } },
          expression: { type: 'ref', ref: 'it' },
        },
      });
    const segments = [
      refer('segments/everyone', 'segments/other'),
      refer('segments/other', 'segments/everyone'),
    ];
    const resolution = resolveRules([aRule()], {}, { segments });
    expect(resolution?.reason).toBe('NO_SEGMENT_MATCH');
  });

  it('does not assign past a materialization it cannot look up', () => {
    const sticky = aRule({ materialization: { read: 'materializations/m' } });
    expect(resolveRules([sticky, aRule()])?.reason).toBe(
      'MATERIALIZATION_NOT_SUPPORTED',
    );
  });
});
