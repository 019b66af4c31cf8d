import { gaussianEffect } from '@etude/stats';
import type { MetricDifference } from '../analysis-result';
import type { ShownMetric } from './difference-figures';
import {
  criticalStep,
  dfInputs,
  effectSteps,
  levelSource,
} from './difference-figures';
import { metricFigureId, metricFigureTitle } from './explained-metric';
import type { FigureExplanation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { levelDerivation } from './level-derivation';
import { sidesOf, summaryInputs } from './sample-derivation';
import { SOURCES } from './sources';

type Unadjusted = NonNullable<
  ShownMetric['explained']['samples']['unadjusted']
>;

const unadjustedFigure = (
  { explained, main }: ShownMetric,
  unadjusted: Unadjusted,
  { estimate, stdErr, ci }: MetricDifference,
): FigureExplanation => ({
  id: metricFigureId(explained, 'unadjusted'),
  title: metricFigureTitle(explained, 'difference without adjustment'),
  value: estimate,
  interval: ci,
  unit: 'metric',
  formula:
    'd ± q · se of the means as they are, with q the critical value at the one-sided level a of this look',
  ...joined(
    {
      inputs: sidesOf(explained).flatMap(({ suffix, variant, key }) => {
        const { n, mean, variance } = unadjusted[key];
        return [
          input(`n_${suffix}`, n, `Units of ${variant}`),
          input(`y_${suffix}`, mean, `Mean of ${variant}, not adjusted`),
          input(`u_${suffix}`, variance, `Variance of one unit of ${variant}`),
        ];
      }),
      steps: [],
    },
    levelDerivation(main),
    {
      inputs: dfInputs(explained),
      steps: [
        step('se', 'sqrt(u_C / n_C + u_T / n_T)', stdErr),
        criticalStep(explained, main.level.nominal),
        step('lower', 'y_T - y_C - q * se', ci[0]),
        step('upper', 'y_T - y_C + q * se', ci[1]),
        step('d', 'y_T - y_C', estimate),
      ],
    },
  ),
  source: levelSource(main),
  note: 'For comparison only: the decision uses the adjusted difference, which is about the same effect with less noise.',
});

/** What variance reduction saved; nothing without covariates. */
export const adjustmentFigures = (
  shown: ShownMetric,
): readonly FigureExplanation[] => {
  const { explained } = shown;
  const { samples, result } = explained;
  const { unadjusted } = samples;
  const { adjustment } = result;
  if (unadjusted === undefined || adjustment === undefined) return [];
  const raw = sidesOf(explained).map(({ suffix, variant, key }) =>
    input(
      `u_${suffix}`,
      unadjusted[key].variance,
      `Variance of one unit of ${variant} without adjustment`,
    ),
  );
  const { stdErr } = adjustment.unadjusted;
  return [
    {
      id: metricFigureId(explained, 'adjustment'),
      title: metricFigureTitle(explained, 'variance reduction'),
      value: adjustment.varianceReduction,
      unit: 'share',
      formula: '1 − (se with covariates / se without)²',
      ...joined(summaryInputs(explained), {
        inputs: raw,
        steps: [
          step('se_raw', 'sqrt(u_C / n_C + u_T / n_T)', stdErr),
          step(
            'reduction',
            '1 - (v_C / n_C + v_T / n_T) / (u_C / n_C + u_T / n_T)',
            adjustment.varianceReduction,
          ),
        ],
      }),
      source: SOURCES.cuped,
      note: `${adjustment.covariates} covariates from before exposure, ${adjustment.dropped} of them left out because the others determine them.`,
    },
    unadjustedFigure(shown, unadjusted, adjustment.unadjusted),
  ];
};

const BAYESIAN_ALPHA = 0.05;

/** The Bayesian view, outside the decision. */
export const bayesianFigures = (
  shown: ShownMetric,
): readonly FigureExplanation[] => {
  const { explained, difference } = shown;
  const { bayesian } = explained.result;
  if (bayesian === undefined) return [];
  const isIncrease = explained.metric.direction === 'increase';
  const posterior = gaussianEffect({
    estimate: difference.estimate,
    stdErr: difference.stdErr,
    alpha: BAYESIAN_ALPHA,
    preferredDirection: explained.metric.direction,
  });
  const good = posterior.ok
    ? (isIncrease ? 1 : -1) * posterior.value.posteriorMean
    : null;
  return [
    {
      id: metricFigureId(explained, 'bayesian'),
      title: metricFigureTitle(explained, 'chance to be better'),
      value: bayesian.chanceToWin,
      interval: bayesian.credibleInterval,
      unit: 'probability',
      formula:
        'Φ(g / se), g the difference in the preferred direction; the prior is flat',
      ...joined(summaryInputs(explained), {
        inputs: [],
        steps: [
          ...effectSteps(shown),
          step('g', isIncrease ? 'd' : '-d', good),
          step(
            'lower',
            `d - z_upper(${BAYESIAN_ALPHA / 2}) * se`,
            bayesian.credibleInterval[0],
          ),
          step(
            'upper',
            `d + z_upper(${BAYESIAN_ALPHA / 2}) * se`,
            bayesian.credibleInterval[1],
          ),
          step(
            'risk_shipping',
            'max(se * phi(g / se) - g * Phi_upper(g / se), 0)',
            bayesian.riskOfShipping,
          ),
          step(
            'risk_not_shipping',
            'max(se * phi(g / se) + g * Phi(g / se), 0)',
            bayesian.riskOfNotShipping,
          ),
          step('chance', 'Phi(g / se)', bayesian.chanceToWin),
        ],
      }),
      source: SOURCES.bayes,
      note: 'For display only: no decision depends on it, and looking at it repeatedly still raises the chance of a mistake.',
    },
  ];
};
