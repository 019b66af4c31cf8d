import type { ExperimentMetric, PlanningInputs } from '@etude/lifecycle';
import {
  countWords,
  fromTo,
  joinedAndLeft,
  nameWords,
  percentWords,
} from './change-words';

type Metrics = readonly ExperimentMetric[];

const ROLE_WORDS = {
  success: 'success metric',
  guardrail: 'guardrail',
  deterioration: 'deterioration metric',
} as const;

const DIRECTION_WORDS = { increase: 'rises', decrease: 'falls' } as const;

const oneMetricChanges = (
  before: ExperimentMetric,
  after: ExperimentMetric,
): readonly string[] => {
  const name = nameWords(after.metricId);
  return [
    ...fromTo(
      `the role of ${name}`,
      ROLE_WORDS[before.role],
      ROLE_WORDS[after.role],
    ),
    ...fromTo(
      `when ${name} is better`,
      `when it ${DIRECTION_WORDS[before.direction]}`,
      `when it ${DIRECTION_WORDS[after.direction]}`,
    ),
    ...fromTo(
      `the minimum detectable effect of ${name}`,
      percentWords(before.mdeRelative),
      percentWords(after.mdeRelative),
    ),
    ...fromTo(
      `the non-inferiority margin of ${name}`,
      percentWords(before.nimRelative),
      percentWords(after.nimRelative),
    ),
  ];
};

/** What changed in the metrics of a plan, in sentences. */
export const metricChanges = (
  before: Metrics,
  after: Metrics,
): readonly string[] => {
  const isIn = (metrics: Metrics, metricId: string): boolean =>
    metrics.some(metric => metric.metricId === metricId);
  const comeAndGone = (['success', 'guardrail', 'deterioration'] as const).map(
    role => {
      const idsOf = (metrics: Metrics, others: Metrics): readonly string[] =>
        metrics
          .filter(metric => metric.role === role)
          .filter(({ metricId }) => !isIn(others, metricId))
          .map(({ metricId }) => metricId);
      return joinedAndLeft(
        ROLE_WORDS[role],
        idsOf(before, after),
        idsOf(after, before),
      );
    },
  );
  const stayed = after.flatMap(metric => {
    const earlier = before.find(({ metricId }) => metricId === metric.metricId);
    return earlier ? oneMetricChanges(earlier, metric) : [];
  });
  return [...comeAndGone.flat(), ...stayed];
};

const idsIn = (
  ...records: readonly (Readonly<Record<string, unknown>> | undefined)[]
): readonly string[] => [
  ...new Set(records.flatMap(record => Object.keys(record ?? {}))),
];

/** What changed in what planning was given by hand, in sentences. */
export const planningChanges = (
  before: PlanningInputs = {},
  after: PlanningInputs = {},
): readonly string[] => [
  ...idsIn(before.baseline, after.baseline).flatMap(id =>
    (['mean', 'variance'] as const).flatMap(figure =>
      fromTo(
        `the given ${figure} of ${nameWords(id)}`,
        countWords(before.baseline?.[id]?.[figure]),
        countWords(after.baseline?.[id]?.[figure]),
      ),
    ),
  ),
  ...idsIn(before.covariateR2, after.covariateR2).flatMap(id =>
    fromTo(
      `the explained variance of ${nameWords(id)}`,
      percentWords(before.covariateR2?.[id]),
      percentWords(after.covariateR2?.[id]),
    ),
  ),
  ...fromTo(
    'the units per day',
    countWords(before.unitsPerDay),
    countWords(after.unitsPerDay),
  ),
];
