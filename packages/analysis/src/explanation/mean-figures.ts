import type { EstimatedMetric } from './explained-metric';
import { metricFigureId, metricFigureTitle } from './explained-metric';
import type { FigureExplanation } from './figure-explanation';
import { joined, step } from './figure-explanation';
import type { Side } from './sample-derivation';
import { sampleDerivation, sampleSource, sidesOf } from './sample-derivation';

const formulaOf = ({ info, samples }: EstimatedMetric): string => {
  if (samples.unadjusted !== undefined) {
    return 'm = y − θ · (x − x_all): the mean where the covariates have their mean over both variants';
  }
  switch (info.type) {
    case 'proportion':
      return 'm = k / n: units with the outcome / units';
    case 'ratio':
      return 'm = y / x: sum of the numerator / sum of the denominator';
    case 'quantile':
      return 'm: the value that a share tau of all values does not exceed';
    default:
      return 'm: sum of the values of all units / units';
  }
};

const meanFigure = (
  explained: EstimatedMetric,
  side: Side,
): FigureExplanation => {
  const { key, suffix, variant } = side;
  const { mean } = explained.samples[key];
  return {
    id: metricFigureId(explained, `${key}-mean`),
    title: metricFigureTitle(explained, `mean of ${variant}`),
    value: mean,
    unit: 'metric',
    formula: formulaOf(explained),
    ...joined(sampleDerivation(explained, [side]), {
      inputs: [],
      steps: [step('mean', `m_${suffix}`, mean)],
    }),
    source: sampleSource(explained),
  };
};

/** The estimate of a metric in control and in the variant it is compared in. */
export const meanFigures = (
  explained: EstimatedMetric,
): readonly FigureExplanation[] =>
  sidesOf(explained).map(side => meanFigure(explained, side));
