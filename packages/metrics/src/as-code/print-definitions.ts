import { Document } from 'yaml';
import type { Definitions } from './definitions';
import { writeExperiment } from './write-experiment';
import { writeFactTable } from './read-fact-table';
import { writeMetric } from './write-metric';
import { writeRelation } from './read-relation';

const section = <T extends { readonly id: string }>(
  parts: readonly T[],
  write: (part: T) => unknown,
): Map<string, unknown> | null =>
  parts.length === 0 ? null : new Map(parts.map(one => [one.id, write(one)]));

/**
 * Definitions as a `definitions.yaml`, for a person to keep in version
 * control: `parseDefinitions` reads from it the same definitions.
 */
export const printDefinitions = (definitions: Definitions): string => {
  const { columns, entities, factTables, relations, metrics, experiments } =
    definitions;
  const sections: [string, unknown][] = [
    [
      'columns',
      columns.length === 0
        ? null
        : new Map(
            columns.map(({ table, types }) => [
              table,
              new Map(Object.entries(types)),
            ]),
          ),
    ],
    [
      'entities',
      new Map(
        entities.map(({ id, description }) => [
          id,
          description === '' ? {} : { description },
        ]),
      ),
    ],
    ['factTables', section(factTables, writeFactTable)],
    ['relations', section(relations, writeRelation)],
    ['metrics', section(metrics, writeMetric)],
    ['experiments', section(experiments, writeExperiment)],
  ];
  const present = sections.filter(([, value]) => value !== null);
  return new Document(new Map(present), {
    aliasDuplicateObjects: false,
  }).toString({ lineWidth: 0 });
};
