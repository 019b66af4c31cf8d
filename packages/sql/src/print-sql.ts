import { assertNever } from '@etude/kernel';
import type { Dialect } from './dialect';
import { dialectById } from './dialects/dialect-by-id';
import type { DialectId } from './dialect-id';
import type { Expression } from './expression';
import { printExpression, printOrder } from './print-expression';
import type { Join, Query, Relation, SelectQuery } from './query';

/** The text of a query for an engine: same tree, same text, no trailing `;`. */
export const printSql = (query: Query, dialect: DialectId): string =>
  queryLines(dialectById(dialect), query).join('\n');

// Queries are printed as lines that carry their own indent, because indenting
// finished text would reach into quoted text and user SQL of several lines.
const indented = (lines: readonly string[]): string[] =>
  lines.map(line => `  ${line}`);

const queryLines = (dialect: Dialect, query: Query): string[] => {
  switch (query.kind) {
    case 'select':
      return selectLines(dialect, query);
    case 'union-all':
      return query.queries.flatMap((part, index) => [
        ...(index === 0 ? [] : ['UNION ALL']),
        ...queryLines(dialect, part),
      ]);
    case 'with':
      return [
        'WITH',
        ...query.ctes.flatMap((cte, index) => [
          `${dialect.quoteIdentifier(cte.name)} ${dialect.cteKeyword(cte.materialize)} (`,
          ...indented(queryLines(dialect, cte.query)),
          index === query.ctes.length - 1 ? ')' : '),',
        ]),
        ...queryLines(dialect, query.body),
      ];
    default:
      return assertNever(query);
  }
};

const relationLines = (
  dialect: Dialect,
  keyword: string,
  relation: Relation,
): [...string[], string] => {
  const alias = dialect.quoteIdentifier(relation.alias);
  switch (relation.kind) {
    case 'table': {
      const name = relation.path.map(dialect.quoteIdentifier).join('.');
      return [`${keyword} ${name === alias ? name : `${name} AS ${alias}`}`];
    }
    case 'raw':
      // The bracket stands on its own line: a comment at the end must not
      // swallow it.
      return [`${keyword} (`, relation.sql, `) AS ${alias}`];
    case 'subquery':
      return [
        `${keyword} (`,
        ...indented(queryLines(dialect, relation.query)),
        `) AS ${alias}`,
      ];
    default:
      return assertNever(relation);
  }
};

const JOINS: Record<Join['type'], string> = {
  inner: 'INNER JOIN',
  left: 'LEFT JOIN',
  full: 'FULL JOIN',
  cross: 'CROSS JOIN',
};

const selectLines = (dialect: Dialect, query: SelectQuery): string[] => {
  const isGrouped = query.groupBy.length > 0;
  const print = (node: Expression) =>
    printExpression(dialect, node, { isGrouped });
  const list = (nodes: readonly Expression[]) => nodes.map(print).join(', ');
  const last = query.items.length - 1;
  const lines = [
    'SELECT',
    ...query.items.map(
      ({ expression, alias }, index) =>
        `  ${print(expression)} AS ${dialect.quoteIdentifier(alias)}${index === last ? '' : ','}`,
    ),
  ];
  if (query.from) lines.push(...relationLines(dialect, 'FROM', query.from));
  for (const join of query.joins) {
    lines.push(...relationLines(dialect, JOINS[join.type], join.relation));
    if (join.type !== 'cross') lines.push(`  ON ${print(join.on)}`);
  }
  if (query.where) lines.push(`WHERE ${print(query.where)}`);
  if (query.groupBy.length > 0) lines.push(`GROUP BY ${list(query.groupBy)}`);
  if (query.having) lines.push(`HAVING ${print(query.having)}`);
  if (query.orderBy.length > 0) {
    lines.push(`ORDER BY ${printOrder(print, query.orderBy)}`);
  }
  return lines;
};
