import {
  and,
  caseWhen,
  cast,
  column,
  compare,
  item,
  literal,
  or,
  select,
  subquery,
  table,
  unionAll,
} from '@etude/sql';
import type { Expression, SelectItem, SelectQuery, SqlType } from '@etude/sql';

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

/** Parts by what they have in common, the largest group first. */
type Grouping = {
  readonly values: readonly (Expression | null)[];
  /** For each part, which of the values it has. */
  readonly choices: readonly number[];
};

const groupingOf = (expressions: readonly (Expression | null)[]): Grouping => {
  const keys = expressions.map(expression => JSON.stringify(expression));
  const groups = [
    ...new Map(keys.map((key, index) => [key, expressions[index] ?? null])),
  ].map(([key, value]) => ({
    key,
    value,
    size: keys.filter(other => other === key).length,
  }));
  groups.sort((left, right) => right.size - left.size);
  return {
    values: groups.map(({ value }) => value),
    choices: keys.map(key => groups.findIndex(group => group.key === key)),
  };
};

/** Names for the columns by which a row of parts chooses, one per grouping. */
const choiceColumns = (groupings: readonly Grouping[]) => {
  const choices = new Map(
    groupings
      .filter(({ values }) => values.length > 1)
      .map(grouping => [grouping.choices.join(), grouping.choices]),
  );
  const names = new Map(
    [...choices.keys()].map((key, index) => [key, `choice_${index + 1}`]),
  );
  const nameOf = (grouping: Grouping): string =>
    names.get(grouping.choices.join()) ?? '';
  return {
    /** Holds for rows of parts that have the value at `index`. */
    isChosen: (grouping: Grouping, index: number): Expression =>
      compare(column(PARTS, nameOf(grouping)), '=', literal(index)),
    items: (part: number): SelectItem[] =>
      [...choices].map(([key, chosen]) =>
        item(names.get(key) ?? '', literal(chosen[part] ?? null)),
      ),
  };
};

type Choices = ReturnType<typeof choiceColumns>;

/** The expression of the part that a row is for. */
const ofPart = (grouping: Grouping, { isChosen }: Choices): Expression => {
  const [first, ...others] = grouping.values;
  // What most parts have needs no condition: engines are slow at long trees.
  return others.length === 0
    ? (first ?? literal(null))
    : caseWhen(
        others.map((value, index) => ({
          when: isChosen(grouping, index + 1),
          then: value ?? literal(null),
        })),
        first ?? literal(null),
      );
};

const wherePart = (
  grouping: Grouping,
  { isChosen }: Choices,
): Expression | null => {
  const { values } = grouping;
  const [first] = values;
  if (values.length === 1) return first ?? null;
  return or(
    values.map((condition, index) => {
      const chosen = isChosen(grouping, index);
      return condition === null ? chosen : and([chosen, condition]);
    }),
  );
};

/** A column in which parts differ by literals only is a column of the parts. */
const isConstant = ({ values }: Grouping): boolean =>
  values.length > 1 && values.every(value => value?.kind === 'literal');

const constantColumn = (name: RowColumn): string => `part_${name}`;

/**
 * The rows that each row of a source gives, every column typed, so that all
 * answers line up. The source is read once, however many parts there are: many
 * engines compute a CTE again for each of its readers. Lists of parts are
 * avoided: an engine may join for each (`part IN (…)`).
 */
export const answerFrom = (
  source: string,
  parts: readonly AnswerPart[],
): SelectQuery => {
  const groupings = ROW_COLUMNS.map(name => ({
    name,
    ...groupingOf(parts.map(part => part.parts[name] ?? literal(null))),
  }));
  const where = groupingOf(parts.map(part => part.where));
  const constants = groupings.filter(isConstant);
  const choices = choiceColumns([
    ...groupings.filter(one => !isConstant(one)),
    where,
  ]);
  const rows = parts.map((part, index) =>
    select({
      items: [
        ...constants.map(({ name }) =>
          item(
            constantColumn(name),
            cast(part.parts[name] ?? literal(null), ROW_TYPES[name]),
          ),
        ),
        ...choices.items(index),
      ],
    }),
  );
  return select({
    items: groupings.map(grouping => {
      const { name } = grouping;
      return item(
        name,
        isConstant(grouping)
          ? column(PARTS, constantColumn(name))
          : cast(ofPart(grouping, choices), ROW_TYPES[name]),
      );
    }),
    from: table(source),
    joins:
      parts.length === 1
        ? []
        : [{ type: 'cross', relation: subquery(unionAll(rows), PARTS) }],
    where: wherePart(where, choices),
  });
};
