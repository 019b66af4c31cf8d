import { EtudeError, assertNever } from '@etude/kernel';
import { cast } from './build-expression';
import type { Dialect, PrintContext } from './dialect';
import type {
  ArithmeticExpression,
  Expression,
  LiteralExpression,
  OrderItem,
  RowNumberExpression,
} from './expression';

const printNumber = (value: number): string => {
  if (!Number.isFinite(value)) {
    throw new EtudeError(
      `The number ${value} cannot be written in SQL. Use a finite number.`,
      { code: 'ETUDE_SQL_NUMBER', kind: 'user', details: { value } },
    );
  }
  // 0.1 is a decimal to many engines and 1e-1 a double, and a whole number of
  // more digits than a BIGINT has is refused.
  const text = Number.isSafeInteger(value)
    ? String(value)
    : value.toExponential().replace('+', '');
  // A leading minus could join a minus before it into a comment.
  return text.startsWith('-') ? `(${text})` : text;
};

const printLiteral = (
  dialect: Dialect,
  value: LiteralExpression['value'],
): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number'
    ? printNumber(value)
    : dialect.quoteText(value);
};

/** The text of an expression; operators are parenthesised, never guessed. */
export const printExpression = (
  dialect: Dialect,
  root: Expression,
  { isGrouped }: Pick<PrintContext, 'isGrouped'> = { isGrouped: false },
): string => {
  const print = (node: Expression): string => printNode(dialect, context, node);
  const list = (nodes: readonly Expression[]) => nodes.map(print).join(', ');
  const context: PrintContext = {
    expression: print,
    literal: value => printLiteral(dialect, value),
    call: (name, ...args) => `${name}(${list(args)})`,
    isGrouped,
  };
  return print(root);
};

const printCase = (
  print: PrintContext['expression'],
  node: Extract<Expression, { kind: 'case' }>,
): string => {
  const branches = node.branches.map(
    branch => `WHEN ${print(branch.when)} THEN ${print(branch.then)}`,
  );
  const otherwise =
    node.otherwise === null ? [] : [`ELSE ${print(node.otherwise)}`];
  return ['CASE', ...branches, ...otherwise, 'END'].join(' ');
};

// Whole numbers are divided as whole numbers by some engines, and 0 as a
// divisor is an error, an infinity or NULL.
const printDivision = (
  print: PrintContext['expression'],
  { left, right }: ArithmeticExpression,
): string => `(${print(cast(left, 'double'))} / NULLIF(${print(right)}, 0))`;

/** `"a", "b" DESC`. */
export const printOrder = (
  print: PrintContext['expression'],
  orderBy: readonly OrderItem[],
): string =>
  orderBy
    .map(
      ({ expression, direction }) =>
        `${print(expression)}${direction === 'descending' ? ' DESC' : ''}`,
    )
    .join(', ');

const printRowNumber = (
  print: PrintContext['expression'],
  { partitionBy, orderBy }: RowNumberExpression,
): string => {
  const parts = [
    ...(partitionBy.length === 0
      ? []
      : [`PARTITION BY ${partitionBy.map(print).join(', ')}`]),
    ...(orderBy.length === 0 ? [] : [`ORDER BY ${printOrder(print, orderBy)}`]),
  ];
  return `ROW_NUMBER() OVER (${parts.join(' ')})`;
};

const printNode = (
  dialect: Dialect,
  context: PrintContext,
  node: Expression,
): string => {
  const print = context.expression;
  switch (node.kind) {
    case 'column':
      return [node.table, node.name]
        .filter(name => name !== null)
        .map(dialect.quoteIdentifier)
        .join('.');
    case 'literal':
      return context.literal(node.value);
    case 'timestamp':
      return dialect.timestamp(node.instant);
    case 'date':
      return dialect.date(node.instant);
    case 'and':
      return `(${node.terms.map(print).join(' AND ')})`;
    case 'or':
      return `(${node.terms.map(print).join(' OR ')})`;
    case 'not':
      return `(NOT ${print(node.arg)})`;
    case 'arithmetic':
      if (node.operator === '/') return printDivision(print, node);
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
    case 'comparison':
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
    case 'distinct-from':
      return dialect.distinctFrom(context, node);
    case 'in':
      return node.values.length === 0 ? 'FALSE' : dialect.isIn(context, node);
    case 'is-null':
      return `(${print(node.arg)} IS NULL)`;
    case 'case':
      return printCase(print, node);
    case 'cast':
      return dialect.cast(context, node);
    case 'coalesce':
      return context.call('COALESCE', ...node.args);
    case 'greatest':
      return context.call('GREATEST', ...node.args);
    case 'least':
      return context.call('LEAST', ...node.args);
    case 'timestamp-plus':
      return dialect.timestampPlus(context, node);
    case 'timestamp-difference':
      return dialect.timestampDifference(context, node);
    case 'date-trunc':
      return dialect.dateTrunc(context, node);
    case 'count-rows':
      return 'COUNT(*)';
    case 'aggregate':
      return dialect.aggregate(context, node);
    case 'last-by':
      return dialect.lastBy(context, node);
    case 'exact-quantile':
      return dialect.exactQuantile(context, node);
    case 'variance':
      return dialect.variance(context, node);
    case 'covariance':
      return dialect.covariance(context, node);
    case 'row-number':
      return printRowNumber(print, node);
    case 'slice':
      return dialect.slice(context, node);
    default:
      return assertNever(node);
  }
};
