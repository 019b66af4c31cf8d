import { EtudeError, assertNever } from '@etude/kernel';
import type { Dialect, PrintContext } from './dialect';
import type { Expression, LiteralExpression } from './expression';

const printNumber = (value: number): string => {
  if (!Number.isFinite(value)) {
    throw new EtudeError(
      `The number ${value} cannot be written in SQL. Use a finite number.`,
      { code: 'ETUDE_SQL_NUMBER', kind: 'user', details: { value } },
    );
  }
  const text = String(value);
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
export const printExpression = (dialect: Dialect, root: Expression): string => {
  const print = (node: Expression): string => printNode(dialect, context, node);
  const list = (nodes: readonly Expression[]) => nodes.map(print).join(', ');
  const context: PrintContext = {
    expression: print,
    literal: value => printLiteral(dialect, value),
    call: (name, ...args) => `${name}(${list(args)})`,
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
    case 'comparison':
    case 'arithmetic':
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
    case 'distinct-from':
      return `(${print(node.left)} IS DISTINCT FROM ${print(node.right)})`;
    case 'in':
      return node.values.length === 0
        ? 'FALSE'
        : `(${print(node.arg)} IN (${node.values.map(print).join(', ')}))`;
    case 'is-null':
      return `(${print(node.arg)} IS NULL)`;
    case 'case':
      return printCase(print, node);
    case 'cast':
      return `CAST(${print(node.arg)} AS ${dialect.type(node.type)})`;
    case 'coalesce':
      return context.call('COALESCE', ...node.args);
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
      return context.call(dialect.aggregate(node.aggregate), node.arg);
    case 'conditional-aggregate':
      return dialect.conditionalAggregate(context, node);
    case 'variance':
      return dialect.variance(context, node);
    case 'covariance':
      return dialect.covariance(context, node);
    default:
      return assertNever(node);
  }
};
