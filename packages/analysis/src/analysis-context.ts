import type { AnalysisInput } from './analysis-input';
import type { AdjustedDesign } from './analysis-result';
import type { CriticalValues } from './designs/critical-values';
import type { LookHistory } from './looks/look-history';
import type { MomentsIndex } from './metrics/moments-index';

/** What all metrics of one analysis share, worked out once. */
export type AnalysisContext = {
  readonly input: AnalysisInput;
  readonly design: AdjustedDesign;
  readonly moments: MomentsIndex;
  readonly history: LookHistory;
  readonly criticalValues: CriticalValues;
  /** No later look will come that effects could have brought about. */
  readonly isLast: boolean;
  /**
   * Units still to come on a day, over all variants; null when unknown, and
   * when the experiment has ended and none will come.
   */
  readonly unitsPerDay: number | null;
};
