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
import type { OverRun, PlacedLook, UnderRun } from './placed-looks';
import { IGNORED, checkTotals, placedLooks } from './placed-looks';
import { repeatedTest } from './repeated-test';

/** Cumulative data of both variants at one look. */
export type SequentialLook = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
  /** Hypothesised difference at this look; default 0. */
  readonly null?: number;
};

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
export type GroupSequentialLook = PlacedLook & {
  readonly difference: number;
  readonly stdErr: number;
  readonly z: number;
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
  const sides = input.alternative === 'two-sided' ? 2 : 1;
  const placed = placedLooks({ ...input, sides }, totals);
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
