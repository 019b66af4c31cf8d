import type { Problem } from '@etude/kernel';
import type { MetricFilter } from './metric';

/** Names for a message: `'a', 'b'`, or `none`. */
export const quotedList = (names: Iterable<string>): string => {
  const all = [...names].map(name => `'${name}'`);
  return all.length === 0 ? 'none' : all.join(', ');
};

const valueNeeds = ({ operator, value }: MetricFilter): string | null => {
  if (operator === 'in') {
    if (!Array.isArray(value) || value.length === 0) {
      return 'a list with at least one value';
    }
    return new Set(value.map(one => typeof one)).size > 1
      ? 'a list of only texts or only numbers'
      : null;
  }
  if (Array.isArray(value)) return 'a single value';
  const isOrder =
    operator === 'greater-or-equal' || operator === 'less-or-equal';
  return isOrder && typeof value === 'boolean' ? 'a number or a text' : null;
};

/** What is wrong with a filter of `subject`; empty when nothing. */
export const filterProblem = (
  filter: MetricFilter,
  columns: ReadonlySet<string>,
  { subject, path }: { readonly subject: string; readonly path: string },
): Problem[] => {
  const problems: Problem[] = [];
  if (!columns.has(filter.column)) {
    problems.push({
      code: 'ETUDE_METRIC_FILTER_COLUMN_UNKNOWN',
      path: `${path}.column`,
      message: `${subject} filters on column '${filter.column}', which its fact table does not declare. Add it to the fact table's dimensions or use one of ${quotedList(columns)}.`,
    });
  }
  const needs = valueNeeds(filter);
  if (needs !== null) {
    problems.push({
      code: 'ETUDE_METRIC_FILTER_VALUE',
      path: `${path}.value`,
      message: `${subject} filters '${filter.column}' with '${filter.operator}' and value ${JSON.stringify(filter.value)}: this operator needs ${needs}.`,
    });
  }
  return problems;
};
