import type { MetricFilter } from '../metric';
import type { PartContext } from './read-source';
import type { WrittenCondition } from './written-definitions';

const OPERATORS = {
  equals: 'equals',
  notEquals: 'not-equals',
  in: 'in',
  atLeast: 'greater-or-equal',
  atMost: 'less-or-equal',
} as const;

const WORDS = ['equals', 'notEquals', 'in', 'atLeast', 'atMost'] as const;

/** The filters that conditions stand for. */
export const readConditions = (
  conditions: readonly WrittenCondition[] | undefined,
  { path, report }: PartContext,
): MetricFilter[] =>
  (conditions ?? []).flatMap((condition, index) => {
    const [filter, ...others] = WORDS.flatMap(word => {
      const value = condition[word];
      return value === undefined
        ? []
        : [{ column: condition.column, operator: OPERATORS[word], value }];
    });
    if (filter !== undefined && others.length === 0) return [filter];
    report.add(
      [...path, index],
      'ETUDE_DEFINITIONS_CONDITION',
      `The condition on '${condition.column}' has ${filter === undefined ? 'nothing' : 'more than one thing'} to compare with. Write exactly one of ${WORDS.join(', ')}; a further condition is an entry of its own.`,
    );
    return [];
  });

/** The conditions that {@link readConditions} reads as these filters. */
export const writeConditions = (
  filters: readonly MetricFilter[],
): { where?: Record<string, unknown>[] } =>
  filters.length === 0
    ? {}
    : {
        where: filters.map(({ column, operator, value }) => {
          const word =
            WORDS.find(one => OPERATORS[one] === operator) ?? 'equals';
          return { column, [word]: value };
        }),
      };
