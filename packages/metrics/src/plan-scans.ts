import type {
  ComputationPlan,
  FactScanPlan,
  FactValuePlan,
  FunnelPlan,
  MetricPlan,
  QuantilePlan,
} from './computation-plan';
import { hasExposureTime } from './computation-plan';
import { isPartitionedByTime, textColumns } from './lake-partition';
import type { PlannedFactTable } from './planned-source';
import type { Metric } from './metric';
import { metricPlan, quantilePlan } from './plan-metric';
import type { PlanInput } from './plan-input';

/** A metric with its name inside the query. */
type Named = { readonly metric: Metric; readonly column: string };

const namedMetrics = ({ metrics }: PlanInput): Named[] =>
  metrics.map((metric, index) => ({ metric, column: `metric_${index + 1}` }));

type NamedStep = FactValuePlan & { readonly factTableId: string };

const stepsOf = ({ metric, column }: Named): NamedStep[] =>
  metric.type === 'funnel'
    ? (metric.steps ?? []).map((step, index) => ({
        factTableId: step.factTableId ?? metric.factTableId,
        column: `${column}_step_${index + 1}`,
        aggregation: 'count',
        measureColumn: null,
        filters: step.filters,
      }))
    : [];

const metricsOn = (
  input: PlanInput,
  factTable: PlannedFactTable,
): { metrics: MetricPlan[]; quantiles: QuantilePlan[] } => {
  const metrics: MetricPlan[] = [];
  const quantiles: QuantilePlan[] = [];
  for (const { metric, column } of namedMetrics(input)) {
    if (metric.factTableId !== factTable.id || metric.type === 'funnel') {
      continue;
    }
    const context = { column, factTable, units: input.units };
    const quantile =
      metric.type === 'quantile' ? quantilePlan(metric, context) : null;
    if (quantile === null) metrics.push(metricPlan(metric, context));
    else quantiles.push(quantile);
  }
  return { metrics, quantiles };
};

const scanPlans = (input: PlanInput): FactScanPlan[] => {
  const isTimed = hasExposureTime(input);
  const steps = namedMetrics(input).flatMap(stepsOf);
  return input.factTables.flatMap(factTable => {
    const unitColumn = factTable.entityColumns[input.entity];
    const onTable = metricsOn(input, factTable);
    const stepsHere = steps.flatMap(({ factTableId, ...step }) =>
      factTableId === factTable.id ? [step] : [],
    );
    const { metrics, quantiles } = onTable;
    const isEmpty = metrics.length + quantiles.length + stepsHere.length === 0;
    if (unitColumn === undefined || isEmpty) return [];
    return [
      {
        factTableId: factTable.id,
        source: factTable.source,
        unitColumn,
        timestampColumn: isTimed ? factTable.timestampColumn : null,
        isPartitionedByTime: isTimed && isPartitionedByTime(factTable),
        textColumns: textColumns(factTable),
        ...onTable,
        steps: stepsHere,
      },
    ];
  });
};

const funnelPlans = (
  input: PlanInput,
  scans: readonly FactScanPlan[],
): FunnelPlan[] =>
  namedMetrics(input).flatMap(named => {
    const { metric, column } = named;
    const factTable = input.factTables.find(
      ({ id }) => id === metric.factTableId,
    );
    if (metric.type !== 'funnel' || factTable === undefined) return [];
    return [
      {
        metric: metricPlan(metric, { column, factTable, units: input.units }),
        steps: stepsOf(named).map(step => ({
          column: step.column,
          scanIndex: scans.findIndex(scan =>
            scan.steps.some(one => one.column === step.column),
          ),
        })),
      },
    ];
  });

/** Every fact table once, with all that is read from it, and the funnels. */
export const plannedScans = (
  input: PlanInput,
): Pick<ComputationPlan, 'scans' | 'funnels'> => {
  const scans = scanPlans(input);
  return { scans, funnels: funnelPlans(input, scans) };
};
