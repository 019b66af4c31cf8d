// A rate of fewer says more of the one experiment that ended last than of how
// well a team learns.
const FEW = 10;

/** Whether there are too few experiments to show a rate of them. */
export const isHidden = (experiments: number): boolean => experiments < FEW;

/** Why small groups show no rate. */
export const HIDDEN_BELOW_TEN =
  'Rates of fewer than ten ended experiments are hidden: one more or less would move them by ten percent points and look like a trend.';
