import type {
  ExperimentDesign,
  ExperimentPlan,
  PlannedSpending,
} from '@etude/lifecycle';
import type { TrafficRow } from '@etude/metrics';
import type { TableAnalysis } from './analyze-table';
import type { TableExperiment, TypedMetric } from './table-experiment';

const unitsOf = (traffic: readonly TrafficRow[], variant: string): number =>
  traffic
    .filter(row => row.variant === variant)
    .reduce((sum, { units }) => sum + units, 0);

/** A spending function as `--spending` takes it. */
const spendingText = (spending: PlannedSpending): string => {
  switch (spending.kind) {
    case 'power':
      return `power:${spending.exponent}`;
    case 'hwang-shih-decani':
      return `hwang-shih-decani:${spending.gamma}`;
    default:
      return spending.kind;
  }
};

const rulesOf = (design: ExperimentDesign) => ({
  plannedLooks: design.kind === 'group-sequential' ? design.plannedLooks : null,
  spending:
    design.kind === 'group-sequential' ? spendingText(design.spending) : null,
  overRun: design.kind === 'group-sequential' ? design.overRun : null,
  widthRelative: design.kind === 'fixed-width' ? design.widthRelative : null,
  burnInUnits:
    design.kind === 'fixed-power' || design.kind === 'fixed-width'
      ? (design.burnInUnits ?? null)
      : null,
});

const metricDesign = (
  { metric, type }: TypedMetric,
  { covariates }: TableExperiment,
) => ({
  name: metric.metricId,
  role: metric.role,
  direction: metric.direction,
  type,
  numerator: metric.ratio?.numerator ?? null,
  denominator: metric.ratio?.denominator ?? null,
  quantile: metric.quantile?.probability ?? null,
  mdeRelative: metric.mdeRelative ?? null,
  nimRelative: metric.nimRelative ?? null,
  covariates: covariates
    .filter(({ metricId }) => metricId === metric.metricId)
    .map(({ column, missingUnits, hasIndicator }) => ({
      column,
      missingUnits,
      hasIndicator,
    })),
});

const variantsOf = (
  { variants }: ExperimentPlan,
  { computation, members }: TableAnalysis,
) => {
  const totalWeight = variants.reduce((sum, { weight }) => sum + weight, 0);
  return variants.map(({ id, weight }) => ({
    name: id,
    plannedShare: weight / totalWeight,
    units: unitsOf(computation.traffic, id),
    members: members === null ? null : unitsOf(members.traffic, id),
  }));
};

/** How the experiment was judged, and where the table has what it needs. */
export const designDocument = (
  experiment: TableExperiment,
  analysis: TableAnalysis,
) => {
  const { plan, result } = analysis;
  return {
    kind: plan.design.kind,
    unitColumn: experiment.unitColumn,
    variantColumn: experiment.variantColumn,
    clusterColumn: experiment.clusterColumn,
    exposedAtColumn: experiment.looks?.column ?? null,
    dimensions: experiment.dimensions,
    control: plan.controlVariant,
    variants: variantsOf(plan, analysis),
    metrics: experiment.metrics.map(metric => metricDesign(metric, experiment)),
    alpha: plan.design.alpha,
    power: plan.design.power,
    guarantee:
      plan.decisionRule?.kind === 'standard'
        ? plan.decisionRule.guarantee
        : 'default',
    plannedUnits: plan.requiredUnits ?? null,
    ...rulesOf(plan.design),
    levels: {
      success: result.design.alphaSuccess,
      guardrail: result.design.alphaGuardrail,
      deterioration: result.design.alphaDeterioration,
      powerPerMetric: result.design.powerPerMetric,
    },
  };
};
