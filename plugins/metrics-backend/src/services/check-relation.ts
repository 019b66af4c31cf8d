import type { Problem } from '@etude/kernel';
import type { EntityRelation, FactTable } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import { TIME, columnUseProblem } from './column-use';

type Known = {
  readonly factTable: FactTable;
  readonly columns: readonly Column[];
  /** All other relations. */
  readonly others: readonly EntityRelation[];
};

const entityProblems = (
  { from, to }: EntityRelation,
  { factTable }: Known,
): Problem[] => {
  const entities = Object.keys(factTable.entityColumns);
  const missing = ([path, entity]: readonly [string, string]): Problem[] =>
    entities.includes(entity)
      ? []
      : [
          {
            code: 'ETUDE_METRICS_RELATION_ENTITY',
            path,
            message: `Fact table '${factTable.id}' has no column for entity '${entity}'. Choose one of ${entities.map(one => `'${one}'`).join(', ')}, or name the column in the fact table.`,
          },
        ];
  if (from !== to) {
    return [['from', from] as const, ['to', to] as const].flatMap(missing);
  }
  return [
    {
      code: 'ETUDE_METRICS_RELATION_SAME',
      path: 'to',
      message: `The relation leads from '${from}' to itself. Choose two entities.`,
    },
  ];
};

/** Everything that keeps a relation from leading anywhere. */
export const checkRelation = (
  relation: EntityRelation,
  known: Known,
): Problem[] => {
  const twin = known.others.find(
    ({ from, to }) => from === relation.from && to === relation.to,
  );
  const validFrom =
    relation.validFromColumn === undefined
      ? undefined
      : columnUseProblem(
          {
            column: relation.validFromColumn,
            path: 'validFromColumn',
            as: 'the instant from which a row holds',
            type: TIME,
          },
          { columns: known.columns, where: `'${known.factTable.id}'` },
        );
  return [
    ...entityProblems(relation, known),
    ...(twin === undefined
      ? []
      : [
          {
            code: 'ETUDE_METRICS_RELATION_TWICE',
            path: 'to',
            message: `Relation '${twin.id}' leads from '${twin.from}' to '${twin.to}' already, and facts can follow only one. Change that relation instead.`,
          },
        ]),
    ...(validFrom ? [validFrom] : []),
  ];
};
