import { asymptoticConfidenceSequence, testEffect } from '@etude/stats';
import type { MetricBound } from '../analysis-result';
import { LARGEST_Z, supportOf } from '../metrics/judged-test';
import type { ShownMetric } from './difference-figures';
import {
  criticalStep,
  dfInputs,
  effectSteps,
  levelSource,
} from './difference-figures';
import type { WatchedLevel } from './explained-metric';
import {
  metricFigureId,
  metricFigureTitle,
  watchedLevel,
} from './explained-metric';
import type {
  Derivation,
  ExplainedStep,
  FigureExplanation,
} from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { levelDerivation } from './level-derivation';
import { summaryInputs } from './sample-derivation';

type Tested = {
  readonly shown: ShownMetric;
  readonly bound: MetricBound;
  readonly watched: WatchedLevel;
  /** The alternative: the difference is larger or smaller than the null. */
  readonly side: 'larger' | 'smaller';
};

const nullDerivation = ({ shown, bound, side }: Tested): Derivation => {
  const { metric, samples } = shown.explained;
  if (bound.kind !== 'non-inferiority') {
    return {
      inputs: [input('null', bound.nullValue, 'Difference under the null')],
      steps: [],
    };
  }
  return {
    inputs: [
      input(
        'margin',
        metric.nimRelative ?? Number.NaN,
        'Margin, as a share of the control mean',
      ),
      input('m_0', samples.baseline, 'Control mean without adjustment'),
    ],
    steps: [
      step(
        'null',
        side === 'larger' ? '-margin * abs(m_0)' : 'margin * abs(m_0)',
        bound.nullValue,
      ),
    ],
  };
};

const onceP = ({ shown, bound, side }: Tested): number => {
  const { samples } = shown.explained;
  const test = testEffect({
    difference: shown.difference.estimate,
    stdErr: shown.difference.stdErr,
    df: samples.df,
    alternative: side,
    null: bound.nullValue,
    alpha: bound.alpha,
  });
  return test.ok ? test.value.pValue : Number.NaN;
};

const tailFormula = ({ shown, side }: Tested): string => {
  const z = side === 'larger' ? 'z' : '-z';
  return shown.explained.samples.df === Infinity
    ? `Phi_upper(${z})`
    : `T_upper(${z}, df)`;
};

// The z of the alternative's side; of a t statistic the z with its tail.
const supportStep = (tested: Tested): readonly ExplainedStep[] => {
  const { shown, bound, side } = tested;
  const { df } = shown.explained.samples;
  const pValue = onceP(tested);
  const support = supportOf(bound.statistic, pValue, { side, df });
  if (df === Infinity) {
    return [step('z_alt', side === 'larger' ? 'z' : '-z', support)];
  }
  return [
    step('p_look', tailFormula(tested), pValue),
    step(
      'z_alt',
      `max(-${LARGEST_Z}, min(z_upper(p_look), ${LARGEST_Z}))`,
      support,
    ),
  ];
};

const runningSteps = (tested: Tested): Derivation => {
  const { bound, watched } = tested;
  const { watch, history, units, alpha } = watched;
  if (watch.kind !== 'always-valid') return { inputs: [], steps: [] };
  const support = supportStep(tested);
  const z = support.at(-1)?.value ?? Number.NaN;
  const sequence = asymptoticConfidenceSequence({
    difference: z,
    stdErr: 1,
    nTotal: units,
    tuningN: watch.tuningUnits,
    alpha,
    alternative: 'larger',
  });
  return {
    inputs: [
      input('p_before', history.runningP, 'Smallest p-value of earlier looks'),
    ],
    steps: [
      ...support,
      step(
        'p_now',
        z > 0
          ? 'min(1, sqrt(w) / (2 * (exp(rho^2 * n_look * z_alt^2 / (2 * w)) - 1)))'
          : '1',
        sequence.ok ? sequence.value.pValue : Number.NaN,
      ),
      step('p', 'min(p_before, p_now)', bound.pValue),
    ],
  };
};

const pSteps = (tested: Tested): Derivation =>
  tested.watched.watch.kind === 'always-valid'
    ? runningSteps(tested)
    : {
        inputs: [],
        steps: [step('p', tailFormula(tested), tested.bound.pValue)],
      };

const boundStep = ({ bound, side }: Tested): ExplainedStep =>
  side === 'larger'
    ? step('bound', 'd - q * se', bound.ci[0])
    : step('bound', 'd + q * se', bound.ci[1]);

const judgement = ({ bound, watched, shown }: Tested): string => {
  const { crossedAt } = watched.history;
  const level = `Significant when p ≤ ${bound.alpha}`;
  const outcome = bound.significant ? 'it is' : 'it is not';
  if (
    crossedAt !== undefined &&
    crossedAt !== shown.explained.context.input.now
  )
    return `${level}; the bound was crossed at ${crossedAt}, and a crossing stays.`;
  return watched.level.isSpent
    ? `${level}, but the plan ended at an earlier look, so this one is not tested.`
    : `${level}: ${outcome}.`;
};

const HYPOTHESES: Readonly<Record<MetricBound['kind'], string>> = {
  superiority: 'H0: the treatment is not better',
  'non-inferiority':
    'H0: the treatment is worse by the margin or more (margin fixed at the observed control mean)',
  inferiority: 'H0: the treatment is not worse',
};

const boundFigure = (tested: Tested): FigureExplanation => {
  const { shown, bound, watched, side } = tested;
  const { explained } = shown;
  return {
    id: metricFigureId(explained, bound.kind),
    title: metricFigureTitle(explained, `${bound.kind} test`),
    value: bound.pValue,
    interval: bound.ci,
    unit: 'p-value',
    formula: `${HYPOTHESES[bound.kind]}; z = (d − null) / se, p = P(a standard normal is ${side} than z)`,
    ...joined(
      summaryInputs(explained),
      levelDerivation(watched),
      nullDerivation(tested),
      {
        inputs: dfInputs(explained),
        steps: [
          ...effectSteps(shown),
          criticalStep(explained, watched.level.nominal),
          boundStep(tested),
          step('z', '(d - null) / se', bound.statistic),
        ],
      },
      pSteps(tested),
    ),
    source: levelSource(watched),
    note: judgement(tested),
  };
};

/** The one-sided tests of a metric: each p-value with its one-sided bound. */
export const boundFigures = (
  shown: ShownMetric,
): readonly FigureExplanation[] => {
  const { explained } = shown;
  const isIncrease = explained.metric.direction === 'increase';
  return (explained.result.bound ?? []).flatMap(bound => {
    const watched = watchedLevel(
      { ...explained, samples: { ok: true, value: explained.samples } },
      bound.kind,
    );
    if (watched === undefined) return [];
    const isHarm = bound.kind === 'inferiority';
    const side = isIncrease === isHarm ? 'smaller' : 'larger';
    return [boundFigure({ shown, bound, watched, side })];
  });
};
