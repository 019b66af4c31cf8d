/**
 * What a figure has to be for the statistics to be right.
 *
 * `equals`: exactly this probability. `between`: an approximation that is
 * known to be this good. `at-most`, `at-least`: a guarantee. `same-as`: what
 * another simulation found, rounded. `none`: shown without a claim.
 */
export type Claim =
  | { readonly kind: 'equals'; readonly value: number }
  | { readonly kind: 'between'; readonly low: number; readonly high: number }
  | { readonly kind: 'at-most'; readonly value: number }
  | { readonly kind: 'at-least'; readonly value: number }
  | {
      readonly kind: 'same-as';
      readonly value: number;
      /** Of the other simulation. */
      readonly replications: number;
      /** Half a unit of its last digit. */
      readonly rounding: number;
    }
  | { readonly kind: 'none' };

/** How often something happened, or the average of something. */
export type Observed =
  | {
      readonly kind: 'rate';
      readonly hits: number;
      readonly replications: number;
    }
  | {
      readonly kind: 'average';
      readonly mean: number;
      /** Of one replication. */
      readonly sd: number;
      readonly replications: number;
    };

/** One line of a table. */
export type Figure = {
  /** What was simulated, under the table's columns. */
  readonly labels: readonly string[];
  /** What was counted: "false positives", "coverage". */
  readonly quantity: string;
  /** What the design says; null where it says nothing. */
  readonly nominal: number | null;
  readonly observed: Observed;
  readonly claim: Claim;
};

/** Figures that belong together, with what they show. */
export type CalibrationTable = {
  /** Names the table and its stream of random numbers. */
  readonly id: string;
  readonly title: string;
  /** What was done and what it shows, deviations included. */
  readonly sentence: string;
  /** Names of the labels of its figures. */
  readonly columns: readonly string[];
  readonly figures: readonly Figure[];
};

/** The observed rate or average. */
export const estimateOf = (observed: Observed): number =>
  observed.kind === 'rate'
    ? observed.hits / observed.replications
    : observed.mean;

/** The Monte Carlo standard error of {@link estimateOf}. */
export const stdErrOf = (observed: Observed): number => {
  if (observed.kind === 'average') {
    return observed.sd / Math.sqrt(observed.replications);
  }
  const p = estimateOf(observed);
  return Math.sqrt((p * (1 - p)) / observed.replications);
};
