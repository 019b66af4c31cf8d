import { checkAlpha, checkPositive, checkRange } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { stirlingError } from '../special/log-gamma';
import { checkVariantCounts } from './srm-test';

/** New exposures per look and variant, with the designed weights. */
export type SequentialSrmInput = {
  /** One list per look: units *added* per variant, not cumulative. */
  readonly batches: readonly (readonly number[])[];
  readonly weights: readonly number[];
  /** Strength of the prior around the design; default 10,000 units. */
  readonly concentration?: number;
  /** Default 0.01. */
  readonly threshold?: number;
};

/** State of the check after each look. */
export type SequentialSrm = {
  readonly logBayesFactor: readonly number[];
  /** Running minimum of `min(1, 1/BF)`: never increases. */
  readonly sequentialP: readonly number[];
  readonly srm: readonly boolean[];
};

/** Default concentration of the Dirichlet prior, in units. */
export const SEQUENTIAL_SRM_CONCENTRATION = 10_000;

// log Γ(a + n) − log Γ(a) − n log a + n: what remains of the Dirichlet
// integral once the terms that cancel between numerator and denominator are
// left out. Taking log Γ apart would lose nine digits at a million units.
const risingRemainder = (a: number, n: number): number =>
  (a + n - 0.5) * Math.log1p(n / a) + stirlingError(a + n) - stirlingError(a);

const logBayesFactorOf = (
  counts: readonly number[],
  shares: readonly number[],
  concentration: number,
): number => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const parts = counts.map((count, g) =>
    risingRemainder(concentration * (shares[g] ?? NaN), count),
  );
  return (
    parts.reduce((sum, part) => sum + part, 0) -
    risingRemainder(concentration, total)
  );
};

const cumulated = (
  batches: readonly (readonly number[])[],
  size: number,
): readonly (readonly number[])[] => {
  let totals: readonly number[] = Array.from({ length: size }, () => 0);
  return batches.map(batch => {
    totals = totals.map((total, g) => total + (batch[g] ?? NaN));
    return totals;
  });
};

/**
 * Sample ratio check that may be looked at any time.
 *
 * Bayes factor of a Dirichlet(c·w) mixture against the designed weights on
 * cumulative counts: `ln Γ(c) − ln Γ(c+N) + Σ[ln Γ(c w_g + n_g) − ln Γ(c w_g)]
 * − Σ n_g ln w_g`; p is the running minimum of min(1, 1/BF). Source: Lindon &
 * Malek 2022, arXiv 2011.03567. A small c reacts to gross
 * mismatches, a large one to subtle ones. Absolute error about 1e-10 at a
 * million units.
 */
export const sequentialSrm = (
  input: SequentialSrmInput,
): StatsResult<SequentialSrm> => {
  const concentration = input.concentration ?? SEQUENTIAL_SRM_CONCENTRATION;
  const threshold = input.threshold ?? 0.01;
  const empty: StatsProblem = {
    code: 'ETUDE_STATS_EMPTY',
    path: 'batches',
    message: 'batches is empty: there is no look to judge.',
  };
  const refusal = refusalOf([
    ...(input.batches.length === 0 ? [empty] : []),
    ...input.batches.flatMap((counts, look) =>
      checkVariantCounts(
        { counts, weights: input.weights },
        `batches[${look}]`,
      ),
    ),
    ...checkPositive(concentration, 'concentration'),
    ...checkAlpha(threshold, 'threshold'),
  ]);
  if (refusal) return refusal;
  const sum = input.weights.reduce((total, weight) => total + weight, 0);
  const shares = input.weights.map(weight => weight / sum);
  const logBayesFactor = cumulated(input.batches, shares.length).map(counts =>
    logBayesFactorOf(counts, shares, concentration),
  );
  const outside = refusalOf(
    logBayesFactor.flatMap((log, i) =>
      checkRange({ [`logBayesFactor[${i}]`]: log }),
    ),
  );
  if (outside) return outside;
  let least = 1;
  const sequentialP = logBayesFactor.map(
    log => (least = Math.min(least, Math.exp(-log))),
  );
  return computed({
    logBayesFactor,
    sequentialP,
    srm: sequentialP.map(p => p < threshold),
  });
};
