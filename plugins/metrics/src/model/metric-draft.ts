import type { Column } from '@etude/plugin-metrics-common';
import type { FieldProblem } from '@etude/ui';
import { columnKind } from './column-kind';
import type {
  FilterOperator,
  MetricDefinition,
  MetricFilter,
  MetricWindow,
} from './wire-types';

/** A filter as it is typed. */
export type FilterRow = {
  readonly key: string;
  readonly column: string;
  readonly operator: FilterOperator;
  readonly text: string;
};

/** A metric as it is typed; numbers are null while they are empty. */
export type MetricDraft = {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly factTableId: string;
  readonly entity: string;
  readonly type: MetricDefinition['type'];
  readonly aggregation: MetricDefinition['aggregation'];
  readonly measure: string;
  readonly threshold: number | null;
  readonly filters: readonly FilterRow[];
  readonly hasWindow: boolean;
  readonly windowUnit: 'hours' | 'days';
  readonly windowOffset: number | null;
  readonly windowLength: number | null;
  readonly direction: MetricDefinition['direction'];
  readonly mdePercent: number | null;
  readonly nimPercent: number | null;
};

export const emptyMetricDraft: MetricDraft = {
  name: '',
  description: '',
  owner: '',
  factTableId: '',
  entity: '',
  type: 'proportion',
  aggregation: 'count',
  measure: '',
  threshold: null,
  filters: [],
  hasWindow: true,
  windowUnit: 'days',
  windowOffset: 0,
  windowLength: 7,
  direction: 'increase',
  mdePercent: null,
  nimPercent: null,
};

const HOURS = { hours: 1, days: 24 } as const;

const asPercent = (share: number | undefined): number | null =>
  share === undefined ? null : Number((share * 100).toPrecision(12));

const asShare = (percent: number): number =>
  Number((percent / 100).toPrecision(12));

const windowDraft = (
  window: MetricWindow | null,
): Pick<
  MetricDraft,
  'hasWindow' | 'windowUnit' | 'windowOffset' | 'windowLength'
> => {
  if (window === null) {
    return {
      hasWindow: false,
      windowUnit: 'days',
      windowOffset: 0,
      windowLength: 7,
    };
  }
  const isDays =
    window.offsetHours % HOURS.days === 0 &&
    window.lengthHours % HOURS.days === 0;
  const unit = isDays ? 'days' : 'hours';
  return {
    hasWindow: true,
    windowUnit: unit,
    windowOffset: window.offsetHours / HOURS[unit],
    windowLength: window.lengthHours / HOURS[unit],
  };
};

const filterText = ({ value }: MetricFilter): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

/** A stored metric as a draft to edit. */
export const draftOfMetric = (
  metric: Omit<MetricDefinition, 'id'>,
): MetricDraft => ({
  name: metric.name,
  description: metric.description,
  owner: metric.owner,
  factTableId: metric.factTableId,
  entity: metric.entity,
  type: metric.type,
  aggregation: metric.aggregation,
  measure: metric.measure ?? '',
  threshold: metric.threshold ?? null,
  filters: metric.filters.map((filter, index) => ({
    key: `stored-${index}`,
    column: filter.column,
    operator: filter.operator,
    text: filterText(filter),
  })),
  ...windowDraft(metric.window),
  direction: metric.direction,
  mdePercent: asPercent(metric.defaultMdeRelative),
  nimPercent: asPercent(metric.defaultNimRelative),
});

/** True when the value of a unit is made of a measure. */
export const readsMeasure = (
  draft: Pick<MetricDraft, 'type' | 'aggregation'>,
): boolean => draft.type !== 'count' && draft.aggregation !== 'count';

const typedValue = (
  text: string,
  kind: ReturnType<typeof columnKind> | undefined,
): string | number | boolean => {
  const trimmed = text.trim();
  const number = Number(trimmed);
  const isNumber = trimmed !== '' && Number.isFinite(number);
  if (kind === 'boolean' && /^(true|false)$/i.test(trimmed)) {
    return trimmed.toLowerCase() === 'true';
  }
  return isNumber && (kind === 'number' || kind === undefined)
    ? number
    : trimmed;
};

/** A filter as it is sent; `columns` say what its text stands for. */
export const filterOf = (
  row: FilterRow,
  columns: readonly Column[],
): MetricFilter => {
  const type = columns.find(({ name }) => name === row.column)?.type;
  const kind = type === undefined ? undefined : columnKind(type);
  const { column, operator } = row;
  if (operator !== 'in') {
    return { column, operator, value: typedValue(row.text, kind) };
  }
  const entries = row.text.split(',').filter(entry => entry.trim() !== '');
  const values = entries.map(entry => typedValue(entry, kind));
  const isNumbers = values.every(value => typeof value === 'number');
  return { column, operator, value: isNumbers ? values : values.map(String) };
};

/** True when a filter says what is compared with what. */
export const isFinishedFilter = ({ column, text }: FilterRow): boolean =>
  column !== '' && text.trim() !== '';

/** The window of a draft; its length is 0 while it is not filled in. */
export const windowOf = (draft: MetricDraft): MetricWindow | null =>
  draft.hasWindow
    ? {
        offsetHours: (draft.windowOffset ?? 0) * HOURS[draft.windowUnit],
        lengthHours: (draft.windowLength ?? 0) * HOURS[draft.windowUnit],
      }
    : null;

/** The definition that a draft stands for, as far as it is filled in. */
export const definitionOf = (
  draft: MetricDraft,
  columns: readonly Column[],
): MetricDefinition => ({
  name: draft.name.trim(),
  description: draft.description.trim(),
  owner: draft.owner,
  factTableId: draft.factTableId,
  entity: draft.entity,
  type: draft.type,
  aggregation: draft.type === 'count' ? 'count' : draft.aggregation,
  ...(readsMeasure(draft) && draft.measure !== ''
    ? { measure: draft.measure }
    : {}),
  filters: draft.filters.map(row => filterOf(row, columns)),
  ...(draft.type === 'proportion' && draft.threshold !== null
    ? { threshold: draft.threshold }
    : {}),
  window: windowOf(draft),
  direction: draft.direction,
  ...(draft.mdePercent === null
    ? {}
    : { defaultMdeRelative: asShare(draft.mdePercent) }),
  ...(draft.nimPercent === null
    ? {}
    : { defaultNimRelative: asShare(draft.nimPercent) }),
});

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
  ...(draft.hasWindow && !((draft.windowLength ?? 0) > 0)
    ? [missing('window', 'Say how long the window is, or choose no window.')]
    : []),
  ...(draft.mdePercent !== null && draft.mdePercent <= 0
    ? [missing('defaultMdeRelative', 'An effect worth finding is above 0 %.')]
    : []),
  ...(draft.nimPercent !== null && draft.nimPercent <= 0
    ? [missing('defaultNimRelative', 'A margin is above 0 %.')]
    : []),
];
