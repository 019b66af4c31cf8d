import type { AnalysisInput } from '@etude/analysis';
import type { MomentsRow } from '@etude/metrics';
import type { VectorMoments } from '@etude/stats';
import type { Random } from '../../random/random';

/** Rows of one variant as a warehouse gives them. */
export type VariantRows = Pick<AnalysisInput, 'moments' | 'quantiles'>;

/** Draws one variant; every value is times `factor` or moved as much. */
export type VariantDraw = (
  variant: string,
  random: Random,
  factor: number,
) => VariantRows;

/** The metric of all populations that are analysed. */
export const METRIC_ID = 'm';

/** The row of a metric from the moments of a variant, outcome first. */
export const momentsRow = (
  variant: string,
  { n, means, comoments }: VectorMoments,
): MomentsRow => {
  const [mean = Number.NaN, ...others] = means;
  const [m2 = Number.NaN, ...rest] = comoments;
  return {
    metricId: METRIC_ID,
    variant,
    exposureDate: null,
    n,
    mean,
    m2,
    companions: { means: others, comoments: rest },
  };
};
