import { withCtes } from '@etude/sql';
import type { Query, Relation } from '@etude/sql';

const relationTables = (relation: Relation): string[] => {
  switch (relation.kind) {
    case 'table':
      return relation.path.length === 1 ? [...relation.path] : [];
    case 'subquery':
      return tablesOf(relation.query);
    case 'raw':
      return [];
  }
};

/** Names of the tables that a query reads, those of its CTEs too. */
const tablesOf = (query: Query): string[] => {
  switch (query.kind) {
    case 'select':
      return [
        ...(query.from === null ? [] : relationTables(query.from)),
        ...query.joins.flatMap(({ relation }) => relationTables(relation)),
      ];
    case 'union-all':
      return query.queries.flatMap(tablesOf);
    case 'with':
      return [
        ...query.ctes.flatMap(cte => tablesOf(cte.query)),
        ...tablesOf(query.body),
      ];
  }
};

/**
 * The query with other queries in the place of some of its CTEs, and without
 * those that nobody reads any more.
 */
export const withReplacedCtes = (
  query: Query,
  replacements: Readonly<Record<string, Query>> = {},
): Query => {
  if (query.kind !== 'with') return query;
  const ctes = query.ctes.map(cte => ({
    ...cte,
    query: replacements[cte.name] ?? cte.query,
  }));
  const read = new Set(tablesOf(query.body));
  // A CTE reads those before it only.
  const kept = ctes.toReversed().filter(({ name, query: own }) => {
    if (!read.has(name)) return false;
    for (const table of tablesOf(own)) read.add(table);
    return true;
  });
  return withCtes(kept.toReversed(), query.body);
};
