import type { Expression } from './expression';
import type {
  Cte,
  OrderItem,
  Query,
  Relation,
  SelectItem,
  SelectQuery,
} from './query';

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

export const table = (name: string, alias: string = name): Relation =>
  Object.freeze({ kind: 'table', name, alias });

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
