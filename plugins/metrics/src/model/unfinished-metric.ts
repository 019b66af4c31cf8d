import type { FieldProblem } from '@etude/ui';
import { isSomeTime } from './duration-draft';
import type { FilterRow } from './filter-rows';
import type { MetricDraft } from './metric-draft';
import { canBeCapped, canHaveCovariate, readsMeasure } from './metric-kind';

/** A problem when something is missing, else none. */
const when = (
  isMissing: boolean,
  path: string,
  message: string,
): FieldProblem[] => (isMissing ? [{ path, message }] : []);

const filterProblems = (
  filters: readonly FilterRow[],
  path: string,
  of: string,
): FieldProblem[] =>
  filters.flatMap((row, index) => [
    ...when(
      row.column === '',
      `${path}[${index}].column`,
      `Filter ${index + 1}${of} has no column. Choose one, or remove the filter.`,
    ),
    ...when(
      row.text.trim() === '',
      `${path}[${index}].value`,
      `Filter ${index + 1}${of} has no value. Enter one, or remove the filter.`,
    ),
  ]);

const identityProblems = (draft: MetricDraft): FieldProblem[] => [
  ...when(
    draft.name.trim() === '',
    'name',
    'The metric has no name. Say what it measures.',
  ),
  ...when(
    draft.owner === '',
    'owner',
    'No team owns the metric. Choose one of yours.',
  ),
];

const sourceProblems = ({ factTableId, entity }: MetricDraft) => [
  ...when(
    factTableId === '',
    'factTableId',
    'No fact table is chosen. Choose one.',
  ),
  ...when(
    factTableId !== '' && entity === '',
    'entity',
    'No entity is chosen. Choose who is measured.',
  ),
];

const ratioProblems = ({ type, denominator }: MetricDraft): FieldProblem[] =>
  type !== 'ratio'
    ? []
    : [
        ...when(
          denominator.aggregation !== 'count' && denominator.measure === '',
          'denominator.measure',
          'Say which measure the metric is divided by, or divide by the number of facts.',
        ),
        ...filterProblems(
          denominator.filters,
          'denominator.filters',
          ' of the denominator',
        ),
      ];

const isShare = (percent: number | null): boolean =>
  percent !== null && percent > 0 && percent < 100;

const quantileProblems = ({ type, quantile }: MetricDraft): FieldProblem[] =>
  when(
    type === 'quantile' && !isShare(quantile.percent),
    'quantile',
    'Say which percentile it is: above 0 and below 100. 50 is the median.',
  );

const stepProblems = ({ type, steps }: MetricDraft): FieldProblem[] =>
  type !== 'funnel'
    ? []
    : [
        ...when(
          steps.length < 2,
          'steps',
          'A funnel goes from one step to the next. Add a step.',
        ),
        ...steps.flatMap((step, index) => [
          ...when(
            step.name.trim() === '',
            `steps[${index}].name`,
            `Step ${index + 1} has no name. Say what units do there.`,
          ),
          ...filterProblems(
            step.filters,
            `steps[${index}].filters`,
            ` of step ${index + 1}`,
          ),
        ]),
      ];

const windowProblems = ({ type, window }: MetricDraft): FieldProblem[] => [
  ...when(
    (window.kind === 'closed' || window.kind === 'semi-open') &&
      !isSomeTime(window.length),
    'window',
    'Say how long the window is, or choose no window.',
  ),
  ...when(
    type === 'retention' &&
      (window.kind === 'none' || window.kind === 'cumulative'),
    'window',
    'Say when units have to be back: choose a window with a length, such as the 7 days after the first 7.',
  ),
];

const capProblems = ({ type, cap }: MetricDraft): FieldProblem[] => {
  if (!canBeCapped(type) || cap.kind === 'none') return [];
  if (cap.kind === 'percentile') {
    return when(
      !isShare(cap.percent),
      'cap',
      'Say at which percentile values are capped: above 0 and below 100, such as 99.9.',
    );
  }
  const { lower, upper } = cap;
  return [
    ...when(
      lower === null && upper === null,
      'cap',
      'Say from where to where values may lie: give one bound or both.',
    ),
    ...when(
      lower !== null && upper !== null && lower >= upper,
      'cap',
      'The lower bound has to be below the upper one.',
    ),
  ];
};

const targetProblems = ({ mdePercent, nimPercent }: MetricDraft) => [
  ...when(
    mdePercent !== null && mdePercent <= 0,
    'defaultMdeRelative',
    'An effect worth finding is above 0 %.',
  ),
  ...when(
    nimPercent !== null && nimPercent <= 0,
    'defaultNimRelative',
    'A margin is above 0 %.',
  ),
];

/**
 * What of the value of a unit is not filled in yet: all that a preview needs.
 */
export const unfinishedValue = (draft: MetricDraft): FieldProblem[] => [
  ...sourceProblems(draft),
  ...when(
    readsMeasure(draft) && draft.measure === '',
    'measure',
    'No measure is chosen. Choose one or count facts.',
  ),
  ...when(
    draft.type === 'proportion' &&
      readsMeasure(draft) &&
      draft.threshold === null,
    'threshold',
    'Say from which value on a unit counts as yes.',
  ),
  ...ratioProblems(draft),
  ...quantileProblems(draft),
  ...stepProblems(draft),
  ...filterProblems(draft.filters, 'filters', ''),
  ...windowProblems(draft),
  ...capProblems(draft),
  ...when(
    canHaveCovariate(draft.type) &&
      draft.covariate.isUsed &&
      !isSomeTime(draft.covariate),
    'covariate',
    'Say how much time before exposure is looked at, or do without it.',
  ),
];

/**
 * Fields that are not filled in yet. Whether the metric can be computed is for
 * the backend to say.
 */
export const unfinishedMetric = (draft: MetricDraft): FieldProblem[] => [
  ...identityProblems(draft),
  ...unfinishedValue(draft),
  ...targetProblems(draft),
];
