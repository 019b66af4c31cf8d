import type { Capabilities } from './capabilities';
import type { DialectId } from './dialect-id';
import type {
  AggregateExpression,
  CastExpression,
  CovarianceExpression,
  DateTruncExpression,
  DistinctFromExpression,
  ExactQuantileExpression,
  Expression,
  InExpression,
  LastByExpression,
  LiteralExpression,
  SliceExpression,
  SqlType,
  TimestampDifferenceExpression,
  TimestampPlusExpression,
  VarianceExpression,
} from './expression';

/** What an emitter calls back into, so that overrides hold at every depth. */
export type PrintContext = {
  readonly expression: (node: Expression) => string;
  readonly literal: (value: LiteralExpression['value']) => string;
  /** `NAME(arg, …)` with printed arguments. */
  readonly call: (name: string, ...args: readonly Expression[]) => string;
  /** Whether aggregates are of groups, which have a row at least. */
  readonly isGrouped: boolean;
};

/** How an engine writes one kind of node. */
export type Emitter<Node> = (context: PrintContext, node: Node) => string;

/**
 * How one engine writes what engines write differently. A record of emitters:
 * no engine name is compared anywhere else.
 */
export type Dialect = {
  readonly id: DialectId;
  readonly capabilities: Capabilities;
  readonly quoteIdentifier: (name: string) => string;
  readonly quoteText: (text: string) => string;
  /** Name of a type whose values may be NULL. */
  readonly type: (type: SqlType) => string;
  readonly timestamp: (instant: Date) => string;
  readonly date: (instant: Date) => string;
  /** What stands between the name of a common table expression and its query. */
  readonly cteKeyword: (materialize: boolean | undefined) => string;
  readonly cast: Emitter<CastExpression>;
  readonly distinctFrom: Emitter<DistinctFromExpression>;
  /** Of one value or more. */
  readonly isIn: Emitter<InExpression>;
  readonly timestampPlus: Emitter<TimestampPlusExpression>;
  readonly timestampDifference: Emitter<TimestampDifferenceExpression>;
  readonly dateTrunc: Emitter<DateTruncExpression>;
  /** Sums keep their digits where the engine can add so. */
  readonly aggregate: Emitter<AggregateExpression>;
  readonly lastBy: Emitter<LastByExpression>;
  readonly exactQuantile: Emitter<ExactQuantileExpression>;
  readonly variance: Emitter<VarianceExpression>;
  readonly covariance: Emitter<CovarianceExpression>;
  readonly slice: Emitter<SliceExpression>;
};
