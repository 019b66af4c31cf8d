import { relativeLift, varianceOfMean } from '@etude/stats';
import type { MetricLift } from '../analysis-result';
import type { ComparedSamples } from '../metrics/compared-samples';
import { LEAST_LEVEL } from '../metrics/metric-tests';
import type { ShownMetric } from './difference-figures';
import { criticalStep, dfInputs, effectSteps } from './difference-figures';
import { metricFigureId, metricFigureTitle } from './explained-metric';
import type { FigureExplanation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { levelDerivation } from './level-derivation';
import { summaryInputs } from './sample-derivation';
import { SOURCES } from './sources';

const baselineInput = ({ explained: { samples } }: ShownMetric) =>
  input(
    'm_0',
    samples.baseline,
    'Control mean without adjustment: what relative effects are shares of',
  );

/** The delta-method standard error of a lift; `alpha` is two-sided. */
export const liftStdErr = (samples: ComparedSamples, alpha: number): number => {
  const { control, treatment, baseline, df } = samples;
  const lift = relativeLift({
    control: { mean: baseline, stdErr: Math.sqrt(varianceOfMean(control)) },
    treatment: {
      mean: baseline + (treatment.mean - control.mean),
      stdErr: Math.sqrt(varianceOfMean(treatment)),
    },
    alpha,
    df,
  });
  return lift.ok ? lift.value.stdErr : Number.NaN;
};

const liftInterval = (
  shown: ShownMetric,
  lift: MetricLift,
): FigureExplanation => {
  const { explained, main } = shown;
  return {
    id: metricFigureId(explained, 'lift-interval'),
    title: metricFigureTitle(explained, 'interval of the lift'),
    value: null,
    interval: lift.ci,
    unit: 'share',
    formula:
      'L ± q · se_L, with se_L² = v_T/n_T / m_0² + m_T² · v_C/n_C / m_0⁴',
    ...joined(summaryInputs(explained), levelDerivation(main), {
      inputs: [baselineInput(shown), ...dfInputs(explained)],
      steps: [
        ...effectSteps(shown),
        step('L', '(m_0 + d) / m_0 - 1', lift.estimate),
        step(
          'se_L',
          'sqrt(v_T / n_T / m_0^2 + (m_0 + d)^2 * v_C / n_C / m_0^4)',
          liftStdErr(
            explained.samples,
            2 * Math.max(main.level.nominal, LEAST_LEVEL),
          ),
        ),
        criticalStep(explained, main.level.nominal),
        step('lower', 'L - q * se_L', lift.ci[0]),
        step('upper', 'L + q * se_L', lift.ci[1]),
      ],
    }),
    source: SOURCES.delta,
    note: 'For display: significance and decisions are those of the difference.',
  };
};

/** The relative effect of a metric and its delta-method interval. */
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
