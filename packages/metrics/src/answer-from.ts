import {
  and,
  caseWhen,
  cast,
  column,
  compare,
  isIn,
  item,
  literal,
  or,
  select,
  subquery,
  table,
  unionAll,
} from '@etude/sql';
import type { Expression, SelectQuery, SqlType } from '@etude/sql';

/** Columns of the answer, in the order in which it has them. */
export const ROW_TYPES = {
  kind: 'text',
  metric_id: 'text',
  variant: 'text',
  exposure_date: 'date',
  n: 'bigint',
  mean: 'double',
  variance: 'double',
  first_at: 'timestamp',
  last_at: 'timestamp',
  dimension: 'text',
  dimension_value: 'text',
  left_index: 'bigint',
  right_index: 'bigint',
} as const satisfies Record<string, SqlType>;

type RowColumn = keyof typeof ROW_TYPES;

/** The names of {@link ROW_TYPES}. */
export const ROW_COLUMNS: readonly RowColumn[] = [
  'kind',
  'metric_id',
  'variant',
  'exposure_date',
  'n',
  'mean',
  'variance',
  'first_at',
  'last_at',
  'dimension',
  'dimension_value',
  'left_index',
  'right_index',
];

/** The columns that name a row. */
export const ROW_ORDER: readonly RowColumn[] = [
  'kind',
  'metric_id',
  'variant',
  'exposure_date',
  'dimension',
  'dimension_value',
  'left_index',
  'right_index',
];

/** What of a row is not NULL. */
export type RowParts = Partial<Record<RowColumn, Expression>>;

/** One row that a row of a source gives to the answer, where a condition holds. */
export type AnswerPart = {
  readonly parts: RowParts;
  readonly where: Expression | null;
};

const PARTS = 'answer_parts';
const INDEX = 'part_index';

const isPart = (indexes: readonly number[]): Expression => {
  const [first, ...rest] = indexes;
  const index = column(PARTS, INDEX);
  return first !== undefined && rest.length === 0
    ? compare(index, '=', literal(first))
    : isIn(
        index,
        indexes.map(one => literal(one)),
      );
};

/** Indexes by what they have in common; what is absent belongs to none. */
const indexesOf = (
  expressions: readonly (Expression | null | undefined)[],
): { readonly expression: Expression; readonly indexes: number[] }[] => {
  const groups = new Map<
    string,
    { readonly expression: Expression; readonly indexes: number[] }
  >();
  expressions.forEach((expression, index) => {
    if (!expression) return;
    const key = JSON.stringify(expression);
    const group = groups.get(key) ?? { expression, indexes: [] };
    group.indexes.push(index);
    groups.set(key, group);
  });
  return [...groups.values()];
};

/** The expression of the part that a row is for. */
const ofPart = (parts: readonly AnswerPart[], name: RowColumn): Expression => {
  const [first, ...others] = indexesOf(
    parts.map(one => one.parts[name] ?? literal(null)),
  ).sort((a, b) => b.indexes.length - a.indexes.length);
  if (first === undefined) return literal(null);
  // What most parts have needs no condition: engines are slow at long trees.
  return others.length === 0
    ? first.expression
    : caseWhen(
        others.map(({ expression, indexes }) => ({
          when: isPart(indexes),
          then: expression,
        })),
        first.expression,
      );
};

const wherePart = (parts: readonly AnswerPart[]): Expression | null => {
  const free = parts.flatMap(({ where }, index) =>
    where === null ? [index] : [],
  );
  if (free.length === parts.length) return null;
  const groups = indexesOf(parts.map(({ where }) => where));
  return or([
    ...(free.length === 0 ? [] : [isPart(free)]),
    ...groups.map(({ expression, indexes }) =>
      indexes.length === parts.length
        ? expression
        : and([isPart(indexes), expression]),
    ),
  ]);
};

/**
 * The rows that each row of a source gives, every column typed, so that all
 * answers line up. The source is read once, however many parts there are: many
 * engines compute a CTE again for each of its readers.
 */
export const answerFrom = (
  source: string,
  parts: readonly AnswerPart[],
): SelectQuery => {
  const indexes = parts.map((_, index) =>
    select({ items: [item(INDEX, literal(index))] }),
  );
  return select({
    items: ROW_COLUMNS.map(name =>
      item(name, cast(ofPart(parts, name), ROW_TYPES[name])),
    ),
    from: table(source),
    joins:
      parts.length === 1
        ? []
        : [{ type: 'cross', relation: subquery(unionAll(indexes), PARTS) }],
    where: wherePart(parts),
  });
};
