import type { Alternative, Interval } from '../fixed-horizon/effect-test';
import {
  checkFinite,
  checkPositive,
  checkSample,
  zeroVariance,
} from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import { varianceOfMean } from '../moments/sample-summary';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { AlphaSpending } from './alpha-spending';
import { spentAlpha } from './alpha-spending';
import { solvedLooks } from './group-sequential-bounds';
import { repeatedTest } from './repeated-test';

/** Cumulative data of both variants at one look. */
export type SequentialLook = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
  /** Hypothesised difference at this look; default 0. */
  readonly null?: number;
};

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

/** A sequence of looks with its plan. */
export type GroupSequentialInput = {
  readonly looks: readonly SequentialLook[];
  /** Units of both variants expected at the end. */
  readonly plannedTotal: number;
  readonly spending: AlphaSpending;
  readonly alternative: Alternative;
  readonly alpha: number;
  /** Default `rescale`. */
  readonly overRun?: OverRun;
  /** Default `leave-unspent`. */
  readonly underRun?: UnderRun;
};

/**
 * What a look concludes; the interval is the repeated one, which holds at all
 * looks together. An `ignored` look comes after the final one of a strict
 * test: it concludes nothing, its bound is Infinity and its interval open.
 */
export type GroupSequentialLook = {
  readonly phase: 'interim' | 'final' | 'ignored';
  readonly informationFraction: number;
  readonly difference: number;
  readonly stdErr: number;
  readonly z: number;
  readonly bound: number;
  readonly ci: Interval;
  readonly significant: boolean;
};

const totalOf = (look: SequentialLook): number =>
  look.control.n + look.treatment.n;

const stdErrOf = (look: SequentialLook): number =>
  Math.sqrt(varianceOfMean(look.control) + varianceOfMean(look.treatment));

const checkLook = (
  look: SequentialLook,
  index: number,
): readonly StatsProblem[] => {
  const path = `looks[${index}]`;
  return [
    ...checkSample(look.control, `${path}.control`),
    ...checkSample(look.treatment, `${path}.treatment`),
    ...checkFinite(look.null ?? 0, `${path}.null`),
    ...(look.control.variance === 0 && look.treatment.variance === 0
      ? [zeroVariance(`${path}.stdErr`)]
      : []),
  ];
};

type PlacedLook = Pick<
  GroupSequentialLook,
  'phase' | 'informationFraction' | 'bound'
>;

const judgedLook = (
  look: SequentialLook,
  at: PlacedLook,
  alternative: Alternative,
): StatsResult<GroupSequentialLook> => {
  const difference = look.treatment.mean - look.control.mean;
  const stdErr = stdErrOf(look);
  const { bound } = at;
  const tested = repeatedTest({
    difference,
    stdErr,
    null: look.null ?? 0,
    bound,
    alternative,
  });
  return tested.ok
    ? computed({ ...at, difference, stdErr, ...tested.value })
    : tested;
};

const checkTotals = (totals: readonly number[]): readonly StatsProblem[] => {
  const falls = totals.findIndex((n, k) => n < (totals[k - 1] ?? 0));
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
const countedLooks = (
  input: GroupSequentialInput,
  totals: readonly number[],
): number => {
  const final = totals.findIndex(total => total >= input.plannedTotal);
  return input.overRun === 'strict' && final >= 0 ? final + 1 : totals.length;
};

const IGNORED: PlacedLook = {
  phase: 'ignored',
  informationFraction: 1,
  bound: Infinity,
};

// Units up to which all looks are fractions.
const endOf = (
  input: GroupSequentialInput,
  counted: readonly number[],
): number =>
  input.overRun === 'strict'
    ? input.plannedTotal
    : Math.max(input.plannedTotal, ...counted);

// A strict test spends by the plan. Its final look may have more units than
// planned, and is that much less correlated with the looks before: the bound
// is solved with the information there is, or more than alpha would be spent.
const placedLooks = (
  input: GroupSequentialInput,
  counted: readonly number[],
): StatsResult<readonly PlacedLook[]> => {
  const { spending, alpha } = input;
  const sides = input.alternative === 'two-sided' ? 2 : 1;
  const end = endOf(input, counted);
  const isEnded = input.underRun === 'spend-remaining';
  const spendingFractions = counted.map(total => Math.min(1, total / end));
  const isFinal = spendingFractions.map(
    (t, k) => t === 1 || (isEnded && k === counted.length - 1),
  );
  const cumulative = spendingFractions.map((t, k) =>
    isFinal[k] ? alpha / sides : spentAlpha(spending, t, alpha / sides),
  );
  const informationEnd = Math.max(end, ...counted);
  const informationFractions = counted.map(total => total / informationEnd);
  const solved = solvedLooks(
    { spending, alpha, sides, informationFractions },
    cumulative,
  );
  if (!solved.ok) return solved;
  return computed(
    solved.value.map(({ bound }, k) => ({
      phase: isFinal[k] ? 'final' : 'interim',
      informationFraction: spendingFractions[k] ?? Number.NaN,
      bound: bound.z,
    })),
  );
};

/**
 * Every look of a group sequential test, with its bound and repeated
 * confidence interval.
 *
 * Information fraction `n_k / max(planned, largest n)`, or n_k / planned and
 * at most 1 when over-run is strict. Statistic `(d − null)/se`, reject beyond
 * c_k, interval `d ± c_k se`, one-sided with one open end. Source: Jennison &
 * Turnbull 2000, chapters 3, 7 and 9. Stopping at the first significance
 * overestimates the effect.
 *
 * Refuses looks whose units decrease and what a single test refuses.
 */
export const groupSequentialAnalysis = (
  input: GroupSequentialInput,
): StatsResult<readonly GroupSequentialLook[]> => {
  const totals = input.looks.map(totalOf);
  const refusal = refusalOf([
    ...checkPositive(input.plannedTotal, 'plannedTotal'),
    ...input.looks.flatMap(checkLook),
    ...checkTotals(totals),
  ]);
  if (refusal) return refusal;
  const counted = totals.slice(0, countedLooks(input, totals));
  const placed = placedLooks(input, counted);
  if (!placed.ok) return placed;
  const judged: GroupSequentialLook[] = [];
  for (const [k, look] of input.looks.entries()) {
    const at = placed.value[k] ?? IGNORED;
    const result = judgedLook(look, at, input.alternative);
    if (!result.ok) return result;
    judged.push(result.value);
  }
  return computed(judged);
};
