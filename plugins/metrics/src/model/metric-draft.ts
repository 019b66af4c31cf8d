import type { Column } from '@etude/plugin-metrics-common';
import { columnKind } from '@etude/plugin-metrics-common';
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
  /** The stored metric that is edited: what the form does not show stays. */
  readonly stored: MetricDefinition | null;
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
  stored: null,
};

const HOURS = { hours: 1, days: 24 } as const;

const asPercent = (share: number | undefined): number | null =>
  share === undefined ? null : Number((share * 100).toPrecision(12));

const asShare = (percent: number): number =>
  Number((percent / 100).toPrecision(12));

const hoursOf = (hours: number, days: number | undefined): number =>
  hours + (days ?? 0) * HOURS.days;

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
  const offset = hoursOf(window.offsetHours, window.offsetDays);
  const length = hoursOf(window.lengthHours, window.lengthDays);
  const isDays = offset % HOURS.days === 0 && length % HOURS.days === 0;
  const unit = isDays ? 'days' : 'hours';
  return {
    hasWindow: true,
    windowUnit: unit,
    windowOffset: offset / HOURS[unit],
    windowLength: length / HOURS[unit],
  };
};

const filterText = ({ value }: MetricFilter): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

/** A stored metric as a draft to edit. */
export const draftOfMetric = (metric: MetricDefinition): MetricDraft => ({
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
  stored: metric,
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

const isWindowKept = (
  draft: MetricDraft,
  stored: MetricWindow | null,
): boolean => {
  const before = windowDraft(stored);
  return (
    draft.hasWindow === before.hasWindow &&
    draft.windowUnit === before.windowUnit &&
    draft.windowOffset === before.windowOffset &&
    draft.windowLength === before.windowLength
  );
};

/**
 * The window of a draft; its length is 0 while it is not filled in. One that
 * was not changed stays as it is stored, with calendar days and all.
 */
export const windowOf = (draft: MetricDraft): MetricWindow | null => {
  const stored = draft.stored?.window;
  if (stored !== undefined && isWindowKept(draft, stored)) return stored;
  if (!draft.hasWindow) return null;
  return {
    ...(stored?.kind === undefined ? {} : { kind: stored.kind }),
    offsetHours: (draft.windowOffset ?? 0) * HOURS[draft.windowUnit],
    lengthHours: (draft.windowLength ?? 0) * HOURS[draft.windowUnit],
  };
};

/** What the form does not show, of the stored metric that is edited. */
const keptOf = ({ stored, type }: MetricDraft): Partial<MetricDefinition> => {
  if (stored === null) return {};
  const { nulls, cap, covariate, denominator, quantile, steps } = stored;
  const isSameType = stored.type === type;
  return {
    ...(nulls === undefined ? {} : { nulls }),
    ...(cap === undefined ? {} : { cap }),
    ...(covariate === undefined ? {} : { covariate }),
    ...(isSameType && denominator !== undefined ? { denominator } : {}),
    ...(isSameType && quantile !== undefined ? { quantile } : {}),
    ...(isSameType && steps !== undefined ? { steps } : {}),
  };
};

const aggregationOf = (draft: MetricDraft): MetricDefinition['aggregation'] =>
  draft.type === 'count' ? 'count' : draft.aggregation;

/** A count may be of facts with a measure, which the form does not ask for. */
const isMeasureKept = (draft: MetricDraft): boolean =>
  draft.stored?.type === draft.type &&
  draft.stored.aggregation === aggregationOf(draft) &&
  draft.stored.measure === draft.measure;

/** The definition that a draft stands for, as far as it is filled in. */
export const definitionOf = (
  draft: MetricDraft,
  columns: readonly Column[],
): MetricDefinition => ({
  ...keptOf(draft),
  name: draft.name.trim(),
  description: draft.description.trim(),
  owner: draft.owner,
  factTableId: draft.factTableId,
  entity: draft.entity,
  type: draft.type,
  aggregation: aggregationOf(draft),
  ...(draft.measure !== '' && (readsMeasure(draft) || isMeasureKept(draft))
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
