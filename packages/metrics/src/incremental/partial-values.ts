import {
  aggregate,
  aggregateWhen,
  and,
  arithmetic,
  cast,
  column,
  isNull,
  item,
  lastBy,
  not,
} from '@etude/sql';
import type { Expression, SelectItem } from '@etude/sql';
import type {
  FactScanPlan,
  FactValuePlan,
  MetricPlan,
} from '../computation-plan';
import { unitMetricsOf } from '../computation-plan';
import { FACTS, factNumber } from '../fact-value';
import { isBeforeExposure, isInWindow } from '../fact-time';
import { leavingOutZero } from '../scan-ctes';
import { valueColumns } from '../scan-names';

/** One number of a unit in parts that days, and later months, add up to. */
type PartialValue = {
  /** Of the facts of one day. */
  readonly parts: readonly SelectItem[];
  /** Of parts of several days, again as parts. */
  readonly merged: readonly SelectItem[];
  /** The number, of parts of all days. */
  readonly value: SelectItem;
};

type Slot = {
  readonly name: string;
  readonly metric: MetricPlan;
  readonly value: FactValuePlan;
  readonly condition: Expression | null;
};

const slotsOf = (scan: FactScanPlan, metric: MetricPlan): Slot[] => {
  const { denominator } = metric;
  const inWindow = isInWindow(scan, metric);
  const before = isBeforeExposure(metric);
  const names = valueColumns(metric);
  const slot = (
    name: string,
    value: FactValuePlan,
    condition: Expression | null,
  ): Slot => ({ name, metric, value, condition });
  return [
    slot(metric.column, metric, inWindow),
    ...(denominator === null
      ? []
      : [slot(denominator.column, denominator, inWindow)]),
    ...(before === null ? [] : [slot(names.before, metric, before)]),
    ...(before === null || denominator === null
      ? []
      : [slot(names.denominatorBefore, denominator, before)]),
  ];
};

const aggregated = (
  name: 'sum' | 'count' | 'min' | 'max',
  arg: Expression,
  condition: Expression | null,
): Expression =>
  condition === null
    ? aggregate(name, arg)
    : aggregateWhen(name, arg, condition);

/** As a double, exact up to 2^53: DuckDB adds integers up with 128 bits. */
const counted = (arg: Expression, condition: Expression | null): Expression =>
  cast(aggregated('count', arg, condition), 'double');

const averagePart = (slot: Slot, arg: Expression): PartialValue => {
  const [sum, count] = [`${slot.name}_sum`, `${slot.name}_count`];
  const mergedSum = aggregate('sum', column(sum));
  const mergedCount = aggregate('sum', column(count));
  return {
    parts: [
      item(sum, aggregated('sum', arg, slot.condition)),
      item(count, counted(arg, slot.condition)),
    ],
    merged: [item(sum, mergedSum), item(count, mergedCount)],
    value: item(slot.name, arithmetic(mergedSum, '/', mergedCount)),
  };
};

const lastPart = (slot: Slot, arg: Expression): PartialValue => {
  const [value, at] = [slot.name, `${slot.name}_at`];
  const factAt = column(FACTS, 'fact_at');
  const hasValue = and([
    not(isNull(arg)),
    ...(slot.condition === null ? [] : [slot.condition]),
  ]);
  const latest = lastBy(column(value), column(at));
  return {
    parts: [
      item(value, lastBy(arg, factAt, slot.condition)),
      item(at, aggregateWhen('max', factAt, hasValue)),
    ],
    merged: [item(value, latest), item(at, aggregate('max', column(at)))],
    value: item(value, latest),
  };
};

const partialValue = (scan: FactScanPlan, slot: Slot): PartialValue => {
  const { name, value, condition } = slot;
  const arg = factNumber(scan, value);
  const own = column(name);
  const of = (how: 'sum' | 'min' | 'max'): PartialValue => ({
    parts: [item(name, aggregated(how, arg, condition))],
    merged: [item(name, aggregate(how, own))],
    value: item(name, aggregate(how, own)),
  });
  switch (value.aggregation) {
    case 'sum':
    case 'min':
    case 'max':
      return of(value.aggregation);
    case 'count': {
      const sum = aggregate('sum', own);
      return {
        parts: [item(name, counted(arg, condition))],
        merged: [item(name, sum)],
        value: item(name, cast(sum, 'bigint')),
      };
    }
    case 'average':
      return averagePart(slot, arg);
    case 'last':
      return lastPart(slot, arg);
    case 'count-distinct':
      throw new RangeError(
        `Distinct values of '${name}' do not add up over days; plan it whole.`,
      );
  }
};

/** All numbers of the units of a scan, in parts that add up over days. */
export const partialValues = (
  scan: FactScanPlan,
): {
  readonly parts: readonly SelectItem[];
  readonly merged: readonly SelectItem[];
  readonly values: readonly SelectItem[];
} => {
  const slots = unitMetricsOf(scan).flatMap(metric => slotsOf(scan, metric));
  const values = slots.map(slot => {
    const partial = partialValue(scan, slot);
    // A denominator counts nothing as 0 in any case.
    return slot.value === slot.metric
      ? {
          ...partial,
          value: item(
            slot.name,
            leavingOutZero(slot.metric, partial.value.expression),
          ),
        }
      : partial;
  });
  return {
    parts: values.flatMap(({ parts }) => parts),
    merged: values.flatMap(({ merged }) => merged),
    values: values.map(({ value }) => value),
  };
};
