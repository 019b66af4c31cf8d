/** Column types that the tree can name; each dialect spells them itself. */
export type SqlType =
  'boolean' | 'bigint' | 'double' | 'text' | 'timestamp' | 'date';

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/';
export type AggregateFunction =
  'count' | 'count-distinct' | 'sum' | 'min' | 'max' | 'mean';
export type DateTruncUnit = 'hour' | 'day' | 'week' | 'month';

/** One node of an expression; the set is closed and nodes are never mutated. */
export type Expression =
  | ColumnExpression
  | LiteralExpression
  | TimestampExpression
  | DateExpression
  | LogicalExpression
  | NotExpression
  | ComparisonExpression
  | DistinctFromExpression
  | InExpression
  | IsNullExpression
  | ArithmeticExpression
  | CaseExpression
  | CastExpression
  | CoalesceExpression
  | ExtremeExpression
  | TimestampPlusExpression
  | TimestampDifferenceExpression
  | DateTruncExpression
  | CountRowsExpression
  | AggregateExpression
  | LastByExpression
  | ExactQuantileExpression
  | VarianceExpression
  | CovarianceExpression
  | RowNumberExpression
  | SliceExpression;

export type ColumnExpression = {
  readonly kind: 'column';
  readonly table: string | null;
  readonly name: string;
};

/** A value; numbers are finite, text has no NUL character. */
export type LiteralExpression = {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
};

/** An instant, written in UTC without zone. */
export type TimestampExpression = {
  readonly kind: 'timestamp';
  readonly instant: Date;
};

/** A calendar day of UTC: the day on which `instant` falls. */
export type DateExpression = {
  readonly kind: 'date';
  readonly instant: Date;
};

export type LogicalExpression = {
  readonly kind: 'and' | 'or';
  readonly terms: readonly Expression[];
};

export type NotExpression = {
  readonly kind: 'not';
  readonly arg: Expression;
};

export type ComparisonExpression = {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
};

/** `left <> right`, with NULL as a value like any other: never NULL itself. */
export type DistinctFromExpression = {
  readonly kind: 'distinct-from';
  readonly left: Expression;
  readonly right: Expression;
};

export type InExpression = {
  readonly kind: 'in';
  readonly arg: Expression;
  readonly values: readonly Expression[];
  /** Both sides are text for certain, which one engine tests faster. */
  readonly isText: boolean;
};

export type IsNullExpression = {
  readonly kind: 'is-null';
  readonly arg: Expression;
};

/**
 * Division is of doubles and NULL where the divisor is 0, on every engine;
 * `+`, `-` and `*` are the engine's own on the types given.
 */
export type ArithmeticExpression = {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
};

export type CaseExpression = {
  readonly kind: 'case';
  readonly branches: readonly {
    readonly when: Expression;
    readonly then: Expression;
  }[];
  readonly otherwise: Expression | null;
};

export type CastExpression = {
  readonly kind: 'cast';
  readonly arg: Expression;
  readonly type: SqlType;
};

export type CoalesceExpression = {
  readonly kind: 'coalesce';
  readonly args: readonly Expression[];
};

/** The largest or smallest argument; defined where none of them is NULL. */
export type ExtremeExpression = {
  readonly kind: 'greatest' | 'least';
  readonly args: readonly Expression[];
};

/**
 * A timestamp moved by a number of seconds, kept to the microsecond (Trino
 * moves by whole milliseconds).
 */
export type TimestampPlusExpression = {
  readonly kind: 'timestamp-plus';
  readonly timestamp: Expression;
  readonly seconds: Expression;
};

/** Seconds from `from` to `to` as a double. */
export type TimestampDifferenceExpression = {
  readonly kind: 'timestamp-difference';
  readonly from: Expression;
  readonly to: Expression;
};

export type DateTruncExpression = {
  readonly kind: 'date-trunc';
  readonly unit: DateTruncUnit;
  readonly timestamp: Expression;
};

export type CountRowsExpression = { readonly kind: 'count-rows' };

/**
 * An aggregate over the rows where `condition` holds, or over all. NULL where
 * no row has a value; the counts are 0 there. `mean` is of doubles.
 */
export type AggregateExpression = {
  readonly kind: 'aggregate';
  readonly aggregate: AggregateFunction;
  readonly arg: Expression;
  readonly condition: Expression | null;
};

/**
 * The value of the row with the greatest (`at`, `arg`) among rows where neither
 * is NULL and `condition` holds; NULL where there is none.
 */
export type LastByExpression = {
  readonly kind: 'last-by';
  readonly arg: Expression;
  readonly at: Expression;
  readonly condition: Expression | null;
};

/**
 * The quantile at `level` (0–1) of the values that are not NULL, interpolated
 * between order statistics: type 7 of Hyndman and Fan (1996), R's default. An
 * aggregate of doubles; NULL where there is no value.
 */
export type ExactQuantileExpression = {
  readonly kind: 'exact-quantile';
  readonly arg: Expression;
  readonly level: number;
};

/** Sample variance (divisor n − 1), centred; NULL for fewer than two rows. */
export type VarianceExpression = {
  readonly kind: 'variance';
  readonly arg: Expression;
};

/**
 * Sample covariance (divisor n − 1), centred, of the rows where neither is
 * NULL; NULL for fewer than two.
 */
export type CovarianceExpression = {
  readonly kind: 'covariance';
  readonly left: Expression;
  readonly right: Expression;
};

export type OrderItem = {
  readonly expression: Expression;
  readonly direction: 'ascending' | 'descending';
};

/**
 * 1, 2, … within rows of equal `partitionBy`; where NULLs sort is open, and any
 * order does where `orderBy` is empty (which some engines refuse).
 */
export type RowNumberExpression = {
  readonly kind: 'row-number';
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
};

/**
 * A whole number 0 … `count` − 1 from a text that is not NULL: always the same
 * for a text on one engine, independent between salts, and not the hash by
 * which the engine itself spreads rows, since slices by that one make its hash
 * joins collide. Engines need not agree.
 */
export type SliceExpression = {
  readonly kind: 'slice';
  readonly arg: Expression;
  readonly salt: string;
  readonly count: number;
};
