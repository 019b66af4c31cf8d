import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SequentialLook } from './group-sequential-analysis';
import { groupSequentialAnalysis } from './group-sequential-analysis';
import type { LatestLook, LookPlan } from './placed-looks';
import { latestLook } from './placed-looks';
import type { StoredLooks } from './stored-looks';

const PLAN: LookPlan = {
  spending: { kind: 'power', exponent: 2 },
  alpha: 0.025,
  sides: 1,
  plannedTotal: 10_000,
};

const lookAt = (
  plan: LookPlan,
  totals: readonly number[],
  stored: readonly StoredLooks[] = [],
): LatestLook => {
  const result = latestLook(plan, totals, stored);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

const beforeOf = (plan: LookPlan, totals: readonly number[]): StoredLooks => {
  const { before } = lookAt(plan, totals);
  if (before === null) throw new Error('Nothing was kept.');
  const read: StoredLooks = JSON.parse(JSON.stringify(before));
  return read;
};

// What a store of another schedule would lead to, if it were taken for ours.
const misleading = (stored: StoredLooks): StoredLooks => ({
  ...stored,
  state: {
    ...stored.state,
    path: { ...stored.state.path, masses: [] },
  },
});

const sample = (n: number) => ({ n, mean: 0, variance: 1 });
const looksOf = (totals: readonly number[]): readonly SequentialLook[] =>
  totals.map(n => ({ control: sample(n - 2), treatment: sample(2) }));

const spendings = fc.constantFrom<LookPlan['spending']>(
  { kind: 'obrien-fleming' },
  { kind: 'pocock' },
  { kind: 'power', exponent: 2 },
  { kind: 'hwang-shih-decani', gamma: -4 },
);
const plans = fc.record({
  spending: spendings,
  alpha: fc.constantFrom(0.05, 0.0125),
  sides: fc.constantFrom<1 | 2>(1, 2),
  plannedTotal: fc.constantFrom(4_000, 10_000),
  overRun: fc.constantFrom<'rescale' | 'strict'>('rescale', 'strict'),
  underRun: fc.constantFrom<'leave-unspent' | 'spend-remaining'>(
    'leave-unspent',
    'spend-remaining',
  ),
});
// Some looks bring nothing new, and some go beyond the plan.
const schedules = fc
  .array(fc.constantFrom(0, 1, 40, 300, 900), { minLength: 2, maxLength: 16 })
  .map(steps => {
    let total = 100;
    return steps.map(step => (total += step));
  });

describe('latestLook', () => {
  it('has the bound that the analysis of all looks has', () => {
    fc.assert(
      fc.property(plans, schedules, (plan, totals) => {
        const all = groupSequentialAnalysis({
          ...plan,
          alternative: plan.sides === 2 ? 'two-sided' : 'larger',
          looks: looksOf(totals),
        });
        const last = all.ok ? all.value.at(-1) : undefined;
        expect(last).toMatchObject(lookAt(plan, totals).look);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('is the same to the last bit from any of the looks before', () => {
    fc.assert(
      fc.property(plans, schedules, fc.nat(14), (plan, totals, at) => {
        const split = Math.min(at + 1, totals.length);
        const { before } = lookAt(plan, totals.slice(0, split));
        const stored: readonly StoredLooks[] = before
          ? [JSON.parse(JSON.stringify(before))]
          : [];
        expect(lookAt(plan, totals, stored)).toEqual(lookAt(plan, totals));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('is the same to the last bit when every look takes up the one before', () => {
    const totals = Array.from({ length: 60 }, (_, k) => 150 * (k + 1));
    let stored: readonly StoredLooks[] = [];
    for (const [k] of totals.entries()) {
      const sofar = totals.slice(0, k + 1);
      const { look, before } = lookAt(PLAN, sofar, stored);
      expect(look).toEqual(lookAt(PLAN, sofar).look);
      stored = before ? [before] : [];
    }
  });

  it('solves the same look again without those before it', () => {
    const totals = [1_000, 2_000, 3_000];
    const stored = beforeOf(PLAN, totals);
    expect(stored.state.looks).toBe(2);
    const refused = latestLook(PLAN, totals, [misleading(stored)]);
    expect(refused.ok).toBe(false);
  });

  it.each([
    ['another version', { version: 0 }],
    ['another end of the spending', { spendingEnd: 9_999 }],
    ['another end of the information', { informationEnd: 9_999 }],
    ['other looks', { looksPrint: '0-0' }],
  ])('does not use what was stored for %s', (_name, change) => {
    const totals = [1_000, 2_000, 3_000, 4_000];
    const stored = { ...misleading(beforeOf(PLAN, totals)), ...change };
    expect(lookAt(PLAN, totals, [stored])).toEqual(lookAt(PLAN, totals));
  });

  it.each<[string, Partial<LookPlan>]>([
    ['another level', { alpha: 0.02 }],
    ['two sides', { sides: 2 }],
    ['another exponent', { spending: { kind: 'power', exponent: 3 } }],
    ['another spending function', { spending: { kind: 'pocock' } }],
    ['another plan', { plannedTotal: 9_000 }],
  ])('does not use what was stored for %s', (_name, change) => {
    const totals = [1_000, 2_000, 3_000, 4_000];
    const stored = misleading(beforeOf(PLAN, totals));
    const plan = { ...PLAN, ...change };
    expect(lookAt(plan, totals, [stored])).toEqual(lookAt(plan, totals));
  });

  it.each([
    ['a look is missing', [1_000, 3_000, 4_000, 5_000]],
    ['a look had other units', [1_000, 2_001, 3_000, 4_000]],
    ['there are fewer looks', [1_000, 2_000, 3_000]],
  ])('does not use what was stored when %s', (_name, totals) => {
    const stored = misleading(beforeOf(PLAN, [1_000, 2_000, 3_000, 4_000]));
    expect(lookAt(PLAN, totals, [stored])).toEqual(lookAt(PLAN, totals));
  });

  it('keeps nothing at a first look, nor after the final one', () => {
    expect(lookAt(PLAN, [1_000]).before).toBeNull();
    const strict: LookPlan = { ...PLAN, overRun: 'strict' };
    expect(lookAt(strict, [9_000, 11_000, 12_000])).toEqual({
      look: { phase: 'ignored', informationFraction: 1, bound: Infinity },
      before: null,
    });
  });

  it('refuses units that vanish and a plan of none', () => {
    expect(latestLook(PLAN, [2_000, 1_000])).toMatchObject({
      ok: false,
      problems: [{ path: 'looks[1]' }],
    });
    expect(latestLook({ ...PLAN, plannedTotal: 0 }, [1_000])).toMatchObject({
      ok: false,
      problems: [{ path: 'plannedTotal' }],
    });
    expect(latestLook(PLAN, [])).toMatchObject({
      ok: false,
      problems: [{ path: 'looks' }],
    });
  });
});
