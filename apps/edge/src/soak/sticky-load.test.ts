import type { ResolverState, StateRule } from '@etude/flags';
import { describe, expect, it } from 'vitest';
import { materializationsInMemory } from '../testing/materializations-in-memory';
import { edgeUnderTest } from '../testing/edge-under-test';
import { seededRandom } from './seeded-random';
import { STICKY_FLAG, STICKY_SECRET, soakStates } from './soak-states';
import { StateHistory } from './state-history';
import { judgeSticky } from './sticky-load';

/** A state whose sticky rule is as `change` says. */
const stateWith = (change: Partial<StateRule>): ResolverState => {
  const state = soakStates(seededRandom(1))();
  for (const flag of state.flags) {
    if (flag.name !== STICKY_FLAG) continue;
    flag.rules = flag.rules.map(rule => ({ ...rule, ...change }));
  }
  return state;
};

const all = (variant: string): Partial<StateRule> => ({
  assignments: ['blue', 'green'].map(id => ({
    id: `to-${id}`,
    kind: 'variant' as const,
    variant: `${STICKY_FLAG}/variants/${id}`,
    ranges: id === variant ? [[0, 100]] : [],
  })),
});

const paused: Partial<StateRule> = {
  ...all('blue'),
  materialization: {
    read: 'sticky',
    write: 'sticky',
    mustMatch: true,
    targetingCanBeIgnored: true,
  },
};

const context = { targeting_key: 'sticky-1', country: 'SE' };
const sentMs = 100_000;

/** The answer of an edge without anything stored, and the question. */
const askedOf = async (change: Partial<StateRule>) => {
  const state = stateWith(change);
  const history = new StateHistory();
  history.add(state, 1);
  const edge = edgeUnderTest({
    state,
    materializations: materializationsInMemory(),
  });
  const { json } = await edge.post(
    `/ofrep/v1/evaluate/${STICKY_FLAG}`,
    { context: { targetingKey: 'sticky-1', country: 'SE' } },
    { authorization: `Bearer ${STICKY_SECRET}` },
  );
  return { body: json, question: { history, context, low: 0 } };
};

const kept = (variant: string, ageMs: number) => ({
  variant,
  answeredMs: sentMs - ageMs,
});

describe('the judgement of sticky answers', () => {
  it.each([
    ['the first answer', { kept: null, isOnly: true }, true],
    ['what it had before', { kept: kept('blue', 60_000), isOnly: false }, true],
    ['another one', { kept: kept('green', 60_000), isOnly: false }, false],
    ['another one at once', { kept: kept('green', 10), isOnly: false }, false],
  ])('of a unit in blue that is given %s', async (_what, known, ok) => {
    const { body, question } = await askedOf(all('blue'));
    const judged = judgeSticky(body, question, { ...known, sentMs });
    expect(judged.ok).toBe(ok);
  });

  it('lets others be first only where others have asked', async () => {
    const { body } = await askedOf(all('blue'));
    const { question } = await askedOf(all('green'));
    const judge = (isOnly: boolean) =>
      judgeSticky(body, question, { kept: null, isOnly, sentMs }).ok;
    expect([judge(true), judge(false)]).toEqual([false, true]);
  });

  it('lets an edge miss a unit for a second while intake is paused', async () => {
    const { body, question } = await askedOf(paused);
    const judge = (ageMs: number) =>
      judgeSticky(body, question, {
        kept: kept('blue', ageMs),
        isOnly: false,
        sentMs,
      }).ok;
    expect([judge(500), judge(5_000)]).toEqual([true, false]);
  });
});
