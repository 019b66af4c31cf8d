import type { AttributeRule, StateFlag } from '@etude/flags';
import { describe, expect, it } from 'vitest';
import { compileAttributeRule } from './attribute-rule';
import { compileState } from './compile-state';
import { explainFlag } from './explanation/explain-flag';
import { TRUE } from './outcome';
import { aFlag, aRule, aState } from './test-state';

/** Given by the test runner; the types of Node stay out of this package. */
declare const __dirname: string;

const load = async <T>(name: string): Promise<T> => {
  const path = `${__dirname}/../../../specs/resolver/${name}.json`;
  const loaded: { default: T } = await import(path);
  return loaded.default;
};

type OperatorCase = {
  readonly name: string;
  readonly rule: AttributeRule;
  readonly value?: unknown;
  readonly matches: boolean;
};

type FlagSpec = {
  readonly id: string;
  readonly rules?: false;
  readonly enabled?: boolean;
  readonly disabledEnvironments?: string[];
  readonly defaultVariant?: string;
  readonly prerequisites?: { flag: string; variants: string[] }[];
};

type FlagCase = {
  readonly flag: string;
  readonly environments: string[];
  readonly expected: [reason: string, variant: string | null];
};

const variantOf = (flag: string, variant: string) =>
  `flags/${flag}/variants/${variant}`;

const stateFlag = ({ id, rules, ...spec }: FlagSpec): StateFlag =>
  aFlag({
    name: `flags/${id}`,
    variants: ['on', 'off'].map(name => ({
      name: variantOf(id, name),
      value: {},
    })),
    rules:
      rules === false
        ? []
        : [
            aRule({
              assignments: [
                {
                  id: 'on',
                  kind: 'variant',
                  variant: variantOf(id, 'on'),
                  ranges: [[0, 100]],
                },
              ],
            }),
          ],
    enabled: spec.enabled ?? true,
    disabledEnvironments: spec.disabledEnvironments ?? [],
    defaultVariant:
      spec.defaultVariant === undefined
        ? null
        : variantOf(id, spec.defaultVariant),
    prerequisites: (spec.prerequisites ?? []).map(({ flag, variants }) => ({
      flag: `flags/${flag}`,
      variants: variants.map(name => variantOf(flag, name)),
    })),
  });

describe('specs/resolver', () => {
  it('operators.json: every rule judges as it says', async () => {
    const { cases } = await load<{ cases: OperatorCase[] }>('operators');
    expect(cases.length).toBeGreaterThan(20);
    for (const { name, rule, value, matches } of cases) {
      const outcome = compileAttributeRule(rule, 'general')(value);
      expect([name, outcome === TRUE]).toEqual([name, matches]);
    }
  });

  it('flag-states.json: every flag gives what it says, alone and in bulk', async () => {
    const { flags, cases } = await load<{
      flags: FlagSpec[];
      cases: FlagCase[];
    }>('flag-states');
    const state = aState({ flags: flags.map(stateFlag) });
    const resolver = compileState(state);
    expect(cases.length).toBeGreaterThan(15);
    for (const { flag, environments, expected } of cases) {
      const credential = {
        id: 'web',
        secretHash: 'hash',
        kind: 'server' as const,
        client: 'shop',
        environments,
      };
      const request = { credential, context: { targeting_key: 'u' } };
      const name = `flags/${flag}`;
      const bulk = resolver.resolve(request);
      for (const given of [
        resolver.resolveFlag(name, request),
        bulk.ok ? bulk.value.find(found => found.flag === name) : undefined,
        explainFlag(state, { flag: name, ...request }),
      ]) {
        const variant = given?.variant?.replace(/^.*\//, '') ?? null;
        expect([flag, given?.reason, variant]).toEqual([flag, ...expected]);
      }
    }
  });
});
