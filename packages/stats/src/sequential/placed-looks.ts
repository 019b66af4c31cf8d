import { checkPositive } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { spentAlpha } from './alpha-spending';
import { checkSchedule, solvedLooks } from './group-sequential-bounds';
import type {
  GroupSequentialState,
  NextLook,
  SpendingDesign,
} from './group-sequential-state';
import {
  nextLookSpending,
  startGroupSequential,
} from './group-sequential-state';
import type { LookScale, StoredLooks } from './stored-looks';
import { isPrefixOf, storedLooks } from './stored-looks';

/**
 * What happens when more units come than planned.
 *
 * - `rescale`: the plan becomes the largest number seen and all fractions are
 *   computed anew. Simple, but it spends the past again.
 * - `strict`: earlier bounds stay; the first look at or beyond the plan is the
 *   final one, spends what remains and later looks are ignored. Keeps alpha
 *   exactly.
 */
export type OverRun = 'rescale' | 'strict';

/**
 * What the last look may spend when the test ends with fewer units than
 * planned.
 *
 * - `leave-unspent`: no more than at any look; always valid, loses power.
 * - `spend-remaining`: all that is left. Only for a test that ended for
 *   reasons that have nothing to do with its results.
 */
export type UnderRun = 'leave-unspent' | 'spend-remaining';

/** What is planned of a group sequential test whose looks count units. */
export type LookPlan = SpendingDesign & {
  /** Units of both variants expected at the end. */
  readonly plannedTotal: number;
  /** Default `rescale`. */
  readonly overRun?: OverRun;
  /** Default `leave-unspent`. */
  readonly underRun?: UnderRun;
};

/**
 * Where a look stands in its test. An `ignored` one comes after the final look
 * of a strict test: it concludes nothing and its bound is Infinity.
 */
export type PlacedLook = {
  readonly phase: 'interim' | 'final' | 'ignored';
  readonly informationFraction: number;
  readonly bound: number;
};

/** Place of a look that comes after the final one of a strict test. */
export const IGNORED: PlacedLook = {
  phase: 'ignored',
  informationFraction: 1,
  bound: Infinity,
};

/** Problems of the units at the looks of a test. */
export const checkTotals = (
  totals: readonly number[],
): readonly StatsProblem[] => {
  const falls = totals.findIndex((n, k) => !(n >= (totals[k - 1] ?? 0)));
  if (totals.length > 0 && falls < 0) return [];
  return [
    {
      code: 'ETUDE_STATS_INVALID_SCHEDULE',
      path: falls < 0 ? 'looks' : `looks[${falls}]`,
      message:
        falls < 0
          ? 'looks is empty: there is nothing to judge. Give at least one look.'
          : `looks[${falls}] has ${totals[falls]} units after ${totals[falls - 1]}: units vanished from the data. Give the looks in order, from complete data.`,
    },
  ];
};

// Looks after the first one at or beyond the plan do not count when strict.
const countedLooks = (plan: LookPlan, totals: readonly number[]): number => {
  const final = totals.findIndex(total => total >= plan.plannedTotal);
  return plan.overRun === 'strict' && final >= 0 ? final + 1 : totals.length;
};

// A strict test spends by the plan. Its final look may have more units than
// planned, and is that much less correlated with the looks before: the bound
// is solved with the information there is, or more than alpha would be spent.
const scaleOf = (plan: LookPlan, most: number): LookScale => ({
  spendingEnd:
    plan.overRun === 'strict'
      ? plan.plannedTotal
      : Math.max(plan.plannedTotal, most),
  informationEnd: Math.max(plan.plannedTotal, most),
});

type Spending = {
  readonly phase: 'interim' | 'final';
  readonly informationFraction: number;
  readonly spent: number;
};

const spendingAt = (
  plan: LookPlan,
  { spendingEnd }: LookScale,
  at: { readonly total: number; readonly isLast: boolean },
): Spending => {
  const perSide = plan.alpha / plan.sides;
  const t = Math.min(1, at.total / spendingEnd);
  const isFinal = t === 1 || (at.isLast && plan.underRun === 'spend-remaining');
  return {
    phase: isFinal ? 'final' : 'interim',
    informationFraction: t,
    spent: isFinal ? perSide : spentAlpha(plan.spending, t, perSide),
  };
};

