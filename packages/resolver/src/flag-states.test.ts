import type { ResolverState, StateFlag, StatePrerequisite } from '@etude/flags';
import { describe, expect, it } from 'vitest';
import { compileState } from './compile-state';
import type { FlagResolution } from './resolution';
import { aFlag, aRule, aSegment, aState, attributeIs } from './test-state';

const credential = (environments: string[]) => ({
  id: 'web',
  secretHash: 'hash',
  kind: 'server' as const,
  environments,
  client: 'shop',
});

const resolve = (
  state: ResolverState,
  flag = 'flags/checkout',
  environments: string[] = [],
): FlagResolution | undefined =>
  compileState(state).resolveFlag(flag, {
    credential: credential(environments),
    context: { targeting_key: 'u' },
  });

const resolveOne = (
  overrides: Partial<StateFlag>,
  environments: string[] = [],
): FlagResolution | undefined =>
  resolve(aState({ flags: [aFlag(overrides)] }), undefined, environments);

const defaultVariant = 'flags/checkout/variants/a';
const nobody = aRule({ enabled: false });
const through = aRule({
  assignments: [{ id: 'through', kind: 'fallthrough', ranges: [[0, 100]] }],
});

describe('the default variant', () => {
  it('is for those whom no rule gives one, and assigns nobody', () => {
    expect(resolveOne({ rules: [nobody], defaultVariant })).toMatchObject({
      reason: 'DEFAULT',
      variant: defaultVariant,
      value: { color: 'red', limit: 3 },
      shouldApply: false,
      assignment: null,
      origin: null,
    });
  });

  it('comes after every rule', () => {
    expect(resolveOne({ defaultVariant })).toMatchObject({
      reason: 'MATCH',
      variant: 'flags/checkout/variants/b',
    });
  });

  it('leaves fallthroughs on the way to be logged', () => {
    expect(resolveOne({ rules: [through], defaultVariant })).toMatchObject({
      reason: 'DEFAULT',
      shouldApply: true,
      assignment: null,
      fallthroughs: [{ assignmentId: 'through' }],
    });
  });

  it('has every property of the schema', () => {
    const flag = {
      rules: [nobody],
      defaultVariant: 'flags/checkout/variants/b',
    };
    expect(resolveOne(flag)?.value).toEqual({ color: 'green', limit: null });
  });

  it('is no way out of an error', () => {
    const resolution = compileState(
      aState({
        flags: [
          aFlag({
            defaultVariant,
            rules: [aRule({ targetingKeySelector: 'targeting_key' })],
          }),
        ],
      }),
    ).resolveFlag('flags/checkout', {
      credential: credential([]),
      context: { targeting_key: true },
    });
    expect(resolution).toMatchObject({
      reason: 'TARGETING_KEY_ERROR',
      variant: null,
    });
  });

  it('is an error when the flag does not have it', () => {
    const flag = {
      rules: [nobody],
      defaultVariant: 'flags/checkout/variants/none',
    };
    expect(resolveOne(flag)).toMatchObject({ reason: 'ERROR', variant: null });
  });
});

describe('a flag that is off', () => {
  it('gives everyone the default variant', () => {
    expect(resolveOne({ enabled: false, defaultVariant })).toMatchObject({
      reason: 'DISABLED',
      variant: defaultVariant,
      shouldApply: false,
    });
  });

  it('leaves everyone with the code default when it has no default variant', () => {
    expect(resolveOne({ enabled: false })).toMatchObject({
      reason: 'DISABLED',
      variant: null,
      value: null,
      shouldApply: false,
    });
  });

  it('may be off in some environments only', () => {
    const flag = { disabledEnvironments: ['production', 'staging'] };
    expect(resolveOne(flag, ['staging'])?.reason).toBe('DISABLED');
    expect(resolveOne(flag, ['test', 'production'])?.reason).toBe('DISABLED');
    expect(resolveOne(flag, ['test'])?.reason).toBe('MATCH');
    expect(resolveOne(flag, [])?.reason).toBe('MATCH');
  });
});

const named = (
  id: string,
  prerequisites: StatePrerequisite[],
  overrides: Partial<StateFlag> = {},
): StateFlag =>
  aFlag({
    name: `flags/${id}`,
    variants: [
      { name: `flags/${id}/variants/on`, value: {} },
      { name: `flags/${id}/variants/off`, value: {} },
    ],
    rules: [
      aRule({
        name: `flags/${id}/rules/all`,
        assignments: [
          {
            id: 'on',
            kind: 'variant',
            variant: `flags/${id}/variants/on`,
            ranges: [[0, 100]],
          },
        ],
      }),
    ],
    prerequisites,
    ...overrides,
  });

const needs = (id: string, variant = 'on'): StatePrerequisite => ({
  flag: `flags/${id}`,
  variants: [`flags/${id}/variants/${variant}`],
});

const reasonOf = (id: string, flags: StateFlag[]) =>
  resolve(aState({ flags }), `flags/${id}`)?.reason;

