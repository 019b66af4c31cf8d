import { binomialCdf, binomialSf, normalSf } from '@etude/stats';
import type { Claim, Figure, Observed } from './figure';
import { estimateOf, stdErrOf } from './figure';

// P(as many or more) and P(as many or fewer) when the truth is `value`.
const upperTail = (observed: Observed, value: number): number =>
  observed.kind === 'rate'
    ? binomialSf(observed.hits - 1, observed.replications, value)
    : normalSf((observed.mean - value) / stdErrOf(observed));

const lowerTail = (observed: Observed, value: number): number =>
  observed.kind === 'rate'
    ? binomialCdf(observed.hits, observed.replications, value)
    : normalSf((value - observed.mean) / stdErrOf(observed));

// Two simulated rates, the other one rounded: a z-test with the pooled rate.
const sameRate = (
  observed: Observed,
  other: Extract<Claim, { kind: 'same-as' }>,
): number => {
  const distance = Math.max(
    0,
    Math.abs(estimateOf(observed) - other.value) - other.rounding,
  );
  if (observed.kind === 'average') {
    const perUnit = observed.sd * observed.sd;
    const variance =
      perUnit / observed.replications + perUnit / other.replications;
    return 2 * normalSf(distance / Math.sqrt(variance));
  }
  const n = observed.replications;
  const m = other.replications;
  const pooled = (observed.hits + other.value * m + 0.5) / (n + m + 1);
  const variance = pooled * (1 - pooled) * (1 / n + 1 / m);
  return 2 * normalSf(distance / Math.sqrt(variance));
};

/**
 * The chance to see a figure this far off, or further, when its claim is
 * true: at most this, for bounds. 1 for a figure without a claim.
 *
 * Exact binomial tails for rates, the normal distribution for averages.
 */
export const claimPValue = ({ observed, claim }: Figure): number => {
  switch (claim.kind) {
    case 'equals':
      return (
        2 *
        Math.min(
          upperTail(observed, claim.value),
          lowerTail(observed, claim.value),
        )
      );
    case 'between':
      return Math.min(
        upperTail(observed, claim.high),
        lowerTail(observed, claim.low),
      );
    case 'at-most':
      return upperTail(observed, claim.value);
    case 'at-least':
      return lowerTail(observed, claim.value);
    case 'same-as':
      return sameRate(observed, claim);
    default:
      return 1;
  }
};

/**
 * How often a run of the whole suite may fail although every claim is true:
 * shared equally among the claims (Bonferroni).
 */
export const FALSE_ALARM_RATE = 1e-4;

/** A claim that the simulation contradicts. */
export type Contradiction = {
  readonly tableId: string;
  readonly figure: Figure;
  readonly pValue: number;
};

type Judged = {
  readonly id: string;
  readonly figures: readonly Figure[];
};

/** How many figures have a claim. */
export const countClaims = (tables: readonly Judged[]): number =>
  tables
    .flatMap(({ figures }) => figures)
    .filter(({ claim }) => claim.kind !== 'none').length;

/** Every claim of these tables that is contradicted. */
export const contradictionsOf = (
  tables: readonly Judged[],
): readonly Contradiction[] => {
  const claims = tables.flatMap(({ id, figures }) =>
    figures
      .filter(({ claim }) => claim.kind !== 'none')
      .map(figure => ({ tableId: id, figure, pValue: claimPValue(figure) })),
  );
  const level = FALSE_ALARM_RATE / countClaims(tables);
  // A NaN contradicts as well: nothing was observed.
  return claims.filter(({ pValue }) => !(pValue >= level));
};
