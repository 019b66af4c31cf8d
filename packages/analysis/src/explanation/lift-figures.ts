import type { MetricLift } from '../analysis-result';
import { LEAST_LEVEL } from '../metrics/shown-difference';
import type { ShownMetric } from './difference-figures';
import { criticalStep, dfInputs, effectSteps } from './difference-figures';
import { metricFigureId, metricFigureTitle } from './explained-metric';
import type { FigureExplanation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { levelDerivation } from './level-derivation';
import { liftDerivation } from './lift-derivation';
import { summaryInputs } from './sample-derivation';
import { SOURCES } from './sources';

const baselineInput = ({ explained: { samples } }: ShownMetric) =>
  input(
    'm_0',
    samples.baseline,
    'Control mean without adjustment: what relative effects are shares of',
  );

const liftInterval = (
  shown: ShownMetric,
  lift: MetricLift,
): FigureExplanation => {
  const { explained, main } = shown;
  const { formula, steps, source } = liftDerivation(
    explained.samples,
    lift,
    2 * Math.max(main.level.nominal, LEAST_LEVEL),
  );
  return {
    id: metricFigureId(explained, 'lift-interval'),
    title: metricFigureTitle(explained, 'interval of the lift'),
    value: null,
    interval: lift.ci,
    unit: 'share',
    formula,
    ...joined(summaryInputs(explained), levelDerivation(main), {
      inputs: [baselineInput(shown), ...dfInputs(explained)],
      steps: [
        ...effectSteps(shown),
        criticalStep(explained, main.level.nominal),
        ...steps,
      ],
    }),
    source,
    note: 'For display: significance and decisions are those of the difference.',
  };
};

/** The relative effect of a metric and its interval. */
export const liftFigures = (
  shown: ShownMetric,
): readonly FigureExplanation[] => {
  const { explained } = shown;
  const { lift } = explained.result;
  if (lift === undefined) return [];
  return [
    {
      id: metricFigureId(explained, 'lift'),
      title: metricFigureTitle(explained, 'lift'),
      value: lift.estimate,
      unit: 'share',
      formula: 'L = treatment / control − 1 = d / m_0',
      ...joined(summaryInputs(explained), {
        inputs: [baselineInput(shown)],
        steps: [
          step('d', 'm_T - m_C', shown.difference.estimate),
          step('L', '(m_0 + d) / m_0 - 1', lift.estimate),
        ],
      }),
      source: SOURCES.delta,
    },
    liftInterval(shown, lift),
  ];
};
