import type { DecisionRuleNode } from '@etude/lifecycle';
import { describe, expect, it } from 'vitest';
import type { Condition, HealthCheck, MetricResult } from '../analysis-result';
import { closedConditions, decisionConditions } from './decision-conditions';
import { check, goal, guard, safeBound, watched } from './decision-test-input';
import { levelOf } from './error-rates';
import { guardrailCondition } from './metric-conditions';
import { treeConditions } from './tree-conditions';

describe('the level of a metric', () => {
  const design = {
    alphaSuccess: 0.01,
    alphaGuardrail: 0.02,
    alphaDeterioration: 0.03,
    powerPerMetric: 0.8,
  };

  it('is that of the test by which it decides', () => {
    expect(levelOf({ role: 'success' }, design)).toBe(0.01);
    expect(levelOf({ role: 'guardrail', nimRelative: 0.1 }, design)).toBe(0.02);
    expect(levelOf({ role: 'guardrail' }, design)).toBe(0.03);
    expect(levelOf({ role: 'deterioration' }, design)).toBe(0.03);
    // A margin on a metric that is only watched is no test of it.
    expect(levelOf({ role: 'deterioration', nimRelative: 0.1 }, design)).toBe(
      0.03,
    );
  });
});

describe('the condition of a guardrail', () => {
  const without = { ...guard, outcome: 'no-difference' as const };

  it('needs the test of its margin, not that of harm', () => {
    expect(guardrailCondition(guard)).toEqual({
      holds: true,
      sentence: 'Guard stays within its margin of 2 %.',
    });
    const inferiority = { ...safeBound, kind: 'inferiority' as const };
    expect(
      guardrailCondition({ ...without, bound: [inferiority] }).holds,
    ).not.toBe(true);
    const { bound: _, ...unbound } = without;
    expect(guardrailCondition(unbound).holds).not.toBe(true);
  });

  it('fails with enough units, and is open with too few or unknown ones', () => {
    const bound = [{ ...safeBound, significant: false }];
    expect(guardrailCondition({ ...without, bound, powered: true })).toEqual({
      holds: false,
      sentence:
        'Guard is not shown to stay within its margin of 2 %, although there were enough units.',
    });
    const open = {
      holds: null,
      sentence:
        'Guard is not shown to stay within its margin of 2 %: too few units.',
    };
    expect(guardrailCondition({ ...without, bound, powered: false })).toEqual(
      open,
    );
    const { powered: _, ...unknown } = { ...without, bound };
    expect(guardrailCondition(unknown)).toEqual(open);
  });

  it('is open without a result, with its reason', () => {
    expect(
      guardrailCondition({ ...guard, status: 'problem', sentence: 'No data.' }),
    ).toEqual({ holds: null, sentence: 'No data.' });
  });
});

