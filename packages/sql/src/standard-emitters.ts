import { and, caseWhen, isNull, not } from './build-expression';
import type { Emitter, PrintContext } from './dialect';
import type {
  AggregateExpression,
  AggregateFunction,
  CastExpression,
  CovarianceExpression,
  DistinctFromExpression,
  ExactQuantileExpression,
  Expression,
  InExpression,
  LastByExpression,
  VarianceExpression,
} from './expression';

/** What dialects share; each names the ones that hold for its engine. */

/** `CAST(x AS type)`. */
export const castAs =
  (type: (name: CastExpression['type']) => string): Emitter<CastExpression> =>
  (context, node) =>
    `CAST(${context.expression(node.arg)} AS ${type(node.type)})`;

/** `a IS DISTINCT FROM b` (SQL:1999, feature T151). */
export const standardDistinctFrom: Emitter<DistinctFromExpression> = (
  context,
  node,
) =>
  `(${context.expression(node.left)} IS DISTINCT FROM ${context.expression(node.right)})`;

/** The same where the operator is missing. */
export const comparedDistinctFrom: Emitter<DistinctFromExpression> = (
  context,
  node,
) => {
  const left = context.expression(node.left);
  const right = context.expression(node.right);
  return `(NOT COALESCE((${left} = ${right}), ((${left} IS NULL) AND (${right} IS NULL))))`;
};

/** `a IN (b, …)`. */
export const standardIn: Emitter<InExpression> = (context, { arg, values }) =>
  `(${context.expression(arg)} IN (${values.map(context.expression).join(', ')}))`;

export type AggregateNames = Record<
  Exclude<AggregateFunction, 'count-distinct'>,
  string
>;

/** Names of SQL:1999. */
export const STANDARD_AGGREGATES: AggregateNames = {
  count: 'COUNT',
  sum: 'SUM',
  min: 'MIN',
  max: 'MAX',
  mean: 'AVG',
};

const aggregateCall = (
  context: PrintContext,
  names: AggregateNames,
  { aggregate, arg }: Pick<AggregateExpression, 'aggregate' | 'arg'>,
): string =>
  aggregate === 'count-distinct'
    ? `COUNT(DISTINCT ${context.expression(arg)})`
    : context.call(names[aggregate], arg);

/** `SUM(x) FILTER (WHERE …)` (SQL:2003, feature T612). */
export const filteredAggregate =
  (names: AggregateNames): Emitter<AggregateExpression> =>
  (context, node) => {
    const call = aggregateCall(context, names, node);
    return node.condition === null
      ? call
      : `${call} ${filter(context, node.condition)}`;
  };

/** `SUM(CASE WHEN … THEN x END)`, where there is no FILTER. */
export const caseAggregate =
  (names: AggregateNames): Emitter<AggregateExpression> =>
  (context, { aggregate, arg, condition }) =>
    aggregateCall(context, names, { aggregate, arg: onlyWhen(condition, arg) });

/** `FILTER (WHERE …)`. */
export const filter = (context: PrintContext, condition: Expression): string =>
  `FILTER (WHERE ${context.expression(condition)})`;

/** The value where the condition holds, else NULL. */
export const onlyWhen = (
  condition: Expression | null,
  value: Expression,
): Expression =>
  condition === null ? value : caseWhen([{ when: condition, then: value }]);

/** Holds for the rows among which `lastBy` chooses. */
export const isCandidate = (node: LastByExpression): Expression =>
  and([
    ...(node.condition === null ? [] : [node.condition]),
    not(isNull(node.at)),
    not(isNull(node.arg)),
  ]);

/** `PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x)` (SQL:2003, type 7). */
export const percentileCont: Emitter<ExactQuantileExpression> = (
  context,
  node,
) =>
  `PERCENTILE_CONT(${node.level}) WITHIN GROUP (ORDER BY ${context.expression(node.arg)})`;

export const standardVariance: Emitter<VarianceExpression> = (context, node) =>
  context.call('VAR_SAMP', node.arg);

export const standardCovariance: Emitter<CovarianceExpression> = (
  context,
  node,
) => context.call('COVAR_SAMP', node.left, node.right);
