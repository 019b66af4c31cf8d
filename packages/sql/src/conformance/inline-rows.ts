import { caseWhen, cast, literal, not } from '../build-expression';
import { item, select, subquery, unionAll } from '../build-query';
import type { Expression, SqlType } from '../expression';
import type { Query, Relation } from '../query';

type Cell = string | number | boolean | null;

/** Rows that a query carries itself, typed by column. */
export const inlineRows = (
  columns: Readonly<Record<string, SqlType>>,
  rows: readonly (readonly Cell[])[],
  alias: string,
): Relation =>
  subquery(
    unionAll(
      rows.map(row =>
        select({
          items: Object.entries(columns).map(([name, type], index) =>
            item(name, cast(literal(row[index] ?? null), type)),
          ),
        }),
      ),
    ),
    alias,
  );

/** A query with an expression per column. */
export const selectOf = (
  expressions: Readonly<Record<string, Expression>>,
  from: Relation | null = null,
): Query =>
  select({
    items: Object.entries(expressions).map(([name, expression]) =>
      item(name, expression),
    ),
    from,
  });

/** 1, 0, or −1 for NULL: what a condition is, as a number. */
export const truth = (condition: Expression): Expression =>
  caseWhen(
    [
      { when: condition, then: literal(1) },
      { when: not(condition), then: literal(0) },
    ],
    literal(-1),
  );
