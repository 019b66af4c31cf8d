import type { Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import type { SampleSummary } from '@etude/stats';
import {
  normalUpperQuantile,
  pairMomentsFromSummary,
  quantileClusterInflation,
  summaryOfBoundedQuantile,
} from '@etude/stats';
import type { MetricInfo, QuantileRow } from '../analysis-input';
import type { ComparedSamples } from './compared-samples';
import { emptyVariant } from './metric-problem';

/** Bounds of a {@link QuantileRow} hold with 95 %. */
const BOUNDS_TAIL = 0.025;

// Bounds are order statistics at q ± z √(q(1 − q)/n): both have to lie within
// the data.
const hasBounds = (n: number, quantile: number): boolean => {
  const odds = quantile / (1 - quantile);
  return n > normalUpperQuantile(BOUNDS_TAIL) ** 2 * Math.max(odds, 1 / odds);
};

/**
 * A quantile of one variant as every test takes it: the variance of one unit
 * from the bounds, widened when values are events of units.
 */
const quantileSummary = (
  row: QuantileRow,
  quantile: number,
): Result<SampleSummary> => {
  const { n, value, lower, upper, events } = row;
  if (!hasBounds(n, quantile)) {
    return refused({
      code: 'ETUDE_ANALYSIS_TOO_FEW_VALUES',
      message: `${n} values in a variant are too few for bounds of the quantile ${quantile}. Wait for more, or take a quantile nearer to the median.`,
    });
  }
  const independent = summaryOfBoundedQuantile({
    n,
    nBounds: n,
    estimate: value,
    lower,
    upper,
  });
  if (!independent.ok || events === undefined) return independent;
  const clustering = quantileClusterInflation({
    quantile,
    events: pairMomentsFromSummary({
      n: events.units,
      meanX: events.meanEvents,
      meanY: events.meanBelow,
      varianceX: events.varianceEvents,
      varianceY: events.varianceBelow,
      covariance: events.covariance,
    }),
  });
  if (!clustering.ok) return clustering;
  const { mean, variance } = independent.value;
  return ok({
    n: events.units,
    mean,
    variance: variance * clustering.value.inflation * (events.units / n),
  });
};

/**
 * Control and one treatment variant of a quantile metric, from the bounds the
 * warehouse gave. Refuses a variant without a row or with too few values.
 */
export const comparedQuantiles = (
  rows: readonly QuantileRow[],
  info: MetricInfo,
  variants: readonly [control: string, treatment: string],
): Result<ComparedSamples> => {
  const found = variants.map(variant =>
    rows.find(
      row => row.metricId === info.id && row.variant === variant && row.n > 0,
    ),
  );
  const empty = variants.filter((_, index) => found[index] === undefined);
  const [controlRow, treatmentRow] = found;
  if (controlRow === undefined || treatmentRow === undefined) {
    return refused(emptyVariant(info.name, empty));
  }
  const quantile = info.quantile ?? 0.5;
  const control = quantileSummary(controlRow, quantile);
  if (!control.ok) return control;
  const treatment = quantileSummary(treatmentRow, quantile);
  if (!treatment.ok) return treatment;
  return ok({
    control: control.value,
    treatment: treatment.value,
    df: Infinity,
    baseline: control.value.mean,
  });
};
