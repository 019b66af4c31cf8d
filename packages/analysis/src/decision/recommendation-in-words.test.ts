import type { DecisionRuleNode } from '@etude/lifecycle';
import { describe, expect, it } from 'vitest';
import type { MetricResult, Recommendation } from '../analysis-result';
import { TEST_RATES } from '../designs/design-test-input';
import type { TestInputOptions } from '../test-input';
import { testInput } from '../test-input';
import { check, goal, guard, safeBound, watched } from './decision-test-input';
import { recommend } from './recommend';

describe('what is recommended, in words', () => {
  const short: MetricResult = {
    ...goal,
    powered: false,
    units: 500,
    requiredUnits: 600,
    outcome: 'not-enough-data',
  };
  const OPEN = { effects: 'open' as const, sentence: '' };
  const CLOSED = { effects: 'closed' as const, sentence: '' };
  const live = (changes: Partial<TestInputOptions> = {}) =>
    testInput({
      observedMetrics: [],
      state: 'live',
      now: '2026-03-10T00:00:00Z',
      ...changes,
    });
  const advised = (
    results: readonly MetricResult[],
    changes: Partial<Parameters<typeof recommend>[0]> = {},
  ): Recommendation =>
    recommend({
      input: live(),
      variant: 'b',
      visibility: OPEN,
      health: [],
      results,
      monitors: [],
      ...changes,
    });
  const designed = (
    design: ReturnType<typeof live>['plan']['design'],
    changes: Partial<TestInputOptions> = {},
  ) => {
    const input = live(changes);
    return { ...input, plan: { ...input.plan, design } };
  };
  const always = { kind: 'always-valid' as const, ...TEST_RATES };

  it('to go on while closed: until the design opens', () => {
    const said = (
      design: Parameters<typeof designed>[0],
      opensAt?: string,
    ): string =>
      advised([goal], {
        input: designed(design),
        visibility: opensAt === undefined ? CLOSED : { ...CLOSED, opensAt },
      }).sentence;
    const fixed = { kind: 'fixed-horizon' as const, ...TEST_RATES };
    expect(said(fixed, '2026-03-16T09:00:00Z')).toBe(
      'Keep b running until the planned end, 16 Mar 2026, 09:00 UTC: nothing has failed.',
    );
    expect(said(fixed)).toBe(
      'Keep b running: nothing has failed, and effects open when the experiment is ended.',
    );
    for (const design of [
      { kind: 'fixed-power' as const, ...TEST_RATES },
      { kind: 'fixed-width' as const, ...TEST_RATES, widthRelative: 0.1 },
    ]) {
      expect(said(design)).toBe(
        'Keep b running until it is precise enough: nothing has failed.',
      );
    }
  });

  it('to go on when units lack, which is a second look unless planned', () => {
    const fixed = advised([short]).sentence;
    expect(fixed).toContain('would power Goal; judging again after them');
    const planned = advised([short], { input: designed(always) }).sentence;
    expect(planned).toMatch(/would power Goal\.$/);
  });

  it('to go on when health or nothing can be judged yet', () => {
    const open = advised([goal], { health: [check('srm', 'unknown')] });
    expect(open).toMatchObject({
      action: 'continue',
      sentence: 'Keep b running: it cannot be judged yet.',
    });
  });

  it('to end, with the first condition that fails', () => {
    expect(advised([goal])).toMatchObject({
      action: 'end',
      sentence:
        'End b: No success metric got better: Goal. More units would not change that.',
    });
    const ended = live({ state: 'ended' });
    expect(advised([goal], { input: ended }).sentence).toBe(
      'Do not ship b: No success metric got better: Goal.',
    );
    // What is open is told when nothing has failed.
    const undecided = advised([short], { input: ended }).sentence;
    expect(undecided).toBe(
      'Do not ship b: No success metric got better, but Goal is undecided.',
    );
  });

  it('to abort for harm in any metric, once effects are open', () => {
    const worse = { ...watched, outcome: 'worse' as const };
    expect(advised([goal, worse])).toMatchObject({
      action: 'abort',
      sentence: 'Abort b: Watched got worse.',
    });
    expect(advised([goal, worse], { visibility: CLOSED }).action).toBe(
      'continue',
    );
    const ended = live({ state: 'ended' });
    expect(advised([goal, worse], { input: ended }).sentence).toMatch(
      /^Do not ship b: /,
    );
  });

  it('a powered null ends it, whatever a guardrail lacks; a win does not', () => {
    const lacking = {
      ...guard,
      outcome: 'not-enough-data' as const,
      bound: [{ ...safeBound, significant: false }],
      powered: false,
      units: 10,
      requiredUnits: 100,
    };
    const won = { ...goal, outcome: 'better' as const };
    expect(advised([goal, lacking]).action).toBe('end');
    expect(advised([won, lacking]).action).toBe('continue');
    expect(advised([goal, short, lacking]).action).toBe('continue');
    expect(advised([lacking]).action).toBe('continue');
  });

  it('a sequential test waits to its planned end while it is open', () => {
    const { powered: _, ...unknown } = goal;
    const open = { ...unknown, outcome: 'unknown' as const };
    const at = (changes: Partial<TestInputOptions>) =>
      advised([open], { input: designed(always, changes) }).action;
    expect(at({})).toBe('continue');
    expect(at({ plannedEndAt: null })).toBe('continue');
    expect(at({ now: '2026-03-16T09:00:00Z' })).toBe('end');
    // A look of another design has no such wait.
    expect(advised([open]).action).toBe('end');
    // Nothing is open any more once a condition has failed.
    const failed = { ...guard, bound: [{ ...safeBound, significant: false }] };
    expect(advised([open, failed], { input: designed(always) }).action).toBe(
      'end',
    );
  });

  it('a tree is waited for while it is open, and no longer', () => {
    const withTree = (node: DecisionRuleNode) => {
      const input = live();
      return {
        ...input,
        plan: {
          ...input.plan,
          decisionRule: { kind: 'tree' as const, root: node },
        },
      };
    };
    const leaf: DecisionRuleNode = {
      kind: 'hypothesis',
      metricId: 'goal',
      test: 'superiority',
    };
    const input = withTree(leaf);
    expect(advised([short], { input }).action).toBe('continue');
    expect(advised([goal], { input }).action).toBe('end');
    // A metric outside the tree is not waited for.
    const outside = { ...short, metricId: 'other', name: 'Other' };
    expect(advised([goal, outside], { input }).action).toBe('end');
  });
});
