import { assertNever } from '@etude/kernel';
import { column, compare, distinctFrom, isIn, literal } from '@etude/sql';
import type { Expression } from '@etude/sql';
import type { MetricFilter } from './metric';

/** The condition of a metric's filter on a row of its fact table. */
export const filterExpression = (
  filter: MetricFilter,
  alias: string,
): Expression => {
  const left = column(alias, filter.column);
  if (Array.isArray(filter.value)) {
    return isIn(
      left,
      filter.value.map(value => literal(value)),
    );
  }
  const right = literal(filter.value);
  switch (filter.operator) {
    case 'equals':
      return compare(left, '=', right);
    case 'not-equals':
      return distinctFrom(left, right);
    case 'in':
      return isIn(left, [right]);
    case 'greater-or-equal':
      return compare(left, '>=', right);
    case 'less-or-equal':
      return compare(left, '<=', right);
    default:
      return assertNever(filter.operator);
  }
};
