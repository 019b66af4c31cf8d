import type { Problem } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import type { MetricInfo } from './analysis-input';
import type {
  AdjustedDesign,
  MetricBound,
  MetricOutcome,
  MetricResult,
  Visibility,
} from './analysis-result';
import type { MergedMoments } from './merged-moments';
import { sampleOf } from './merged-moments';
import { emptyVariant, refusedMetric } from './metric-problem';
import { metricSentence } from './metric-sentence';
import type { ComparedSamples } from './metric-tests';
import { levelOf, testMetric } from './metric-tests';
import { requiredPairUnits } from './required-units';

/** One metric in one treatment variant, and how it is judged. */
export type MetricQuestion = {
  readonly metric: ExperimentMetric;
  readonly info: MetricInfo;
  readonly controlVariant: string;
  readonly variant: string;
  readonly design: AdjustedDesign;
};

type Precision = {
  readonly units: number;
  readonly requiredUnits?: number;
  readonly powered?: boolean;
};

const identityOf = ({ metric, info, variant }: MetricQuestion) => ({
  metricId: metric.metricId,
  name: info.name,
  role: metric.role,
  direction: metric.direction,
  variant,
  ...(metric.mdeRelative === undefined
    ? {}
    : { mdeRelative: metric.mdeRelative }),
  ...(metric.nimRelative === undefined
    ? {}
    : { nimRelative: metric.nimRelative }),
});

const withoutResult = (
  question: MetricQuestion,
  problem: Problem,
): MetricResult => ({
  ...identityOf(question),
  status: 'problem',
  problem,
  outcome: 'unknown',
  sentence: problem.message,
});

const precisionOf = (
  question: MetricQuestion,
  { control, treatment }: ComparedSamples,
): Precision => {
  const units = control.n + treatment.n;
  const required = requiredPairUnits(
    {
      ...question.metric,
      type: question.info.type,
      mean: control.mean,
      variance: control.variance,
      allocation: [control.n, treatment.n],
    },
    question.design,
  );
  return required?.ok
    ? {
        units,
        requiredUnits: Math.ceil(required.value),
        powered: units >= required.value,
      }
    : { units };
};

const isSignificant = (
  bounds: readonly MetricBound[],
  kind: MetricBound['kind'],
): boolean => bounds.some(bound => bound.kind === kind && bound.significant);

const outcomeOf = (
  metric: ExperimentMetric,
  bounds: readonly MetricBound[],
  powered: boolean | undefined,
): MetricOutcome => {
  if (isSignificant(bounds, 'inferiority')) return 'worse';
  if (isSignificant(bounds, 'superiority')) return 'better';
  if (isSignificant(bounds, 'non-inferiority')) return 'not-worse';
  const isWatchedOnly =
    metric.role === 'deterioration' ||
    (metric.role === 'guardrail' && metric.nimRelative === undefined);
  if (isWatchedOnly || powered === true) return 'no-difference';
  return powered === undefined ? 'unknown' : 'not-enough-data';
};

/**
 * What is known of one metric in one treatment variant: estimates, tests at
 * the adjusted levels, power, outcome and a sentence; or the reason why there
 * is no number.
 */
export const metricResult = (
  question: MetricQuestion,
  momentsOf: MergedMoments,
): MetricResult => {
  const { metric, info, controlVariant, variant, design } = question;
  const moments = [controlVariant, variant].map(id =>
    momentsOf(metric.metricId, id),
  );
  const [control, treatment] = moments.map(one => sampleOf(one, info.type));
  const empty = [controlVariant, variant].filter(
    (_, index) => moments[index]?.n === 0,
  );
  if (empty.length > 0 || control === undefined || treatment === undefined) {
    return withoutResult(question, emptyVariant(info.name, empty));
  }
  const samples = { control, treatment };
  const tests = testMetric(metric, samples, design);
  if (!tests.ok) {
    return withoutResult(question, refusedMetric(info.name, tests.problems));
  }
  const { difference, lift, bound } = tests.value;
  const precision = precisionOf(question, samples);
  const result: MetricResult = {
    ...identityOf(question),
    status: 'estimated',
    control: { n: control.n, mean: control.mean },
    treatment: { n: treatment.n, mean: treatment.mean },
    difference,
    ...(lift === undefined ? {} : { lift }),
    bound,
    ...precision,
    outcome: outcomeOf(metric, bound, precision.powered),
    sentence: '',
  };
  const level = 1 - 2 * levelOf(metric, design);
  return { ...result, sentence: metricSentence(result, level) };
};

/** The same result with everything removed that tells an effect. */
export const hiddenResult = (
  result: MetricResult,
  visibility: Visibility,
): MetricResult => {
  const { metricId, name, role, direction, variant } = result;
  const { mdeRelative, nimRelative, units, requiredUnits, powered } = result;
  return {
    metricId,
    name,
    role,
    direction,
    variant,
    status: 'hidden',
    outcome: 'unknown',
    sentence: visibility.sentence,
    ...(mdeRelative === undefined ? {} : { mdeRelative }),
    ...(nimRelative === undefined ? {} : { nimRelative }),
    ...(units === undefined ? {} : { units }),
    ...(requiredUnits === undefined ? {} : { requiredUnits }),
    ...(powered === undefined ? {} : { powered }),
  };
};
