import type { Expression, OrderItem } from './expression';
import type { Cte, Query, Relation, SelectItem, SelectQuery } from './query';

export type SelectParts = {
  readonly items: readonly SelectItem[];
} & Partial<Omit<SelectQuery, 'kind' | 'items'>>;

/** A select; parts left out are absent from the text. */
export const select = (parts: SelectParts): SelectQuery =>
  Object.freeze({
    kind: 'select',
    items: parts.items,
    from: parts.from ?? null,
    joins: parts.joins ?? [],
    where: parts.where ?? null,
    groupBy: parts.groupBy ?? [],
    having: parts.having ?? null,
    orderBy: parts.orderBy ?? [],
  });

/** `expression AS "alias"`. */
export const item = (alias: string, expression: Expression): SelectItem =>
  Object.freeze({ expression, alias });

/**
 * A table, by its name or by a path of names (`['sales', 'orders']`), each
 * quoted on its own. The alias is the last name where none is given.
 */
export const table = (
  path: string | readonly string[],
  alias?: string,
): Relation => {
  const names = typeof path === 'string' ? [path] : path;
  return Object.freeze({
    kind: 'table',
    path: names,
    alias: alias ?? names.at(-1) ?? '',
  });
};

/** SQL written by a person, as a subquery; never edited. */
export const rawSource = (sql: string, alias: string): Relation =>
  Object.freeze({ kind: 'raw', sql, alias });

export const subquery = (query: Query, alias: string): Relation =>
  Object.freeze({ kind: 'subquery', query, alias });

export const unionAll = (queries: readonly Query[]): Query =>
  Object.freeze({ kind: 'union-all', queries });

/** `WITH … body`. */
export const withCtes = (ctes: readonly Cte[], body: Query): Query =>
  Object.freeze({ kind: 'with', ctes, body });

export const ascending = (expression: Expression): OrderItem =>
  Object.freeze({ expression, direction: 'ascending' });
