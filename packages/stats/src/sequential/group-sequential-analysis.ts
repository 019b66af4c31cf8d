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
import { groupSequentialBounds } from './group-sequential-bounds';

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
};

/** What a look concludes; the interval is the repeated one. */
export type GroupSequentialLook = {
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

const isCrossed = (
  z: number,
  bound: number,
  alternative: Alternative,
): boolean => {
  if (alternative === 'larger') return z > bound;
  return alternative === 'smaller' ? z < -bound : Math.abs(z) > bound;
};

const judgedLook = (
  look: SequentialLook,
  at: { readonly informationFraction: number; readonly bound: number },
  alternative: Alternative,
): GroupSequentialLook => {
  const difference = look.treatment.mean - look.control.mean;
  const stdErr = stdErrOf(look);
  const z = (difference - (look.null ?? 0)) / stdErr;
  const reach = at.bound * stdErr;
  return {
    ...at,
    difference,
    stdErr,
    z,
    ci: [
      alternative === 'smaller' ? -Infinity : difference - reach,
      alternative === 'larger' ? Infinity : difference + reach,
    ],
    significant: isCrossed(z, at.bound, alternative),
  };
};

/**
 * Every look of a group sequential test, with its bound and repeated
 * confidence interval.
 *
 * Information fraction `n_k / max(planned, largest n)`: when more units come
 * than planned, all fractions are recomputed. Statistic `(d − null)/se`,
 * reject beyond c_k, interval `d ± c_k se`. Source: Jennison & Turnbull 2000,
 * chapters 3, 7 and 9. Stopping at the first significance overestimates the
 * effect.
 *
 * Refuses looks whose units decrease and what a single test refuses.
 */
export const groupSequentialAnalysis = (
  input: GroupSequentialInput,
): StatsResult<readonly GroupSequentialLook[]> => {
  const refusal = refusalOf([
    ...checkPositive(input.plannedTotal, 'plannedTotal'),
    ...input.looks.flatMap(checkLook),
  ]);
  if (refusal) return refusal;
  const totals = input.looks.map(totalOf);
  const final = Math.max(input.plannedTotal, ...totals);
  const fractions = totals.map(total => total / final);
  const bounds = groupSequentialBounds({
    spending: input.spending,
    informationFractions: fractions,
    alpha: input.alpha,
    sides: input.alternative === 'two-sided' ? 2 : 1,
  });
  if (!bounds.ok) return bounds;
  return computed(
    input.looks.map((look, k) =>
      judgedLook(
        look,
        {
          informationFraction: fractions[k] ?? Number.NaN,
          bound: bounds.value.z[k] ?? Number.NaN,
        },
        input.alternative,
      ),
    ),
  );
};
