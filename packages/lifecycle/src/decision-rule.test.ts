import { describe, expect, it } from 'vitest';
import { MAX_RULE_DEPTH, decisionRuleSchema } from './decision-rule';
import { experimentPlanSchema } from './experiment-plan';
import { testPlan } from './test-experiment';

const leaf = { kind: 'hypothesis', metricId: 'm', test: 'superiority' };

/** A chain of groups with a leaf at its end, `levels` in all. */
const chain = (levels: number): unknown => {
  let root: unknown = leaf;
  for (let level = 1; level < levels; level += 1) {
    root = { kind: level % 2 === 0 ? 'all' : 'any', children: [root] };
  }
  return root;
};

const issuesOf = (decisionRule: unknown) => {
  const parsed = experimentPlanSchema.safeParse({
    ...testPlan(),
    decisionRule,
  });
  return parsed.success ? [] : parsed.error.issues;
};

describe('decisionRuleSchema', () => {
  it('reads a rule as deep as allowed', () => {
    const rule = { kind: 'tree', root: chain(MAX_RULE_DEPTH) };
    expect(decisionRuleSchema.parse(rule)).toEqual(rule);
  });

  it.each([MAX_RULE_DEPTH + 1, 30_000])(
    'refuses a rule of %i levels by name, without reading it',
    levels => {
      expect(issuesOf({ kind: 'tree', root: chain(levels) })).toEqual([
        expect.objectContaining({
          path: ['decisionRule', 'root'],
          params: { code: 'ETUDE_PLAN_RULE_TOO_DEEP' },
          message: expect.stringMatching(/more than 32 levels.*one group/),
        }),
      ]);
    },
  );

  it.each([
    ['a misspelt kind', 'or', /the kind "or".*'hypothesis'.*'all' or 'any'/],
    ['no kind', undefined, /no kind.*'hypothesis'.*'all' or 'any'/],
    ['a kind that is no text', 3, /the kind 3.*'hypothesis'/],
  ])('says which kinds of rules there are for %s', (_name, kind, message) => {
    const root = { kind: 'all', children: [leaf, { ...leaf, kind }] };
    expect(issuesOf({ kind: 'tree', root })).toEqual([
      expect.objectContaining({
        path: ['decisionRule', 'root', 'children', 1, 'kind'],
        message: expect.stringMatching(message),
      }),
    ]);
  });

  it('says which rules there are for another one', () => {
    expect(issuesOf({ kind: 'simple' })).toEqual([
      expect.objectContaining({
        path: ['decisionRule', 'kind'],
        message: expect.stringMatching(/"simple".*'standard', or 'tree'/),
      }),
    ]);
  });

  it('says what is wrong within a group of a known kind', () => {
    const root = { kind: 'any', children: [{ ...leaf, test: 'better' }] };
    expect(issuesOf({ kind: 'tree', root })).toEqual([
      expect.objectContaining({
        path: ['decisionRule', 'root', 'children', 0, 'test'],
        message: expect.stringContaining('superiority'),
      }),
    ]);
  });
});
