export {
  aggregate,
  aggregateWhen,
  and,
  arithmetic,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  countRows,
  covariance,
  date,
  dateTrunc,
  distinctFrom,
  exactQuantile,
  greatest,
  isIn,
  isNull,
  isTextIn,
  lastBy,
  least,
  literal,
  not,
  or,
  rowNumber,
  slice,
  timestamp,
  timestampDifference,
  timestampPlus,
  variance,
} from './build-expression';
export {
  ascending,
  item,
  rawSource,
  select,
  subquery,
  table,
  unionAll,
  withCtes,
} from './build-query';
export type { SelectParts } from './build-query';
export type { Capabilities } from './capabilities';
export type { Dialect, PrintContext } from './dialect';
export { DIALECT_IDS } from './dialect-id';
export type { DialectId } from './dialect-id';
export { dialectById } from './dialects/dialect-by-id';
export type {
  AggregateFunction,
  ArithmeticOperator,
  ComparisonOperator,
  DateTruncUnit,
  Expression,
  OrderItem,
  SqlType,
} from './expression';
export type {
  Increment,
  IncrementInspection,
  IncrementProgram,
  IncrementStep,
  KeptState,
  PartitionDay,
} from './increment-program';
export { printExpression } from './print-expression';
export { printSql } from './print-sql';
export type {
  Cte,
  Join,
  Query,
  Relation,
  SelectItem,
  SelectQuery,
} from './query';
