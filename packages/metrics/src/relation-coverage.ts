import { aggregate, column, item, select, subquery } from '@etude/sql';
import type { SelectQuery } from '@etude/sql';
import type { EntityRelation } from './entity-relation';
import type { FactTable } from './fact-table';
import { TO_ID, FROM_ID, mappingStates } from './related-source';
import { sourceRelation } from './source-relation';

const STATES = 'states';

/**
 * One row that tells how much of a relation can be used: `known`, the ids that
 * its rows are about (or, where it changes with time, their changes), and
 * `owned`, those that lead to exactly one other id.
 */
export const relationCoverageQuery = (
  relation: EntityRelation,
  table: FactTable,
): SelectQuery =>
  select({
    items: [
      item('known', aggregate('count', column(STATES, FROM_ID))),
      item('owned', aggregate('count', column(STATES, TO_ID))),
    ],
    from: subquery(
      mappingStates(
        {
          source: table.source,
          fromColumn: table.entityColumns[relation.from] ?? '',
          toColumn: table.entityColumns[relation.to] ?? '',
          validFromColumn: relation.validFromColumn ?? null,
        },
        sourceRelation,
      ),
      STATES,
    ),
  });
