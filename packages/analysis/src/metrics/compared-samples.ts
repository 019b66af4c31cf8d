import type { Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import type { SampleSummary, StatsResult, VectorMoments } from '@etude/stats';
import {
  cupedAdjust,
  linearisedRatioPairs,
  pairMomentsAt,
  proportionSummary,
  ratioSummary,
  summaryOf,
} from '@etude/stats';
import type { MetricInfo } from '../analysis-input';
import { emptyVariant } from './metric-problem';
import type { MomentsCell } from './moments-index';
import { outcomeOf, vectorOf } from './moments-index';

/** Control and one treatment variant of a metric, as every test takes them. */
export type ComparedSamples = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
  /** Infinity: the normal distribution. */
  readonly df: number;
  /** Unadjusted control mean: what relative effects are shares of. */
  readonly baseline: number;
  /** Both variants before covariates were taken out. */
  readonly unadjusted?: {
    readonly control: SampleSummary;
    readonly treatment: SampleSummary;
    readonly covariates: number;
    readonly dropped: number;
  };
};

type Pair<T> = { readonly control: T; readonly treatment: T };

/** The moments of a metric in control and one treatment variant. */
export type ComparedCells = Pair<MomentsCell>;

const both = <T>(
  cells: ComparedCells,
  summarise: (cell: MomentsCell) => StatsResult<T>,
): Result<Pair<T>> => {
  const control = summarise(cells.control);
  const treatment = summarise(cells.treatment);
  if (control.ok && treatment.ok) {
    return ok({ control: control.value, treatment: treatment.value });
  }
  return {
    ok: false,
    problems: [control, treatment].flatMap(one => (one.ok ? [] : one.problems)),
  };
};

/**
 * One variant without adjustment: variance n − 1, for a proportion p(1 − p),
 * for a ratio by the delta method with the denominator as first companion.
 */
export const rawSummary = (
  cell: MomentsCell,
  type: MetricInfo['type'],
): StatsResult<SampleSummary> => {
  if (type === 'ratio')
    return ratioSummary(pairMomentsAt(vectorOf(cell), 1, 0));
  const moments = outcomeOf(cell);
  // The mean of zeros and ones times n is their count; rounding undoes
  // division.
  const summary =
    type === 'proportion'
      ? proportionSummary({
          n: moments.n,
          successes: Math.round(moments.n * moments.mean),
        })
      : summaryOf(moments);
  return { ok: true, value: summary };
};

const covariateInput = (
  vectors: Pair<VectorMoments>,
  type: MetricInfo['type'],
): StatsResult<readonly Parameters<typeof cupedAdjust>[0][number][]> => {
  const variants = [vectors.control, vectors.treatment];
  return type === 'ratio'
    ? linearisedRatioPairs(variants)
    : { ok: true, value: variants };
};

const withAdjustment = (
  cells: ComparedCells,
  info: MetricInfo,
  unadjusted: ComparedSamples,
): Result<ComparedSamples> => {
  const { covariates = 0 } = info;
  const vectors = {
    control: vectorOf(cells.control),
    treatment: vectorOf(cells.treatment),
  };
  const columns = covariateInput(vectors, info.type);
  if (!columns.ok) return columns;
  const adjustment = cupedAdjust(columns.value);
  if (!adjustment.ok) return adjustment;
  const { adjusted, droppedCovariates } = adjustment.value;
  const [control, treatment] = adjusted;
  if (control === undefined || treatment === undefined) return ok(unadjusted);
  return ok({
    ...unadjusted,
    control,
    treatment,
    unadjusted: {
      control: unadjusted.control,
      treatment: unadjusted.treatment,
      covariates,
      dropped: droppedCovariates.length,
    },
  });
};

/**
 * Control and one treatment variant of a metric that moments tell all about.
 *
 * Covariates from before exposure are taken out with the slope pooled over
 * both variants (CUPED; a ratio is linearised first). Where whole clusters
 * were assigned, moments are over clusters and a t distribution with
 * K_C + K_T − 2 degrees of freedom applies. Refuses a variant without units
 * and what the statistics refuse.
 */
export const comparedSamples = (
  cells: ComparedCells,
  info: MetricInfo,
  options: {
    readonly variants: readonly [control: string, treatment: string];
    readonly clustered?: boolean | undefined;
  },
): Result<ComparedSamples> => {
  const empty = options.variants.filter(
    (_, index) => (index === 0 ? cells.control : cells.treatment).n === 0,
  );
  if (empty.length > 0) return refused(emptyVariant(info.name, empty));
  const raw = both(cells, cell => rawSummary(cell, info.type));
  if (!raw.ok) return raw;
  const { control, treatment } = raw.value;
  const samples: ComparedSamples = {
    control,
    treatment,
    df: options.clustered === true ? control.n + treatment.n - 2 : Infinity,
    baseline: control.mean,
  };
  return (info.covariates ?? 0) > 0
    ? withAdjustment(cells, info, samples)
    : ok(samples);
};
