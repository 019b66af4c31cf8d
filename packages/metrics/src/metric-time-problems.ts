import type { Problem } from '@etude/kernel';
import type { PlannedFactTable } from './planned-source';
import type { Metric } from './metric';
import type { MetricContext } from './metric-kind-problems';
import { aggregationOf } from './plan-metric';

type TimeContext = MetricContext & { readonly path: string };

/** What of a metric asks when a fact happened, in words for a message. */
const NEEDS = {
  window: {
    code: 'ETUDE_METRIC_WINDOW',
    has: 'has a window after exposure',
    remedy: 'a metric without a window',
    remove: 'remove the window',
  },
  covariate: {
    code: 'ETUDE_METRIC_COVARIATE',
    has: 'has a covariate from before exposure',
    remedy: 'a metric without a covariate',
    remove: 'remove the covariate',
  },
} as const;

const needProblems = (
  metric: Metric,
  factTable: PlannedFactTable,
  { hasExposureTime, path }: TimeContext,
): Problem[] =>
  (['window', 'covariate'] as const).flatMap(field => {
    if (!metric[field]) return [];
    const { code, has, remedy, remove } = NEEDS[field];
    if (!hasExposureTime) {
      return [
        {
          code: `${code}_WITHOUT_EXPOSURE_TIME`,
          path: `${path}.${field}`,
          message: `Metric '${metric.id}' ${has}, but these units have no time of exposure. Use ${remedy}.`,
        },
      ];
    }
    if (factTable.timestampColumn !== null) return [];
    return [
      {
        code: `${code}_WITHOUT_FACT_TIME`,
        path: `${path}.${field}`,
        message: `Metric '${metric.id}' ${has}, but fact table '${factTable.id}' has no timestamp column. Name its timestamp column or ${remove}.`,
      },
    ];
  });

/** Ten years: past them instants soon leave what engines can write down. */
const LONGEST_DAYS = 3_660;

const daysIn = ({
  hours = 0,
  days = 0,
}: {
  readonly hours: number | undefined;
  readonly days: number | undefined;
}): number => days + hours / 24;

const windowProblem = ({ id, window }: Metric): string | null => {
  if (!window) return null;
  const length = daysIn({ hours: window.lengthHours, days: window.lengthDays });
  const offset = daysIn({ hours: window.offsetHours, days: window.offsetDays });
  const isCumulative = window.kind === 'cumulative';
  if (isCumulative && length > 0) {
    return `The window of metric '${id}' is cumulative and has a length, but goes on until the analysis ends. Leave out the length, or make the window closed.`;
  }
  if (!isCumulative && length <= 0) {
    return `The window of metric '${id}' has no length, so no fact is inside it. Set lengthHours or lengthDays above 0.`;
  }
  return offset + length > LONGEST_DAYS
    ? `The window of metric '${id}' reaches ${Math.ceil(offset + length)} days past exposure; ${LONGEST_DAYS} is the most. Shorten it, or leave the window out to take in all facts.`
    : null;
};

const covariateProblem = ({ id, covariate }: Metric): string | null => {
  if (!covariate) return null;
  const length = daysIn({
    hours: covariate.lengthHours,
    days: covariate.lengthDays,
  });
  if (length <= 0) {
    return `The time before exposure of metric '${id}' has no length, so no fact is inside it. Set lengthHours or lengthDays above 0.`;
  }
  return length > LONGEST_DAYS
    ? `The time before exposure of metric '${id}' is ${Math.ceil(length)} days long; ${LONGEST_DAYS} is the most. Shorten it.`
    : null;
};

const lengthProblems = (metric: Metric, path: string): Problem[] =>
  (
    [
      ['window', windowProblem(metric)],
      ['covariate', covariateProblem(metric)],
    ] as const
  ).flatMap(([field, message]) =>
    message === null
      ? []
      : [{ code: 'ETUDE_METRIC_LENGTH', path: `${path}.${field}`, message }],
  );

const orderProblems = (
  metric: Metric,
  factTable: PlannedFactTable,
  { hasExposureTime, path }: TimeContext,
): Problem[] =>
  aggregationOf(metric) !== 'last' ||
  (hasExposureTime && factTable.timestampColumn !== null)
    ? []
    : [
        {
          code: 'ETUDE_METRIC_LAST_WITHOUT_TIME',
          path: `${path}.aggregation`,
          message: `Metric '${metric.id}' takes the last value of a measure, but facts of '${factTable.id}' or the exposure of units have no time, so none is the last. Use the largest, or facts with a time.`,
        },
      ];

/** What a metric asks of time that its facts or units do not tell. */
export const timeProblems = (
  metric: Metric,
  factTable: PlannedFactTable,
  context: TimeContext,
): Problem[] => [
  ...needProblems(metric, factTable, context),
  ...lengthProblems(metric, context.path),
  ...orderProblems(metric, factTable, context),
];
