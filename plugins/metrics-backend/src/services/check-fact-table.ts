import type { Problem } from '@etude/kernel';
import type { FactTable } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import { columnKind } from './column-type';
import type { ColumnKind } from './column-type';

type Use = {
  readonly column: string;
  readonly path: string;
  readonly as: string;
  readonly type?: {
    readonly kinds: readonly ColumnKind[];
    readonly words: string;
  };
};

const usesOf = (factTable: FactTable): Use[] => [
  ...(factTable.timestampColumn === null
    ? []
    : [
        {
          column: factTable.timestampColumn,
          path: 'timestampColumn',
          as: 'the time of a row',
          type: { kinds: ['time'], words: 'a timestamp or a date' } as const,
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
    type: { kinds: ['number', 'boolean'], words: 'a number' } as const,
  })),
  ...factTable.dimensions.map((column, index) => ({
    column,
    path: `dimensions[${index}]`,
    as: 'a dimension',
  })),
];

const problemOf = (
  use: Use,
  columns: readonly Column[],
): Problem | undefined => {
  const column = columns.find(({ name }) => name === use.column);
  if (!column) {
    const names = columns.map(({ name }) => name);
    return {
      code: 'ETUDE_METRICS_COLUMN_MISSING',
      message: `Column '${use.column}', wanted for ${use.as}, is not in the source. Choose one of its columns: ${names.join(', ')}.`,
      path: use.path,
      details: { column: use.column, columns: names },
    };
  }
  if (use.type && !use.type.kinds.includes(columnKind(column.type))) {
    return {
      code: 'ETUDE_METRICS_COLUMN_TYPE',
      message: `Column '${use.column}', wanted for ${use.as}, is of type ${column.type}, not ${use.type.words}. Choose another column, or convert it with a query as the source.`,
      path: use.path,
      details: { column: use.column, type: column.type },
    };
  }
  return undefined;
};

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
  ...usesOf(factTable).flatMap(use => problemOf(use, columns) ?? []),
];
