import type { Expression, OrderItem } from './expression';

export type SelectItem = {
  readonly expression: Expression;
  readonly alias: string;
};

/** What a select reads from; every relation has an alias but a plain table. */
export type Relation = TableRelation | RawSource | SubqueryRelation;

export type TableRelation = {
  readonly kind: 'table';
  /** From the outermost name in: catalog, schema, table, as far as needed. */
  readonly path: readonly string[];
  readonly alias: string;
};

/** SQL that a person wrote: printed untouched inside a subquery. */
export type RawSource = {
  readonly kind: 'raw';
  readonly sql: string;
  readonly alias: string;
};

export type SubqueryRelation = {
  readonly kind: 'subquery';
  readonly query: Query;
  readonly alias: string;
};

/** A cross join pairs every row with every row. */
export type Join =
  | {
      readonly type: 'inner' | 'left' | 'full';
      readonly relation: Relation;
      readonly on: Expression;
    }
  | { readonly type: 'cross'; readonly relation: Relation };

export type SelectQuery = {
  readonly kind: 'select';
  readonly items: readonly SelectItem[];
  readonly from: Relation | null;
  readonly joins: readonly Join[];
  readonly where: Expression | null;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | null;
  readonly orderBy: readonly OrderItem[];
};

export type UnionAllQuery = {
  readonly kind: 'union-all';
  readonly queries: readonly Query[];
};

export type Cte = {
  readonly name: string;
  readonly query: Query;
  /**
   * Whether the engine should compute it once or fold it into its readers: a
   * hint, written where an engine has the words for it and heeds them.
   */
  readonly materialize?: boolean;
};

export type WithQuery = {
  readonly kind: 'with';
  readonly ctes: readonly Cte[];
  readonly body: Query;
};

/** A whole query; the set is closed and nodes are never mutated. */
export type Query = SelectQuery | UnionAllQuery | WithQuery;
