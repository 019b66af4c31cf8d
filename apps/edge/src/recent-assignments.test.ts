import { describe, expect, it } from 'vitest';
import { EtudeError } from '@etude/kernel';
import type { ResolvedCredential } from '@etude/resolver';
import type { Given } from './assignment-records';
import { recentAssignments } from './recent-assignments';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { edgeUnderTest } from './testing/edge-under-test';

const single = (key: string) => `/ofrep/v1/evaluate/flags/${key}`;
const WINDOW = { windowMs: 120_000, maxEntries: 1_000 };

const runningClock = (startMs = 0) => {
  let nowMs = startMs;
  return {
    now: () => new Date(nowMs),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};

const edgeWithWindow = (window = WINDOW) => {
  const clock = runningClock(Date.UTC(2026, 2, 1));
  const edge = edgeUnderTest({ clock, recent: recentAssignments(window) });
  const resolve = (unit: string, key = 'fixed') =>
    edge.post(single(key), { context: { targetingKey: unit } });
  return { clock, edge, resolve };
};

describe('assignments that are in the log already', () => {
  it('are not logged again within the window, and are after it', async () => {
    const { clock, edge, resolve } = edgeWithWindow();
    await resolve('user-1');
    clock.pass(119_999);
    await resolve('user-1');
    expect(edge.lines).toHaveLength(1);
    clock.pass(1);
    await resolve('user-1');
    expect(edge.lines).toHaveLength(2);
  });

  it('are told apart by unit, flag and client', async () => {
    const { edge, resolve } = edgeWithWindow();
    await resolve('user-1');
    await resolve('user-2');
    await resolve('user-1', 'checkout-button');
    expect(edge.lines).toHaveLength(3);
  });

  it('are logged again when the rule gives another variant', async () => {
    const { edge, resolve } = edgeWithWindow();
    await resolve('user-1');
    const state = exampleState();
    for (const flag of state.flags) {
      if (flag.name !== 'flags/fixed') continue;
      flag.variants.push({ name: 'flags/fixed/variants/red', value: {} });
      const assignment = flag.rules[0]?.assignments[0];
      if (assignment?.kind === 'variant') {
        assignment.variant = 'flags/fixed/variants/red';
      }
    }
    edge.publish(state);
    await resolve('user-1');
    expect(edge.lines).toMatchObject([{ variant: 'blue' }, { variant: 'red' }]);
  });

  it('are remembered only once they are on the disk', async () => {
    let isFull = true;
    const failing = edgeUnderTest({
      recent: recentAssignments(WINDOW),
      append: () =>
        isFull
          ? Promise.reject(
              new EtudeError('full', {
                code: 'ETUDE_LOG_WRITE_FAILED',
                kind: 'operational',
              }),
            )
          : Promise.resolve(),
    });
    const body = { context: { targetingKey: 'user-1' } };
    const headers = { authorization: `Bearer ${SHOP_SECRET}` };
    const resolve = () => failing.post(single('fixed'), body, headers);
    expect((await resolve()).status).toBe(503);
    isFull = false;
    expect((await resolve()).status).toBe(200);
    expect(failing.lines).toHaveLength(1);
  });

  it('hold the records of a bulk answer that are new', async () => {
    const { edge, resolve } = edgeWithWindow();
    await resolve('user-1');
    const context = { targetingKey: 'user-1', country: 'SE' };
    await edge.post('/ofrep/v1/evaluate/flags', { context });
    expect(edge.lines.map(line => line['flag']).sort()).toEqual([
      'banner',
      'checkout-button',
      'fixed',
      'own-default',
    ]);
  });
});

describe('recentAssignments', () => {
  const credential: ResolvedCredential = {
    id: 'production',
    client: 'shop',
    secretHash: '',
    kind: 'server',
    environments: [],
  };
  const given = (unit: string, rule = 'flags/a/rules/r'): Given => ({
    applied: {
      flag: 'flags/a',
      variant: 'flags/a/variants/x',
      reason: 'MATCH',
      shouldApply: true,
      assignment: null,
      fallthroughs: [],
    },
    record: {
      rule,
      segment: 'segments/s',
      assignmentId: 'x',
      unit,
      selector: '',
    },
    variant: 'flags/a/variants/x',
    reason: 'MATCH',
  });

  it('never remembers more than it is allowed to', () => {
    const recent = recentAssignments({ windowMs: 1_000_000, maxEntries: 100 });
    for (let unit = 0; unit < 10_000; unit += 1) {
      recent.add(credential, given(`unit-${unit}`), unit);
      expect(recent.size()).toBeLessThanOrEqual(100);
    }
    expect(recent.has(credential, given('unit-9999'), 10_000)).toBe(true);
    expect(recent.has(credential, given('unit-0'), 10_000)).toBe(false);
  });

  it('tells the rules of a unit apart, however many there are', () => {
    const recent = recentAssignments(WINDOW);
    const rules = ['one', 'two', 'three'].map(id => `flags/a/rules/${id}`);
    for (const [index, rule] of rules.entries()) {
      expect(recent.has(credential, given('u', rule), 1)).toBe(false);
      for (let again = 0; again < 2; again += 1) {
        recent.add(credential, given('u', rule), again);
        expect(recent.size()).toBe(index + 1);
      }
    }
    for (const rule of rules) {
      expect(recent.has(credential, given('u', rule), 1)).toBe(true);
    }
  });

  it('tells credentials of a client apart: they log their environments', () => {
    const recent = recentAssignments(WINDOW);
    recent.add(credential, given('u'), 0);
    expect(recent.has(credential, given('u'), 1)).toBe(true);
    expect(recent.has({ ...credential, id: 'test' }, given('u'), 1)).toBe(
      false,
    );
  });
});