const designOf = ({ spending, alpha, sides }: LookPlan): SpendingDesign => ({
  spending,
  alpha,
  sides,
});

/**
 * Every look that counts, with its bound, by the units of both variants at
 * each of them. Looks after the final one of a strict test are not in it.
 */
export const placedLooks = (
  plan: LookPlan,
  totals: readonly number[],
): StatsResult<readonly PlacedLook[]> => {
  const counted = totals.slice(0, countedLooks(plan, totals));
  const scale = scaleOf(plan, counted.at(-1) ?? 0);
  const spendings = counted.map((total, k) =>
    spendingAt(plan, scale, { total, isLast: k === counted.length - 1 }),
  );
  const informationFractions = counted.map(
    total => total / scale.informationEnd,
  );
  const solved = solvedLooks(
    { ...designOf(plan), informationFractions },
    spendings.map(({ spent }) => spent),
  );
  if (!solved.ok) return solved;
  return computed(
    spendings.map(({ phase, informationFraction }, k) => ({
      phase,
      informationFraction,
      bound: solved.value[k]?.bound.z ?? Number.NaN,
    })),
  );
};

/** The latest look of a test, and what saves solving those before it again. */
export type LatestLook = {
  readonly look: PlacedLook;
  /** Null when there is nothing to save: a first look, or one ignored. */
  readonly before: StoredLooks | null;
};

const checkLatest = (
  plan: LookPlan,
  totals: readonly number[],
  { informationEnd }: LookScale,
): readonly StatsProblem[] => {
  const problems = [
    ...checkPositive(plan.plannedTotal, 'plannedTotal'),
    ...checkTotals(totals),
  ];
  return problems.length > 0
    ? problems
    : checkSchedule({
        ...designOf(plan),
        informationFractions: totals.map(total => total / informationEnd),
      });
};

type Schedule = {
  readonly plan: LookPlan;
  readonly scale: LookScale;
  readonly totals: readonly number[];
};

const lookAfter = (
  state: GroupSequentialState,
  { plan, scale, totals }: Schedule,
): StatsResult<NextLook & Spending> => {
  const k = state.looks;
  const total = totals[k] ?? Number.NaN;
  const isLast = k === totals.length - 1;
  const spending = spendingAt(plan, scale, { total, isLast });
  const t = total / scale.informationEnd;
  const next = nextLookSpending(state, t, spending.spent);
  return next.ok ? computed({ ...spending, ...next.value }) : next;
};

const solveLatest = (
  schedule: Schedule,
  start: GroupSequentialState,
): StatsResult<LatestLook> => {
  const { scale, totals } = schedule;
  let before = start;
  while (before.looks < totals.length - 1) {
    const next = lookAfter(before, schedule);
    if (!next.ok) return next;
    before = next.value.state;
  }
  const last = lookAfter(before, schedule);
  if (!last.ok) return last;
  const { phase, informationFraction, bound } = last.value;
  return computed({
    look: { phase, informationFraction, bound: bound.z },
    before: before.looks === 0 ? null : storedLooks(before, scale, totals),
  });
};

/**
 * The last of the looks at a group sequential test, from the units of both
 * variants at each: the bound that {@link groupSequentialAnalysis} has there.
 *
 * With the `before` of one of the previous looks, which may be stored as JSON,
 * only the looks since are solved. The bound is the same to the last bit:
 * whatever was stored for other looks, another plan or by another version of
 * this solver is not used. An over-run that rescales makes all of it void.
 *
 * Refuses units that decrease, a plan that is not above 0 and what
 * {@link groupSequentialBounds} refuses.
 */
export const latestLook = (
  plan: LookPlan,
  totals: readonly number[],
  stored: readonly StoredLooks[] = [],
): StatsResult<LatestLook> => {
  const count = countedLooks(plan, totals);
  const scale = scaleOf(plan, totals[count - 1] ?? 0);
  const refusal = refusalOf(checkLatest(plan, totals.slice(0, count), scale));
  if (refusal) return refusal;
  if (count < totals.length) return computed({ look: IGNORED, before: null });
  const design = designOf(plan);
  const known = stored.find(one => isPrefixOf(one, { design, scale, totals }));
  const start = startGroupSequential(design);
  return start.ok
    ? solveLatest({ plan, scale, totals }, known?.state ?? start.value)
    : start;
};
