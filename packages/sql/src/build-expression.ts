import { EtudeError } from '@etude/kernel';
import type {
  AggregateFunction,
  ArithmeticOperator,
  CaseExpression,
  ComparisonOperator,
  DateTruncUnit,
  Expression,
  LiteralExpression,
  OrderItem,
  SqlType,
} from './expression';

const freeze = (node: Expression): Expression => Object.freeze(node);

/** A column, `column('table', 'name')` or `column('name')`. */
export const column = (first: string, second?: string): Expression =>
  second === undefined
    ? freeze({ kind: 'column', table: null, name: first })
    : freeze({ kind: 'column', table: first, name: second });

export const literal = (value: LiteralExpression['value']): Expression =>
  freeze({ kind: 'literal', value });

export const timestamp = (instant: Date): Expression =>
  freeze({ kind: 'timestamp', instant });

export const date = (instant: Date): Expression =>
  freeze({ kind: 'date', instant });

/** All terms; a single term stands alone, no term is TRUE. */
export const and = (terms: readonly Expression[]): Expression =>
  logical('and', terms);

/** Any of the terms; a single term stands alone, no term is FALSE. */
export const or = (terms: readonly Expression[]): Expression =>
  logical('or', terms);

const logical = (
  kind: 'and' | 'or',
  terms: readonly Expression[],
): Expression => {
  const [first, ...rest] = terms;
  if (first === undefined) return literal(kind === 'and');
  return rest.length === 0 ? first : freeze({ kind, terms });
};

export const not = (arg: Expression): Expression =>
  freeze({ kind: 'not', arg });

/** `compare(left, '<=', right)`. */
export const compare = (
  left: Expression,
  operator: ComparisonOperator,
  right: Expression,
): Expression => freeze({ kind: 'comparison', operator, left, right });

export const distinctFrom = (left: Expression, right: Expression): Expression =>
  freeze({ kind: 'distinct-from', left, right });

export const isIn = (
  arg: Expression,
  values: readonly Expression[],
): Expression => freeze({ kind: 'in', arg, values, isText: false });

/** The same of a text that is one of some texts. */
export const isTextIn = (
  arg: Expression,
  values: readonly string[],
): Expression =>
  freeze({
    kind: 'in',
    arg,
    values: values.map(value => literal(value)),
    isText: true,
  });

export const isNull = (arg: Expression): Expression =>
  freeze({ kind: 'is-null', arg });

/** `arithmetic(left, '*', right)`; `/` by 0 is NULL. */
export const arithmetic = (
  left: Expression,
  operator: ArithmeticOperator,
  right: Expression,
): Expression => freeze({ kind: 'arithmetic', operator, left, right });

/** `CASE WHEN … THEN … ELSE … END`; without `otherwise` the rest is NULL. */
export const caseWhen = (
  branches: CaseExpression['branches'],
  otherwise: Expression | null = null,
): Expression => freeze({ kind: 'case', branches, otherwise });

export const cast = (arg: Expression, type: SqlType): Expression =>
  freeze({ kind: 'cast', arg, type });

export const coalesce = (args: readonly Expression[]): Expression =>
  freeze({ kind: 'coalesce', args });

/** The largest of arguments that are not NULL. */
export const greatest = (args: readonly Expression[]): Expression =>
  freeze({ kind: 'greatest', args });

/** The smallest of arguments that are not NULL. */
export const least = (args: readonly Expression[]): Expression =>
  freeze({ kind: 'least', args });

/** A timestamp and a number of seconds after it, fixed or of the row. */
export const timestampPlus = (
  timestampExpression: Expression,
  seconds: number | Expression,
): Expression =>
  freeze({
    kind: 'timestamp-plus',
    timestamp: timestampExpression,
    seconds: typeof seconds === 'number' ? literal(seconds) : seconds,
  });

/** Seconds from the first timestamp to the second. */
export const timestampDifference = (
  from: Expression,
  to: Expression,
): Expression => freeze({ kind: 'timestamp-difference', from, to });

export const dateTrunc = (
  unit: DateTruncUnit,
  timestampExpression: Expression,
): Expression =>
  freeze({ kind: 'date-trunc', unit, timestamp: timestampExpression });

export const countRows = (): Expression => freeze({ kind: 'count-rows' });

export const aggregate = (
  aggregateFunction: AggregateFunction,
  arg: Expression,
): Expression =>
  freeze({
    kind: 'aggregate',
    aggregate: aggregateFunction,
    arg,
    condition: null,
  });

/** An aggregate of the rows where `condition` holds. */
export const aggregateWhen = (
  aggregateFunction: AggregateFunction,
  arg: Expression,
  condition: Expression,
): Expression =>
  freeze({ kind: 'aggregate', aggregate: aggregateFunction, arg, condition });

/** The value of the latest row, of those where `condition` holds if given. */
export const lastBy = (
  arg: Expression,
  at: Expression,
  condition: Expression | null = null,
): Expression => freeze({ kind: 'last-by', arg, at, condition });

/**
 * `exactQuantile(value, 0.95)`: the interpolated quantile of a group.
 *
 * @throws ETUDE_SQL_QUANTILE_LEVEL
 */
export const exactQuantile = (arg: Expression, level: number): Expression => {
  if (!(level >= 0 && level <= 1)) {
    throw new EtudeError(
      `The quantile level ${level} is outside of 0 to 1, so that no value stands there. Use 0.95 for the 95th percentile.`,
      { code: 'ETUDE_SQL_QUANTILE_LEVEL', kind: 'user', details: { level } },
    );
  }
  return freeze({ kind: 'exact-quantile', arg, level });
};

export const variance = (arg: Expression): Expression =>
  freeze({ kind: 'variance', arg });

export const covariance = (left: Expression, right: Expression): Expression =>
  freeze({ kind: 'covariance', left, right });

/** `ROW_NUMBER() OVER (PARTITION BY … ORDER BY …)`. */
export const rowNumber = (
  partitionBy: readonly Expression[],
  orderBy: readonly OrderItem[],
): Expression => freeze({ kind: 'row-number', partitionBy, orderBy });

/**
 * `slice(unit, 'computation', 16)`: which of 16 slices a text belongs to.
 *
 * @throws ETUDE_SQL_SLICE_COUNT
 */
export const slice = (
  arg: Expression,
  salt: string,
  count: number,
): Expression => {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new EtudeError(
      `${count} slices cannot be made: rows are cut into a whole number of slices, one or more. Ask for another number.`,
      { code: 'ETUDE_SQL_SLICE_COUNT', kind: 'bug', details: { count } },
    );
  }
  return freeze({ kind: 'slice', arg, salt, count });
};
