import type { Problem } from '@etude/kernel';
import type { AnalysisContext } from '../analysis-context';
import type { Visibility } from '../analysis-result';
import { levelOf, mainTestOf } from '../decision/error-rates';
import { isSequential } from '../designs/is-sequential';
import {
  lookOf,
  monitorOf,
  silentWatch,
  watcherOf,
} from '../monitor/metric-watch';
import { hasLeastData, leastDataPhrase } from './least-data';
import { refusedMetric } from './metric-problem';
import type {
  AskedMetric,
  MetricAnalysis,
  MetricQuestion,
} from './metric-question';
import { identityOf } from './metric-question';
import { metricSamples } from './metric-samples';
import { testMetric } from './metric-tests';
import type { KnownMetric } from './open-result';
import { knownOf, openResult } from './open-result';

const withProblem = (asked: AskedMetric, problem: Problem): MetricAnalysis => ({
  result: {
    ...identityOf(asked),
    status: 'problem',
    problem,
    outcome: 'unknown',
    sentence: problem.message,
  },
  monitor: silentWatch(asked, problem.message),
  looks: [],
});

// A sequential design shows nothing before there is data for a normal
// approximation; nor is anything recorded as a look.
const withoutLook = ({
  asked,
  pair,
  precisionAt,
}: KnownMetric): MetricAnalysis => {
  const { info, metric, context } = asked;
  const waiting = leastDataPhrase(info.type);
  return {
    result: {
      ...identityOf(asked),
      status: 'hidden',
      ...pair,
      precision: precisionAt(levelOf(metric, context.design)),
      outcome: 'unknown',
      sentence: `${info.name} is shown from ${waiting} on: with fewer, an effect is mostly noise.`,
    },
    monitor: silentWatch(asked, `${info.name} is watched from ${waiting} on.`),
    looks: [],
  };
};

/**
 * What is known of one metric in one treatment variant: estimates, tests at
 * the adjusted levels, precision, outcome and a sentence, or the reason why
 * there is no number; the state of its watch; and what the next look needs.
 */
export const metricAnalysis = (
  question: MetricQuestion,
  context: AnalysisContext,
  visibility: Visibility,
): MetricAnalysis => {
  const asked: AskedMetric = { ...question, context, visibility };
  const { metric, info } = question;
  const samples = metricSamples(context, info, question.variant);
  if (!samples.ok) {
    const [first] = samples.problems;
    const isNamed = first?.code.startsWith('ETUDE_ANALYSIS_') === true;
    return withProblem(
      asked,
      isNamed && first.message.startsWith(info.name)
        ? first
        : refusedMetric(info.name, samples.problems),
    );
  }
  const known = knownOf(asked, samples.value);
  if (known.problem !== undefined && mainTestOf(metric) === 'non-inferiority') {
    return withProblem(asked, known.problem);
  }
  const isEarly = !context.isLast && !hasLeastData(samples.value, info.type);
  if (isEarly && isSequential(context.input.plan.design))
    return withoutLook(known);
  const { units } = known.pair;
  const tests = testMetric({
    metric,
    samples: samples.value,
    design: context.design,
    watchOf: watcherOf(asked),
    criticalValues: context.criticalValues,
  });
  if (!tests.ok) {
    return withProblem(asked, refusedMetric(info.name, tests.problems));
  }
  const { main, inferiority } = tests.value;
  return {
    result: openResult(known, tests.value),
    monitor: isEarly
      ? silentWatch(
          asked,
          `${info.name} is watched from ${leastDataPhrase(info.type)} on.`,
        )
      : monitorOf(asked, tests.value),
    looks: isEarly
      ? []
      : [
          ...(main === inferiority ? [] : lookOf(asked, units, main)),
          ...lookOf(asked, units, inferiority),
        ],
  };
};
