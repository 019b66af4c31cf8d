import { canonicalTimeZone, daysAfter, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import type { ComputationPlan } from './computation-plan';
import type { EntityRelation } from './entity-relation';
import type { FactTable } from './fact-table';
import { isPartitionedByTime } from './lake-partition';
import type { Metric } from './metric';
import { planMetrics } from './plan-computation';
import { relateFactTables } from './relate-fact-tables';
import { unknownTimeZone } from './request-problems';

/** The one variant of a baseline: nobody is treated. */
export const BASELINE_VARIANT = 'all';

/**
 * What the metrics of one population look like without an experiment. The
 * population is every unit with a fact in `populationFactTableId` in the
 * `days` before `until`; its first fact there stands for its exposure. Days
 * are those of `timeZone` (IANA, default UTC).
 */
export type BaselineRequest = {
  readonly populationFactTableId: string;
  readonly entity: string;
  readonly days: number;
  readonly until: string;
  readonly timeZone?: string;
  readonly metrics: readonly Metric[];
  readonly factTables: readonly FactTable[];
  readonly relations?: readonly EntityRelation[];
};

/** The plan of a baseline, or every reason why there is none. */
export const planBaseline = (
  request: BaselineRequest,
): Result<ComputationPlan> => {
  const { factTables, problems } = relateFactTables(request);
  const population = factTables.find(
    candidate => candidate.id === request.populationFactTableId,
  );
  const unitColumn = population?.entityColumns[request.entity];
  if (population === undefined || unitColumn === undefined) {
    return refused({
      code: 'ETUDE_BASELINE_POPULATION',
      path: 'populationFactTableId',
      message: `Fact table '${request.populationFactTableId}' is unknown or has no column for entity '${request.entity}', so it names no population. Choose a fact table with that entity.`,
    });
  }
  if (!(request.days > 0)) {
    return refused({
      code: 'ETUDE_BASELINE_DAYS',
      path: 'days',
      message: `A baseline over ${request.days} days has no facts. Use at least one day.`,
    });
  }
  const { timeZone = 'UTC' } = request;
  if (canonicalTimeZone(timeZone) === undefined) {
    return refused(unknownTimeZone(timeZone));
  }
  const from = daysAfter(request.until, -request.days, timeZone);
  const input = {
    experimentId: `baseline of ${population.id}`,
    entity: request.entity,
    variants: [BASELINE_VARIANT],
    units: {
      kind: 'population' as const,
      source: population.source,
      unitColumn,
      timestampColumn: population.timestampColumn,
      isPartitionedByTime: isPartitionedByTime(population),
      from,
      until: request.until,
    },
    exposureFilter: null,
    dimensions: [],
    timeZone,
    from,
    until: request.until,
    metrics: request.metrics,
    factTables,
  };
  return planMetrics(input, { problems });
};
