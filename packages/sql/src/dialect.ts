import type { DialectId } from './dialect-id';
import type {
  AggregateFunction,
  ConditionalAggregateExpression,
  DateTruncExpression,
  Expression,
  LiteralExpression,
  SqlType,
  TimestampDifferenceExpression,
  TimestampPlusExpression,
  CovarianceExpression,
  VarianceExpression,
} from './expression';

/** What an emitter calls back into, so that overrides hold at every depth. */
export type PrintContext = {
  readonly expression: (node: Expression) => string;
  readonly literal: (value: LiteralExpression['value']) => string;
  /** `NAME(arg, …)` with printed arguments. */
  readonly call: (name: string, ...args: readonly Expression[]) => string;
};

/**
 * How one engine writes what engines write differently. A record of emitters:
 * no engine name is compared anywhere else.
 */
export type Dialect = {
  readonly id: DialectId;
  readonly quoteIdentifier: (name: string) => string;
  readonly quoteText: (text: string) => string;
  readonly type: (type: SqlType) => string;
  readonly timestamp: (instant: Date) => string;
  readonly date: (instant: Date) => string;
  /** Aggregate names whose sums keep their digits where the engine has them. */
  readonly aggregate: (aggregate: AggregateFunction) => string;
  readonly conditionalAggregate: (
    context: PrintContext,
    node: ConditionalAggregateExpression,
  ) => string;
  readonly timestampPlus: (
    context: PrintContext,
    node: TimestampPlusExpression,
  ) => string;
  readonly timestampDifference: (
    context: PrintContext,
    node: TimestampDifferenceExpression,
  ) => string;
  readonly dateTrunc: (
    context: PrintContext,
    node: DateTruncExpression,
  ) => string;
  readonly variance: (
    context: PrintContext,
    node: VarianceExpression,
  ) => string;
  readonly covariance: (
    context: PrintContext,
    node: CovarianceExpression,
  ) => string;
};
