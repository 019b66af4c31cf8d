import type { MomentsRow } from '@etude/metrics';
import type { PairMoments, SampleSummary } from '@etude/stats';
import {
  EMPTY_PAIR_MOMENTS,
  mergePairMoments,
  momentsOfX,
  ratioSummary,
  summaryOf,
} from '@etude/stats';
import type { AnalysisInput, MetricInfo } from '../analysis-input';

/** A metric measured before exposure, in control and one treatment. */
export type PreExposureSamples = {
  readonly metricId: string;
  readonly name: string;
  readonly variant: string;
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
};

/** Where a covariate stands among the companions of a metric. */
type Covariate = {
  readonly value: number;
  /** The denominator it is summed over, for a ratio. */
  readonly over?: number;
};

// Of a ratio the companions are: denominator, covariates, and last the
// covariate of the denominator when there is one.
const covariatesOf = (
  { type, covariates = 0 }: MetricInfo,
  companions: number,
): readonly Covariate[] => {
  if (covariates === 0) return [];
  if (type !== 'ratio') {
    return Array.from({ length: companions }, (_, value) => ({ value }));
  }
  const last = companions - 1;
  const rest = Array.from({ length: Math.max(0, last - 2) }, (_, index) => ({
    value: index + 2,
  }));
  return last < 2
    ? Array.from({ length: last }, () => ({ value: 1 }))
    : [{ value: 1, over: last }, ...rest];
};

// Centred products of (metric, companions…) by rows, without the first (m2);
// companion i is variable i + 1.
const comomentAt = (
  { companions }: MomentsRow,
  i: number,
  j: number,
): number => {
  const [low, high] = i < j ? [i + 1, j + 1] : [j + 1, i + 1];
  return companions?.comoments[(high * (high + 1)) / 2 + low - 1] ?? Number.NaN;
};

const pairOf = (row: MomentsRow, { value, over }: Covariate): PairMoments => {
  const x = over ?? value;
  const meanOf = (i: number) => row.companions?.means[i] ?? Number.NaN;
  return {
    n: row.n,
    meanX: meanOf(x),
    meanY: meanOf(value),
    m2X: comomentAt(row, x, x),
    m2Y: comomentAt(row, value, value),
    cXY: comomentAt(row, value, x),
  };
};

const sampleOf = (
  rows: readonly MomentsRow[],
  covariate: Covariate,
): SampleSummary | undefined => {
  const pair = rows
    .map(row => pairOf(row, covariate))
    .reduce(mergePairMoments, EMPTY_PAIR_MOMENTS);
  if (pair.n < 2) return undefined;
  if (covariate.over === undefined) return summaryOf(momentsOfX(pair));
  const ratio = ratioSummary(pair);
  return ratio.ok ? ratio.value : undefined;
};

// A covariate that is the same for all units (0 for new ones) compares
// nothing.
const isComparable = (
  control: SampleSummary | undefined,
  treatment: SampleSummary | undefined,
): boolean =>
  control !== undefined &&
  treatment !== undefined &&
  control.variance + treatment.variance > 0;

/**
 * What was measured before exposure, from the covariates among the
 * companions: one comparison per covariate and treatment variant. The
 * covariates of a ratio are compared as a ratio when both its parts have one.
 */
export const preExposureSamples = ({
  plan,
  metricInfo,
  moments,
}: Pick<
  AnalysisInput,
  'plan' | 'metricInfo' | 'moments'
>): readonly PreExposureSamples[] => {
  const whole = moments.filter(row => row.dimension === undefined && row.n > 0);
  const treatments = plan.variants.filter(
    ({ id }) => id !== plan.controlVariant,
  );
  const planned = new Set(plan.metrics.map(({ metricId }) => metricId));
  return metricInfo
    .filter(({ id }) => planned.has(id))
    .flatMap(info => {
      const rows = whole.filter(({ metricId }) => metricId === info.id);
      const companions = rows[0]?.companions?.means.length ?? 0;
      return covariatesOf(info, companions).flatMap(covariate => {
        const sampleIn = (variant: string) =>
          sampleOf(
            rows.filter(row => row.variant === variant),
            covariate,
          );
        const control = sampleIn(plan.controlVariant);
        return treatments.flatMap(({ id }) => {
          const treatment = sampleIn(id);
          return control && treatment && isComparable(control, treatment)
            ? [
                {
                  metricId: info.id,
                  name: info.name,
                  variant: id,
                  control,
                  treatment,
                },
              ]
            : [];
        });
      });
    });
};
