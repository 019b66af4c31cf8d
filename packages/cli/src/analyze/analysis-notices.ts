import * as format from './format-figures';
import type { TableAnalysis } from './analyze-table';
import type { TableExperiment } from './table-experiment';

const plannedUnitsNotice = (
  { plannedUnits }: TableExperiment,
  { plan, result }: TableAnalysis,
): readonly string[] => {
  if (plan.design.kind !== 'group-sequential') return [];
  const { units } = result.progress;
  if (plannedUnits === null) {
    return [
      `No number of units was planned, so the ${format.count(units)} of the last look stand for it. A test that might have gone on spends less at each look: give --planned-units.`,
    ];
  }
  return units < plannedUnits
    ? [
        `There are ${format.count(units)} of ${format.count(plannedUnits)} planned units. The file is read as the end of the test; if it goes on, what is undecided now may still be decided.`,
      ]
    : [];
};

// Beyond a strict plan a look has no bound, and so no interval.
const overRunNotice = ({ plan, looks }: TableAnalysis): readonly string[] => {
  const { design, requiredUnits = Infinity } = plan;
  if (design.kind !== 'group-sequential' || design.overRun !== 'strict') {
    return [];
  }
  const at = looks.findIndex(
    ({ result }) => result.progress.units >= requiredUnits,
  );
  return at < 0 || at === looks.length - 1
    ? []
    : [
        `The planned units were there at look ${at + 1}. With --over-run strict the looks after it do not count, and have no interval.`,
      ];
};

const covariateNotices = ({
  covariates,
  clusterColumn,
}: TableExperiment): readonly string[] => {
  const unit = clusterColumn === null ? 'units' : 'clusters';
  return [
    ...(clusterColumn === null || covariates.length === 0
      ? []
      : [
          'A covariate of a cluster is the mean over its members who have a value.',
        ]),
    ...covariates.flatMap(({ metricId, column, missingUnits, hasIndicator }) =>
      missingUnits === 0
        ? []
        : [
            `${format.count(missingUnits)} ${unit} have no value of ${column}, the covariate of ${metricId}: it counts as 0${hasIndicator ? ', and an indicator beside it says where it is missing' : ''}.`,
          ],
    ),
  ];
};

const precisionNotice = (
  { looks: schedule }: TableExperiment,
  { plan, looks, result, whole }: TableAnalysis,
): readonly string[] => {
  const { kind } = plan.design;
  if (kind !== 'fixed-power' && kind !== 'fixed-width') return [];
  const stopped = result.progress.stopReachedAt !== undefined;
  const last = looks.at(-1);
  if (schedule === null || last === undefined) {
    return [
      stopped
        ? 'These units are as many as the design waits for: its stopping rule is met.'
        : 'The stopping rule of the design is not met with these units: they were analysed all the same.',
    ];
  }
  if (!stopped) {
    return [
      'The stopping rule of the design was never met: the last day ended the experiment.',
    ];
  }
  const later = whole.totalUnits - result.progress.units;
  return [
    `The stopping rule was met at the end of ${last.day}, at look ${looks.length}: that ended the experiment, and the result is of that day.${later > 0 ? ` ${format.count(later)} later exposures are left out.` : ''}`,
  ];
};

const sequentialNotice = ({
  plan,
  looks,
}: TableAnalysis): readonly string[] => {
  const { kind } = plan.design;
  if (kind !== 'group-sequential' && kind !== 'always-valid') return [];
  const at = looks.findIndex(
    ({ result }) => result.progress.stopReachedAt !== undefined,
  );
  const found = looks[at];
  const actions = found?.result.recommendations
    .map(({ variant, action }) => `${variant}: ${action}`)
    .join(', ');
  // At the last look it has ended anyway.
  return found === undefined || at === looks.length - 1
    ? []
    : [
        `At look ${at + 1}, the end of ${found.day}, the recommendation was to stop (${actions}). Looks went on, and their error rate still holds.`,
      ];
};

const quantileNotices = ({
  metrics,
  dimensions,
}: TableExperiment): readonly string[] => {
  const names = metrics.flatMap(({ metric }) =>
    metric.quantile === undefined ? [] : [metric.metricId],
  );
  return names.length === 0 || dimensions.length === 0
    ? []
    : [
        `Quantiles are not broken down by ${dimensions.join(', ')}: ${names.join(', ')}.`,
      ];
};

const looksNotice = ({ looks }: TableExperiment): readonly string[] =>
  looks === null
    ? []
    : [
        'Every look reads the final values of the units exposed until then. If values kept growing after that day, the replay knows more than one would have known.',
      ];

/** What a reader has to know of how the table was analysed. */
export const analysisNotices = (
  experiment: TableExperiment,
  analysis: TableAnalysis,
): readonly string[] => [
  ...precisionNotice(experiment, analysis),
  ...sequentialNotice(analysis),
  ...plannedUnitsNotice(experiment, analysis),
  ...overRunNotice(analysis),
  ...covariateNotices(experiment),
  ...quantileNotices(experiment),
  ...looksNotice(experiment),
];
