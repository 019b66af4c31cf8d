import type { AnalysisContext } from '../analysis-context';
import type { MetricInfo } from '../analysis-input';
import type { Breakdown } from '../analysis-result';
import { refusedMetric } from '../metrics/metric-problem';
import { cellSamples } from '../metrics/metric-samples';
import { shownDifference } from '../metrics/shown-difference';
import { liftFields, shownLift } from '../metrics/shown-lift';
import type { DimensionSlice } from '../metrics/moments-index';

type Cell = {
  readonly context: AnalysisContext;
  readonly slice: DimensionSlice;
  readonly info: MetricInfo;
  readonly variant: string;
  /** Values of the dimension that have this metric. */
  readonly values: number;
};

const breakdownOf = (cell: Cell): Breakdown => {
  const { context, slice, info, variant, values } = cell;
  const { design } = context.input.plan;
  const { dimension, value } = slice;
  const identity = { dimension, value, metricId: info.id, variant };
  const samples = cellSamples(context, slice, { info, variant });
  if (!samples.ok) {
    const [first] = samples.problems;
    const isNamed = first?.code === 'ETUDE_ANALYSIS_EMPTY_VARIANT';
    return {
      ...identity,
      problem: isNamed ? first : refusedMetric(info.name, samples.problems),
    };
  }
  const alpha = design.alpha / values;
  const difference = shownDifference(samples.value, alpha);
  if (!difference.ok) {
    return {
      ...identity,
      problem: refusedMetric(info.name, difference.problems),
    };
  }
  const { control, treatment } = samples.value;
  return {
    ...identity,
    control: { n: control.n, mean: control.mean },
    treatment: { n: treatment.n, mean: treatment.mean },
    difference: difference.value,
    ...liftFields(info.name, shownLift(samples.value, alpha)),
    adjustedPValue: Math.min(1, difference.value.pValue * values),
  };
};

/**
 * Every metric within every value of every dimension, for exploration: two-
 * sided tests with Bonferroni over the values of a dimension, in intervals as
 * in p-values, at the alpha of the plan. No part of any decision.
 */
export const breakdownsOf = (
  context: AnalysisContext,
  infos: readonly MetricInfo[],
): readonly Breakdown[] => {
  const { input, moments } = context;
  const { variants, controlVariant } = input.plan;
  const treatments = variants.filter(({ id }) => id !== controlVariant);
  const valuesOf = new Map<string, number>();
  const keyOf = (dimension: string, metricId: string): string =>
    `${dimension}\n${metricId}`;
  for (const slice of moments.dimensions) {
    for (const { id } of infos) {
      const key = keyOf(slice.dimension, id);
      if (slice.has(id)) valuesOf.set(key, (valuesOf.get(key) ?? 0) + 1);
    }
  }
  return moments.dimensions.flatMap(slice =>
    infos
      .filter(({ id }) => slice.has(id))
      .flatMap(info =>
        treatments.map(({ id: variant }) =>
          breakdownOf({
            context,
            slice,
            info,
            variant,
            values: valuesOf.get(keyOf(slice.dimension, info.id)) ?? 1,
          }),
        ),
      ),
  );
};
