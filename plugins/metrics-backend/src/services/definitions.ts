import type { Problem } from '@etude/kernel';
import { relationsOnTheWay } from '@etude/metrics';
import type { EntityRelation, FactTable, Metric } from '@etude/metrics';
import { notFoundProblem } from '../metrics-errors';
import type { FactTableStore } from '../stores/fact-table-store';
import type { MetricStore } from '../stores/metric-store';
import type { RelationStore } from '../stores/relation-store';

export type DefinitionStores = {
  readonly metrics: MetricStore;
  readonly factTables: FactTableStore;
  readonly relations: RelationStore;
};

export type LoadedDefinitions = {
  /** In the order asked, without those that do not exist. */
  readonly metrics: Metric[];
  readonly factTables: FactTable[];
  /** All there are; their fact tables are among `factTables`. */
  readonly relations: EntityRelation[];
  /** One for each metric that does not exist, by its id. */
  readonly missing: ReadonlyMap<string, Problem>;
};

/** The fact tables that a metric reads: its own, and those of its steps. */
export const metricFactTableIds = ({
  factTableId,
  steps,
}: Metric): string[] => [
  ...new Set([
    factTableId,
    ...(steps ?? []).flatMap(step => step.factTableId ?? []),
  ]),
];

/** What a computation reads to follow relations to the entity of its units. */
export const relationReaders = (
  request: Parameters<typeof relationsOnTheWay>[0],
): { readonly what: string; readonly factTableId: string }[] =>
  relationsOnTheWay(request).map(({ id, factTableId }) => ({
    what: `relation '${id}'`,
    factTableId,
  }));

/**
 * The metrics asked for with all fact tables that they need, and those in
 * `factTableIds`. A fact table that does not exist is left to planning, which
 * names it together with what wants it.
 */
export const loadDefinitions = async (
  stores: DefinitionStores,
  ids: {
    readonly metricIds: readonly string[];
    readonly factTableIds: readonly string[];
  },
): Promise<LoadedDefinitions> => {
  const stored = new Map(
    (await stores.metrics.listByIds(ids.metricIds)).map(metric => [
      metric.id,
      metric,
    ]),
  );
  const metrics = ids.metricIds.flatMap(id => stored.get(id) ?? []);
  const relations = await stores.relations.list();
  const factTableIds = new Set([
    ...metrics.flatMap(metricFactTableIds),
    ...relations.map(({ factTableId }) => factTableId),
    ...ids.factTableIds,
  ]);
  const factTables = await stores.factTables.listByIds(
    [...factTableIds].sort(),
  );
  const missing = new Map(
    ids.metricIds.flatMap((id, index): [string, Problem][] =>
      stored.has(id)
        ? []
        : [
            [
              id,
              { ...notFoundProblem('metric', id), path: `metricIds[${index}]` },
            ],
          ],
    ),
  );
  return { metrics, factTables, relations, missing };
};
