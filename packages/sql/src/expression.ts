/** Column types that the tree can name; each dialect spells them itself. */
export type SqlType =
  'boolean' | 'bigint' | 'double' | 'text' | 'timestamp' | 'date';

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/';
export type AggregateFunction = 'count' | 'sum' | 'min' | 'max' | 'mean';
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
  | LeastExpression
  | TimestampPlusExpression
  | TimestampDifferenceExpression
  | DateTruncExpression
  | CountRowsExpression
  | AggregateExpression
  | ConditionalAggregateExpression
  | VarianceExpression
  | CovarianceExpression;

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
};

export type IsNullExpression = {
  readonly kind: 'is-null';
  readonly arg: Expression;
};

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

export type LeastExpression = {
  readonly kind: 'least';
  readonly args: readonly Expression[];
};

/** A timestamp moved by a fixed number of seconds, fractions allowed. */
export type TimestampPlusExpression = {
  readonly kind: 'timestamp-plus';
  readonly timestamp: Expression;
  readonly seconds: number;
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

export type AggregateExpression = {
  readonly kind: 'aggregate';
  readonly aggregate: AggregateFunction;
  readonly arg: Expression;
};

/** An aggregate over the rows where `condition` holds; NULL when none does. */
export type ConditionalAggregateExpression = {
  readonly kind: 'conditional-aggregate';
  readonly aggregate: AggregateFunction;
  readonly arg: Expression;
  readonly condition: Expression;
};

/** Sample variance (divisor n − 1), centred; NULL for fewer than two rows. */
export type VarianceExpression = {
  readonly kind: 'variance';
  readonly arg: Expression;
};

/** Sample covariance (divisor n − 1), centred; NULL for fewer than two rows. */
export type CovarianceExpression = {
  readonly kind: 'covariance';
  readonly left: Expression;
  readonly right: Expression;
};
