import type { Column } from '@etude/plugin-metrics-common';
import type { DurationDraft } from './duration-draft';
import { filterOf } from './filter-rows';
import type { MetricDraft } from './metric-draft';
import {
  aggregationOf,
  canBeCapped,
  canHaveCovariate,
  canLeaveUnitsOut,
  readsMeasure,
} from './metric-kind';
import type { MetricDefinition, MetricWindow } from './wire-types';

const asShare = (percent: number): number =>
  Number((percent / 100).toPrecision(12));

/** A length as it is sent: without days when there are none. */
const lengthOf = ({ days, hours }: DurationDraft) => ({
  lengthHours: hours ?? 0,
  ...(days === null || days === 0 ? {} : { lengthDays: days }),
});

const offsetOf = ({ days, hours }: DurationDraft) => ({
  offsetHours: hours ?? 0,
  ...(days === null || days === 0 ? {} : { offsetDays: days }),
});

const isCumulative = ({ window }: MetricDraft): boolean =>
  window.kind === 'cumulative';

/** The window of a draft; its length is 0 while it is not filled in. */
export const windowOf = (draft: MetricDraft): MetricWindow | null => {
  const { kind, offset, length } = draft.window;
  if (kind === 'none') return null;
  const isSaid = kind !== 'closed' || draft.stored?.window?.kind !== undefined;
  return {
    ...(isSaid ? { kind } : {}),
    ...offsetOf(offset),
    ...(isCumulative(draft) ? { lengthHours: 0 } : lengthOf(length)),
  };
};

const capOf = ({ type, cap }: MetricDraft): Partial<MetricDefinition> => {
  if (!canBeCapped(type) || cap.kind === 'none') return {};
  return cap.kind === 'absolute'
    ? {
        cap: {
          kind: 'absolute',
          ...(cap.lower === null ? {} : { lower: cap.lower }),
          ...(cap.upper === null ? {} : { upper: cap.upper }),
        },
      }
    : {
        cap: {
          kind: 'percentile',
          percentile: asShare(cap.percent ?? 0),
          ignoreZeros: cap.ignoreZeros,
        },
      };
};

const covariateOf = ({
  type,
  covariate,
}: MetricDraft): Partial<MetricDefinition> =>
  canHaveCovariate(type) && covariate.isUsed
    ? { covariate: lengthOf(covariate) }
    : {};

const ratioOf = (
  { type, denominator }: MetricDraft,
  columns: readonly Column[],
): Partial<MetricDefinition> => {
  if (type !== 'ratio') return {};
  const { aggregation, measure, filters } = denominator;
  return {
    denominator: {
      aggregation,
      ...(measure === '' ? {} : { measure }),
      filters: filters.map(row => filterOf(row, columns)),
    },
  };
};

/** The columns of each fact table by its id, for what filters stand for. */
export type ColumnsOf = (factTableId: string) => readonly Column[];

const stepsOf = (
  { type, steps, factTableId }: MetricDraft,
  columnsOf: ColumnsOf,
): Partial<MetricDefinition> =>
  type === 'funnel'
    ? {
        steps: steps.map(step => ({
          name: step.name.trim(),
          filters: step.filters.map(row =>
            filterOf(row, columnsOf(step.factTableId || factTableId)),
          ),
          ...(step.factTableId === '' ? {} : { factTableId: step.factTableId }),
        })),
      }
    : {};

const quantileOf = ({
  type,
  quantile,
}: MetricDraft): Partial<MetricDefinition> =>
  type === 'quantile'
    ? {
        quantile: { of: quantile.of, level: asShare(quantile.percent ?? 0) },
      }
    : {};

/** A type that says how facts are aggregated may be stored with another. */
const sentAggregation = (
  draft: MetricDraft,
): MetricDefinition['aggregation'] =>
  draft.stored?.type === draft.type ? draft.aggregation : aggregationOf(draft);

const measureOf = (draft: MetricDraft): Partial<MetricDefinition> => {
  const isOptional = draft.type === 'count' || draft.type === 'retention';
  const isKept =
    draft.stored?.type === draft.type && draft.stored.measure === draft.measure;
  return draft.measure !== '' && (readsMeasure(draft) || isOptional || isKept)
    ? { measure: draft.measure }
    : {};
};

const nullsOf = (draft: MetricDraft): Partial<MetricDefinition> => {
  const { nulls, stored, type } = draft;
  if (nulls === 'default') return {};
  const isKept = stored?.type === type && stored.nulls === nulls;
  return canLeaveUnitsOut(draft) || isKept ? { nulls } : {};
};

const targetsOf = (draft: MetricDraft): Partial<MetricDefinition> => ({
  ...(draft.mdePercent === null
    ? {}
    : { defaultMdeRelative: asShare(draft.mdePercent) }),
  ...(draft.nimPercent === null
    ? {}
    : { defaultNimRelative: asShare(draft.nimPercent) }),
});

/** What the form shows, or the record of a stored metric holds. */
const NOT_KEPT: ReadonlySet<string> = new Set([
  'id',
  'state',
  'etag',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'measure',
  'threshold',
  'denominator',
  'nulls',
  'cap',
  'covariate',
  'quantile',
  'steps',
  'defaultMdeRelative',
  'defaultNimRelative',
]);

/** What a stored metric holds that no field of the form is for. */
const unshownOf = ({ stored }: MetricDraft): Partial<MetricDefinition> =>
  Object.fromEntries(
    Object.entries(stored ?? {}).filter(([field]) => !NOT_KEPT.has(field)),
  );

/** The definition that a draft stands for, as far as it is filled in. */
export const definitionOf = (
  draft: MetricDraft,
  columnsOf: ColumnsOf,
): MetricDefinition => {
  const columns = columnsOf(draft.factTableId);
  return {
    ...unshownOf(draft),
    name: draft.name.trim(),
    description: draft.description.trim(),
    owner: draft.owner,
    factTableId: draft.factTableId,
    entity: draft.entity,
    type: draft.type,
    aggregation: sentAggregation(draft),
    ...measureOf(draft),
    filters: draft.filters.map(row => filterOf(row, columns)),
    ...(draft.type === 'proportion' && draft.threshold !== null
      ? { threshold: draft.threshold }
      : {}),
    ...ratioOf(draft, columns),
    ...quantileOf(draft),
    ...stepsOf(draft, columnsOf),
    window: windowOf(draft),
    ...capOf(draft),
    ...nullsOf(draft),
    ...covariateOf(draft),
    direction: draft.direction,
    ...targetsOf(draft),
  };
};
