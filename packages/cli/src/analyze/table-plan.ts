import { assertNever } from '@etude/kernel';
import type { ExperimentDesign, ExperimentPlan } from '@etude/lifecycle';
import type { AnalyzeRequest } from './analyze-request';
import type { LookSchedule } from './check-looks';
import type { TableVariants } from './check-variants';
import type { RequestedMetric } from './requested-metric';

/** Names that the portal knows and a file on its own does not. */
export const ENTITY = 'unit';
export const FACT_TABLE_ID = 'file';

const MS_PER_DAY = 86_400_000;

const daysOf = (looks: LookSchedule | null): number => {
  const last = looks?.days.at(-1);
  return looks === null || last === undefined
    ? 1
    : (Date.parse(last) - Date.parse(looks.firstDay)) / MS_PER_DAY + 1;
};

const designOf = (
  { design, alpha, power }: AnalyzeRequest,
  looks: LookSchedule | null,
): ExperimentDesign => {
  const { kind, spending, overRun, widthRelative, burnInUnits } = design;
  const rates = { alpha, power, plannedDays: daysOf(looks) };
  const burnIn = burnInUnits === null ? {} : { burnInUnits };
  switch (kind) {
    case 'fixed-horizon':
    case 'always-valid':
      return { kind, ...rates };
    case 'fixed-power':
      return { kind, ...rates, ...burnIn };
    case 'fixed-width':
      return {
        kind,
        ...rates,
        ...burnIn,
        widthRelative: widthRelative ?? Number.NaN,
      };
    case 'group-sequential':
      return {
        kind,
        ...rates,
        plannedLooks: looks?.days.length ?? 1,
        spending: spending ?? { kind: 'obrien-fleming' },
        overRun: overRun ?? 'rescale',
      };
    default:
      return assertNever(kind);
  }
};

const plannedMetric = ({
  metricId,
  role,
  direction,
  mdeRelative,
  nimRelative,
}: RequestedMetric) => ({
  metricId,
  role,
  direction,
  ...(mdeRelative === undefined ? {} : { mdeRelative }),
  ...(nimRelative === undefined ? {} : { nimRelative }),
});

/**
 * The plan of the experiment whose table this is. A group sequential test
 * without a planned number of units is planned for `rows` of them, until the
 * units of its last look are counted.
 */
export const tablePlan = (
  request: AnalyzeRequest,
  { control, variants }: TableVariants,
  table: { readonly looks: LookSchedule | null; readonly rows: number },
): ExperimentPlan => {
  const { design, clusterColumn, unitColumn, variantColumn } = request;
  const requiredUnits =
    design.plannedUnits ??
    (design.kind === 'group-sequential' ? table.rows : null);
  return {
    hypothesis: `The other variants are better than ${control}.`,
    entity: ENTITY,
    targetingKeySelector: '',
    assignment: {
      kind: 'table',
      factTableId: FACT_TABLE_ID,
      unitColumn: clusterColumn ?? unitColumn,
      variantColumn,
    },
    controlVariant: control,
    variants: [...variants],
    audience: { conditions: [], proportion: 1, exclusivityTags: [] },
    metrics: request.metrics.map(plannedMetric),
    design: designOf(request, table.looks),
    decisionRule: { kind: 'standard', guarantee: design.guarantee },
    ...(requiredUnits === null ? {} : { requiredUnits }),
  };
};
