import type { Problem } from '@etude/kernel';
import type { FactTable } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import { columnUseProblem, NUMBER, TIME } from './column-use';
import type { ColumnUse } from './column-use';

const usesOf = (factTable: FactTable): ColumnUse[] => [
  ...(factTable.timestampColumn === null
    ? []
    : [
        {
          column: factTable.timestampColumn,
          path: 'timestampColumn',
          as: 'the time of a row',
          type: TIME,
        },
      ]),
  ...Object.entries(factTable.entityColumns).map(([entity, column]) => ({
    column,
    path: `entityColumns.${entity}`,
    as: `the entity '${entity}'`,
  })),
  ...factTable.measures.map((measure, index) => ({
    column: measure.column,
    path: `measures[${index}].column`,
    as: `the measure '${measure.name}'`,
    type: NUMBER,
  })),
  ...factTable.dimensions.map((column, index) => ({
    column,
    path: `dimensions[${index}]`,
    as: 'a dimension',
  })),
];

const duplicateMeasures = (factTable: FactTable): Problem[] =>
  factTable.measures.flatMap(({ name }, index) => {
    const first = factTable.measures.findIndex(other => other.name === name);
    if (first === index) return [];
    return [
      {
        code: 'ETUDE_METRICS_MEASURE_DUPLICATE',
        message: `Two measures are named '${name}', so a metric could not tell them apart. Rename one.`,
        path: `measures[${index}].name`,
      },
    ];
  });

/** Everything in a fact table that its source's `columns` cannot serve. */
export const checkFactTable = (
  factTable: FactTable,
  columns: readonly Column[],
): Problem[] => [
  ...(Object.keys(factTable.entityColumns).length === 0
    ? [
        {
          code: 'ETUDE_METRICS_ENTITY_MISSING',
          message:
            'A fact table needs at least one entity, so that its rows can be joined to the units of an experiment. Name the column that holds the unit.',
          path: 'entityColumns',
        },
      ]
    : []),
  ...duplicateMeasures(factTable),
  ...usesOf(factTable).flatMap(
    use => columnUseProblem(use, { columns, where: 'the source' }) ?? [],
  ),
];