describe('a prerequisite', () => {
  it('holds when the other flag gives one of its variants', () => {
    const flags = [named('base', []), named('more', [needs('base')])];
    expect(reasonOf('more', flags)).toBe('MATCH');
  });

  it.each([
    ['gives another variant', named('base', []), 'off'],
    ['is unknown', named('other', []), 'on'],
    ['is archived', named('base', [], { state: 'archived' }), 'on'],
    ['gives nothing', named('base', [], { rules: [] }), 'on'],
    ['is off', named('base', [], { enabled: false }), 'on'],
    ['is broken', named('base', [], { variants: [] }), 'on'],
  ])('fails when the other flag %s', (_how, base, variant) => {
    const flags = [base, named('more', [needs('base', variant)])];
    expect(reasonOf('more', flags)).toBe('PREREQUISITE_FAILED');
  });

  it('leaves the default variant when it fails', () => {
    const more = named('more', [needs('none')], {
      defaultVariant: 'flags/more/variants/off',
    });
    expect(resolve(aState({ flags: [more] }), 'flags/more')).toMatchObject({
      reason: 'PREREQUISITE_FAILED',
      variant: 'flags/more/variants/off',
      shouldApply: false,
      assignment: null,
    });
  });

  it('counts default variants, and those of flags that are off', () => {
    const base = (overrides: Partial<StateFlag>) =>
      named('base', [], {
        ...overrides,
        defaultVariant: 'flags/base/variants/off',
      });
    for (const overrides of [{ rules: [] }, { enabled: false }]) {
      const flags = [base(overrides), named('more', [needs('base', 'off')])];
      expect(reasonOf('more', flags)).toBe('MATCH');
    }
  });

  it('need not be on the client of the request', () => {
    const flags = [
      named('base', [], { clients: ['other'] }),
      named('more', [needs('base')]),
    ];
    expect(reasonOf('more', flags)).toBe('MATCH');
    expect(reasonOf('base', flags)).toBeUndefined();
  });

  it('has to hold along with all others', () => {
    const flags = [
      named('one', []),
      named('two', []),
      named('more', [needs('one'), needs('two', 'off')]),
    ];
    expect(reasonOf('more', flags)).toBe('PREREQUISITE_FAILED');
  });

  it('logs nothing of the other flag', () => {
    const flags = [
      named('base', [], { rules: [through, ...named('base', []).rules] }),
      named('more', [needs('base')]),
    ];
    const resolution = resolve(aState({ flags }), 'flags/more');
    expect(resolution?.fallthroughs).toEqual([]);
    expect(resolution?.assignment?.rule).toBe('flags/more/rules/all');
  });

  it('never holds in a circle, whoever is asked first', () => {
    const circle = [
      named('one', [needs('two', 'off')], {
        defaultVariant: 'flags/one/variants/off',
      }),
      named('two', [needs('three', 'off')], {
        defaultVariant: 'flags/two/variants/off',
      }),
      named('three', [needs('one', 'off')], {
        defaultVariant: 'flags/three/variants/off',
      }),
      named('self', [needs('self')]),
      named('outside', [needs('one', 'off')]),
    ];
    for (const id of ['one', 'two', 'three', 'self']) {
      expect(reasonOf(id, circle)).toBe('PREREQUISITE_FAILED');
    }
    // Who only leads to a circle sees what its flags give.
    expect(reasonOf('outside', circle)).toBe('MATCH');
    const all = (flags: StateFlag[]) => {
      const result = compileState(aState({ flags })).resolve({
        credential: credential([]),
        context: { targeting_key: 'u' },
      });
      return new Map(
        result.ok ? result.value.map(({ flag, reason }) => [flag, reason]) : [],
      );
    };
    expect(all(circle.toReversed())).toEqual(all(circle));
  });

  it('may be at the end of a long chain', () => {
    const length = 20_000;
    const flags = Array.from({ length }, (_, index) =>
      named(`flag-${index}`, index === 0 ? [] : [needs(`flag-${index - 1}`)]),
    );
    expect(reasonOf(`flag-${length - 1}`, flags)).toBe('MATCH');
  });

  it('is evaluated once a request, however many ways lead to it', () => {
    // 2^40 ways lead from the last flag to the first.
    const flags = Array.from({ length: 40 }, (_, index) => [
      named(`left-${index}`, index === 0 ? [] : diamond(index - 1)),
      named(`right-${index}`, index === 0 ? [] : diamond(index - 1)),
    ]).flat();
    expect(reasonOf('left-39', flags)).toBe('MATCH');
  });

  it('waits for a materialization that nobody can look up', () => {
    const sticky = named('base', [], {
      rules: [aRule({ materialization: { read: 'materializations/m' } })],
    });
    const more = named('more', [needs('base')], {
      defaultVariant: 'flags/more/variants/off',
    });
    expect(reasonOf('more', [sticky, more])).toBe(
      'MATERIALIZATION_NOT_SUPPORTED',
    );
    const failed = named('more', [needs('base'), needs('none')]);
    expect(reasonOf('more', [sticky, failed])).toBe('PREREQUISITE_FAILED');
  });

  it('sees the same context and environments', () => {
    const base = named('base', [], {
      rules: named('base', []).rules.map(rule => ({
        ...rule,
        segment: 'segments/swedes',
        environments: ['test'],
      })),
    });
    const resolver = compileState(
      aState({
        flags: [base, named('more', [needs('base')])],
        segments: [
          aSegment(),
          aSegment({
            name: 'segments/swedes',
            targeting: attributeIs('country', 'SE'),
          }),
        ],
      }),
    );
    const reason = (country: string, environment: string) =>
      resolver.resolveFlag('flags/more', {
        credential: credential([environment]),
        context: { targeting_key: 'u', country },
      })?.reason;
    expect(reason('SE', 'test')).toBe('MATCH');
    expect(reason('NO', 'test')).toBe('PREREQUISITE_FAILED');
    expect(reason('SE', 'production')).toBe('PREREQUISITE_FAILED');
  });
});

const diamond = (index: number): StatePrerequisite[] => [
  needs(`left-${index}`),
  needs(`right-${index}`),
];
