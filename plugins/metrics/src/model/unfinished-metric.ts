import type { FieldProblem } from '@etude/ui';
import { readsMeasure, windowOf } from './metric-draft';
import type { MetricDraft } from './metric-draft';

const missing = (path: string, message: string): FieldProblem => ({
  path,
  message,
});

const filterProblems = (draft: MetricDraft): FieldProblem[] =>
  draft.filters.flatMap((row, index) => [
    ...(row.column === ''
      ? [
          missing(
            `filters[${index}].column`,
            `Filter ${index + 1} has no column. Choose one, or remove the filter.`,
          ),
        ]
      : []),
    ...(row.text.trim() === ''
      ? [
          missing(
            `filters[${index}].value`,
            `Filter ${index + 1} has no value. Enter one, or remove the filter.`,
          ),
        ]
      : []),
  ]);

/**
 * Fields that are not filled in yet. Whether the metric can be computed is for
 * the backend to say.
 */
export const unfinishedMetric = (draft: MetricDraft): FieldProblem[] => [
  ...(draft.name.trim() === ''
    ? [missing('name', 'The metric has no name. Say what it measures.')]
    : []),
  ...(draft.owner === ''
    ? [missing('owner', 'No team owns the metric. Choose one of yours.')]
    : []),
  ...(draft.factTableId === ''
    ? [missing('factTableId', 'No fact table is chosen. Choose one.')]
    : []),
  ...(draft.factTableId !== '' && draft.entity === ''
    ? [missing('entity', 'No entity is chosen. Choose who is measured.')]
    : []),
  ...(readsMeasure(draft) && draft.measure === ''
    ? [missing('measure', 'No measure is chosen. Choose one or count facts.')]
    : []),
  ...(draft.type === 'proportion' &&
  readsMeasure(draft) &&
  draft.threshold === null
    ? [missing('threshold', 'Say from which value on a unit counts as yes.')]
    : []),
  ...filterProblems(draft),
  ...(draft.hasWindow &&
  windowOf(draft)?.kind !== 'cumulative' &&
  !((draft.windowLength ?? 0) > 0)
    ? [missing('window', 'Say how long the window is, or choose no window.')]
    : []),
  ...(draft.mdePercent !== null && draft.mdePercent <= 0
    ? [missing('defaultMdeRelative', 'An effect worth finding is above 0 %.')]
    : []),
  ...(draft.nimPercent !== null && draft.nimPercent <= 0
    ? [missing('defaultNimRelative', 'A margin is above 0 %.')]
    : []),
];
