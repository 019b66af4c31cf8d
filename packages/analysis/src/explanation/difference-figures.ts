import {
  asymptoticConfidenceSequence,
  normalUpperQuantile,
  studentTUpperQuantile,
} from '@etude/stats';
import type { Interval, MetricDifference } from '../analysis-result';
import { levelOf, mainTestOf } from '../decision/error-rates';
import { LEAST_LEVEL } from '../metrics/shown-difference';
import type { EstimatedMetric, WatchedLevel } from './explained-metric';
import { metricFigureId, metricFigureTitle } from './explained-metric';
import type {
  Derivation,
  ExplainedStep,
  FigureExplanation,
} from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { levelDerivation } from './level-derivation';
import {
  sampleDerivation,
  sampleSource,
  summaryInputs,
} from './sample-derivation';
import { SOURCES } from './sources';

/** An estimated metric with its difference and the level of its main test. */
export type ShownMetric = {
  readonly explained: EstimatedMetric;
  readonly difference: MetricDifference;
  readonly main: WatchedLevel;
};

const estimate: ExplainedStep['formula'] = 'm_T - m_C';

/** The difference and its standard error, from n, m and v. */
export const effectSteps = ({
  difference,
}: ShownMetric): readonly ExplainedStep[] => [
  step('d', estimate, difference.estimate),
  step('se', 'sqrt(v_C / n_C + v_T / n_T)', difference.stdErr),
];

/** Degrees of freedom, where the test is a t-test. */
export const dfInputs = ({ samples }: EstimatedMetric) =>
  samples.df === Infinity
    ? []
    : [
        input(
          'df',
          samples.df,
          'Degrees of freedom: clusters of both variants − 2',
        ),
      ];

/** The critical value of an interval or bound at the level `a` of a look. */
export const criticalStep = (
  { samples }: EstimatedMetric,
  nominal: number,
): ExplainedStep => {
  const level = Math.max(nominal, LEAST_LEVEL);
  const name = nominal < LEAST_LEVEL ? `max(a, ${LEAST_LEVEL})` : 'a';
  return samples.df === Infinity
    ? step('q', `z_upper(${name})`, normalUpperQuantile(level))
    : step(
        'q',
        `t_upper(${name}, df)`,
        studentTUpperQuantile(level, samples.df),
      );
};

/** Where the level of a look is from; the test's own source for one look. */
export const levelSource = ({ watch }: WatchedLevel): string => {
  switch (watch.kind) {
    case 'group-sequential':
      return SOURCES.groupSequential;
    case 'always-valid':
      return SOURCES.alwaysValid;
    default:
      return SOURCES.wald;
  }
};

const ends = (
  ci: Interval,
  formulas: readonly [string, string],
): readonly ExplainedStep[] => [
  step('lower', formulas[0], ci[0]),
  step('upper', formulas[1], ci[1]),
];

const differenceFigure = ({
  explained,
  difference,
}: ShownMetric): FigureExplanation => ({
  id: metricFigureId(explained, 'difference'),
  title: metricFigureTitle(explained, 'difference'),
  value: difference.estimate,
  unit: 'metric',
  formula: 'd = m_T − m_C: treatment − control',
  ...joined(sampleDerivation(explained), {
    inputs: [],
    steps: [step('d', estimate, difference.estimate)],
  }),
  source: sampleSource(explained),
});

const intervalFigure = (shown: ShownMetric): FigureExplanation => {
  const { explained, difference, main } = shown;
  const { steps, inputs } = joined(
    summaryInputs(explained),
    levelDerivation(main),
    {
      inputs: dfInputs(explained),
      steps: [
        ...effectSteps(shown),
        criticalStep(explained, main.level.nominal),
        ...ends(difference.ci, ['d - q * se', 'd + q * se']),
      ],
    },
  );
  return {
    id: metricFigureId(explained, 'interval'),
    title: metricFigureTitle(explained, 'interval of the difference'),
    value: null,
    interval: difference.ci,
    unit: 'metric',
    formula:
      'd ± q · se, with q the critical value at the one-sided level a of this look',
    inputs,
    steps,
    source: levelSource(main),
    note: 'Two-sided at twice the one-sided level, so that its relevant end is the bound the decision uses.',
  };
};

const alwaysValidP = (
  { explained, difference, main }: ShownMetric,
  tuningUnits: number,
): Derivation => {
  const { metric, context } = explained;
  const alpha = 2 * levelOf(metric, context.design);
  const sequence = asymptoticConfidenceSequence({
    difference: difference.estimate,
    stdErr: difference.stdErr,
    nTotal: main.units,
    tuningN: tuningUnits,
    alpha,
    alternative: 'two-sided',
  });
  const rho = sequence.ok ? sequence.value.rho : Number.NaN;
  return {
    inputs: [
      input('alpha_two', alpha, 'Two-sided level of the sequence'),
      input('n_look', main.units, 'Units of control and the variant'),
      input('n_tuning', tuningUnits, 'Units at which it is tightest'),
    ],
    steps: [
      step(
        'rho',
        'sqrt((-2 * ln(alpha_two) + ln(1 - 2 * ln(alpha_two))) / n_tuning)',
        rho,
      ),
      step('w', 'n_look * rho^2 + 1', main.units * rho * rho + 1),
      step(
        'p',
        'min(1, sqrt(w) * exp(-rho^2 * n_look * z^2 / (2 * w)))',
        difference.pValue,
      ),
    ],
  };
};

const pValueFigure = (shown: ShownMetric): FigureExplanation => {
  const { explained, difference, main } = shown;
  const { watch } = main;
  const isAlwaysValid = watch.kind === 'always-valid';
  const tail: Derivation = isAlwaysValid
    ? alwaysValidP(shown, watch.tuningUnits)
    : {
        inputs: dfInputs(explained),
        steps: [
          step(
            'p',
            explained.samples.df === Infinity
              ? '2 * Phi_upper(abs(z))'
              : '2 * T_upper(abs(z), df)',
            difference.pValue,
          ),
        ],
      };
  return {
    id: metricFigureId(explained, 'p-value'),
    title: metricFigureTitle(explained, 'p-value of no difference'),
    value: difference.pValue,
    unit: 'p-value',
    formula: isAlwaysValid
      ? 'p = the level at which the two-sided confidence sequence touches 0'
      : 'p = both tails of the reference distribution beyond z = d / se',
    ...joined(
      summaryInputs(explained),
      {
        inputs: [],
        steps: [
          ...effectSteps(shown),
          step('z', 'd / se', difference.estimate / difference.stdErr),
        ],
      },
      tail,
    ),
    source: isAlwaysValid ? SOURCES.alwaysValid : SOURCES.wald,
    note: `Two-sided, for display: the decision uses the ${mainTestOf(explained.metric)} test.`,
  };
};

/** The difference of a metric, its interval and its two-sided p-value. */
export const differenceFigures = (
  shown: ShownMetric,
): readonly FigureExplanation[] => [
  differenceFigure(shown),
  intervalFigure(shown),
  pValueFigure(shown),
];