describe('conditions of the standard rule in words', () => {
  const sentences = (
    health: readonly HealthCheck[],
    results: readonly MetricResult[],
  ) => decisionConditions(health, results);

  it('health: failed, open or neither', () => {
    const first = (...health: readonly HealthCheck[]) =>
      sentences(health, [goal])[0];
    expect(first(check('srm', 'pass'))).toEqual({
      holds: true,
      sentence: 'No health check failed.',
    });
    expect(first(check('srm', 'unknown'), check('crossover', 'pass'))).toEqual({
      holds: null,
      sentence: 'Health cannot be fully judged yet: Check srm.',
    });
    expect(first(check('srm', 'unknown'), check('crossover', 'fail'))).toEqual({
      holds: false,
      sentence: 'A health check failed: Check crossover.',
    });
  });

  it('harm: of all, of those that could be computed, of none', () => {
    const last = (...results: readonly MetricResult[]) =>
      sentences([], results).at(-1);
    const blind = { ...watched, status: 'problem' as const };
    expect(last(goal, watched)).toEqual({
      holds: true,
      sentence: 'No metric got worse.',
    });
    expect(last(goal, blind)).toEqual({
      holds: true,
      sentence:
        'No metric that could be computed got worse; Watched could not.',
    });
    expect(last({ ...goal, status: 'problem' }, blind)?.holds).toBeNull();
    expect(last({ ...goal, outcome: 'worse' }, watched)).toEqual({
      holds: false,
      sentence: 'Goal got worse.',
    });
  });

  it('while closed: what is judged later, by what the plan has', () => {
    const closed = (
      results: readonly MetricResult[],
      options: Partial<Parameters<typeof closedConditions>[2]> = {},
    ) =>
      closedConditions([], results, { monitors: [], ...options }).map(
        ({ sentence }) => sentence,
      );
    expect(closed([goal, guard, watched])).toEqual([
      'No health check failed.',
      'Whether a success metric got better is judged when effects open.',
      'Whether Guard is safe is judged when effects open.',
      'Whether a metric got worse is judged when effects open.',
    ]);
    expect(closed([guard])).toHaveLength(3);
    expect(closed([watched])).toHaveLength(2);
    const root = { kind: 'hypothesis', metricId: 'goal', test: 'superiority' };
    expect(
      closed([goal, guard], {
        rule: { kind: 'tree', root: root as DecisionRuleNode },
      }),
    ).toEqual([
      'No health check failed.',
      'Whether the decision rule of the plan holds is judged when effects open.',
      'Whether a metric got worse is judged when effects open.',
    ]);
    const monitor = {
      metricId: 'goal',
      variant: 'b',
      method: 'group-sequential' as const,
      looks: 1,
      sentence: '',
    };
    const lastWith = (state: 'quiet' | 'unknown') =>
      closed([goal], { monitors: [{ ...monitor, state }] }).at(-1);
    expect(lastWith('quiet')).toMatch(/^No metric has got worse so far/);
    expect(lastWith('unknown')).toMatch(/is judged when effects open\.$/);
  });
});

describe('conditions of a tree in words', () => {
  const better = (metricId: string): DecisionRuleNode => ({
    kind: 'hypothesis',
    metricId,
    test: 'superiority',
  });
  const unharmed: DecisionRuleNode = {
    kind: 'hypothesis',
    metricId: 'guard',
    test: 'non-inferiority',
  };
  const any = (...children: readonly DecisionRuleNode[]): DecisionRuleNode => ({
    kind: 'any',
    children: [...children],
  });
  const said = (
    node: DecisionRuleNode,
    ...results: readonly MetricResult[]
  ): readonly Condition[] => treeConditions(node, results);
  const won = { ...goal, outcome: 'better' as const };
  const other = { ...goal, metricId: 'other', name: 'Other' };

  it('alternatives are one condition: it holds, does not, or is open', () => {
    const node = any(better('goal'), better('other'));
    expect(said(node, won, other)).toEqual([
      { holds: true, sentence: 'It holds that Goal better or Other better.' },
    ]);
    expect(said(node, goal, other)).toEqual([
      {
        holds: false,
        sentence: 'It does not hold that Goal better or Other better.',
      },
    ]);
    const open = { ...other, outcome: 'not-enough-data' as const };
    expect(said(node, goal, { ...open, powered: false })).toEqual([
      {
        holds: null,
        sentence: 'It is not decided yet whether Goal better or Other better.',
      },
    ]);
  });

  it('groups within are in brackets, a group of one is not', () => {
    const both: DecisionRuleNode = {
      kind: 'all',
      children: [better('other'), unharmed],
    };
    const [condition] = said(any(better('goal'), both), won, other, guard);
    expect(condition?.sentence).toBe(
      'It holds that Goal better or (Other better and Guard within 2 %).',
    );
    expect(
      said(any(both, better('goal')), won, other, guard)[0]?.sentence,
    ).toBe('It holds that (Other better and Guard within 2 %) or Goal better.');
    expect(said(any(better('goal')), won)[0]?.sentence).toBe(
      'It holds that Goal better.',
    );
  });

  it('a part without a result is named by its id, and open', () => {
    expect(said(better('ghost'))).toEqual([
      {
        holds: null,
        sentence: 'ghost is part of the decision rule, but has no result.',
      },
    ]);
    expect(said(any(better('ghost'), better('goal')), goal)[0]).toEqual({
      holds: null,
      sentence: 'It is not decided yet whether ghost better or Goal better.',
    });
  });
});
