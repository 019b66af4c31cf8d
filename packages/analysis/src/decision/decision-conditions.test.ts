import { describe, expect, it } from 'vitest';
import type { DeteriorationMonitor, MetricResult } from '../analysis-result';
import { closedConditions, decisionConditions } from './decision-conditions';
import { mainTestOf } from './error-rates';
import { successCondition } from './metric-conditions';

const success: MetricResult = {
  metricId: 'goal',
  name: 'Goal',
  role: 'success',
  direction: 'increase',
  variant: 'b',
  status: 'estimated',
  powered: true,
  outcome: 'better',
  sentence: 'Goal got better.',
};
const bare: MetricResult = {
  ...success,
  metricId: 'bare',
  name: 'Bare',
  role: 'guardrail',
  outcome: 'no-difference',
  sentence: 'Bare shows no difference.',
};
const safe: MetricResult = {
  ...bare,
  metricId: 'safe',
  name: 'Safe',
  nimRelative: 0.02,
};
const watched: MetricResult = {
  ...bare,
  metricId: 'watched',
  name: 'Watched',
  role: 'deterioration',
};

const holdsOf = (results: readonly MetricResult[]) =>
  decisionConditions([], results).map(({ holds }) => holds);
const sentencesOf = (results: readonly MetricResult[]) =>
  decisionConditions([], results)
    .map(({ sentence }) => sentence)
    .join(' ');

describe('decisionConditions', () => {
  it('are health, what the rule asks, and deterioration, in this order', () => {
    expect(holdsOf([success])).toEqual([true, true, true]);
    expect(holdsOf([success, bare])).toEqual([true, true, true, true]);
    expect(holdsOf([success, { ...bare, outcome: 'worse' }])).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('never let a plan ship that asks nothing of any metric', () => {
    for (const results of [[], [bare], [watched], [watched, bare]]) {
      expect(holdsOf(results)).toContain(false);
      expect(sentencesOf(results)).toContain('nothing can show');
    }
    // A margin on a metric that is only watched is no guardrail.
    expect(holdsOf([{ ...watched, nimRelative: 0.02 }])).toContain(false);
    // One guardrail with a margin is enough to show something.
    expect(sentencesOf([bare, safe])).not.toContain('nothing can show');
  });

  it('of a tree also ask the guardrails without a margin, and no others', () => {
    const rule = {
      kind: 'tree',
      root: { kind: 'hypothesis', metricId: 'goal', test: 'superiority' },
    } as const;
    const sentences = decisionConditions([], [success, bare, safe], rule)
      .map(({ sentence }) => sentence)
      .join(' ');
    expect(sentences).toContain('Bare shows no sign of getting worse');
    expect(sentences).not.toContain('Safe');
  });
});

describe('successCondition', () => {
  const open: MetricResult = {
    ...success,
    outcome: 'not-enough-data',
    powered: false,
  };
  const none: MetricResult = { ...success, outcome: 'no-difference' };
  const worse: MetricResult = { ...success, outcome: 'worse', powered: false };
  const lost: MetricResult = {
    ...success,
    status: 'problem',
    outcome: 'not-enough-data',
    powered: true,
  };

  it.each([
    ['one better is enough', [none, success], true],
    ['a powered null decides', [none], false],
    ['a metric that got worse is decided without power', [worse], false],
    ['one that lacks power is open', [none, open], null],
    ['one that was not computed is open', [none, lost], null],
  ] as const)('%s', (_, results, holds) => {
    expect(successCondition(results).holds).toBe(holds);
  });

  it('names what is undecided, in one number', () => {
    expect(successCondition([open]).sentence).toContain('Goal is undecided');
    expect(
      successCondition([open, { ...open, name: 'Other' }]).sentence,
    ).toContain('Goal and Other are undecided');
  });
});

describe('closedConditions', () => {
  const monitor = (
    metricId: string,
    state: DeteriorationMonitor['state'],
  ): DeteriorationMonitor => ({
    metricId,
    variant: 'b',
    method: 'group-sequential',
    state,
    looks: 3,
    sentence: `${metricId} is ${state}.`,
  });
  const lastOf = (monitors: readonly DeteriorationMonitor[]) =>
    closedConditions([], [success, safe, watched], { monitors }).at(-1);

  it('fail by the metric whose alarm rang, and by no other', () => {
    expect(lastOf([monitor('watched', 'alarm')])).toEqual({
      holds: false,
      sentence: 'Watched got worse.',
    });
    expect(
      lastOf([monitor('safe', 'alarm'), monitor('watched', 'quiet')]),
    ).toEqual({ holds: false, sentence: 'Safe got worse.' });
    expect(
      lastOf([monitor('safe', 'alarm'), monitor('watched', 'alarm')]),
    ).toEqual({ holds: false, sentence: 'Safe and Watched got worse.' });
  });

  it('are open while the watch is quiet, or nothing is watched', () => {
    const quiet = lastOf([monitor('watched', 'quiet')]);
    expect(quiet?.holds).toBeNull();
    expect(quiet?.sentence).toContain('so far');
    expect(lastOf([])?.holds).toBeNull();
    expect(lastOf([])?.sentence).toContain('when effects open');
  });

  it('tell no effect: beside health and alarms all is open', () => {
    const shown = (outcome: MetricResult['outcome']) =>
      closedConditions(
        [],
        [success, safe].map(result => ({ ...result, outcome })),
        { monitors: [] },
      );
    expect(shown('better')).toEqual(shown('worse'));
    expect(shown('better').map(({ holds }) => holds)).toEqual([
      true,
      null,
      null,
      null,
    ]);
  });
});

describe('mainTestOf', () => {
  it('is superiority, the margin, or that nothing got worse', () => {
    const of = (role: MetricResult['role'], nimRelative?: number) =>
      mainTestOf({ role, nimRelative });
    expect(of('success')).toBe('superiority');
    expect(of('success', 0.1)).toBe('superiority');
    expect(of('guardrail', 0.1)).toBe('non-inferiority');
    expect(of('guardrail')).toBe('inferiority');
    expect(of('deterioration', 0.1)).toBe('inferiority');
  });
});
