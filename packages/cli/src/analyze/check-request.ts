import type { Problem } from '@etude/kernel';
import type { ExperimentPlan } from '@etude/lifecycle';
import { validatePlan } from '@etude/lifecycle';
import type { AnalyzeRequest } from './analyze-request';
import { checkClusters } from './check-clusters';
import { checkColumns } from './check-columns';
import { checkCovariates } from './check-covariates';
import { checkDimensions } from './check-dimensions';
import { checkLooks } from './check-looks';
import type { TableLooks } from './check-looks';
import { checkMetricValues } from './check-metric-values';
import { checkUnits } from './check-units';
import type { TableVariants } from './check-variants';
import { checkVariants } from './check-variants';
import type { InputTable } from './input-table';
import { metricColumns } from './requested-metric';
import type { TableExperiment, TypedMetric } from './table-experiment';
import { tablePlan } from './table-plan';

/** An experiment that can be analysed, or everything that keeps it from it. */
export type CheckedRequest = {
  readonly experiment: TableExperiment;
  readonly problems: readonly Problem[];
};

const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  widthRelative: '--width',
  burnInUnits: '--burn-in',
  spending: '--spending',
  plannedLooks: '--looks',
  plannedDays: '--looks',
  alpha: '--alpha',
  power: '--power',
};

/** The option that a field of a plan comes from. */
const optionOf = (path: string, request: AnalyzeRequest): string => {
  const index = /^metrics\[(\d+)\]/.exec(path)?.[1];
  const role = index === undefined ? undefined : request.metrics[+index]?.role;
  if (role !== undefined) return `--${role}`;
  if (path === 'requiredUnits') return '--planned-units';
  const field = /^design\.(\w+)/.exec(path)?.[1] ?? '';
  return OPTION_OF_FIELD[field] ?? '--design';
};

/** Problems of rates, design and metrics; variants are the table's. */
const planProblems = (
  plan: ExperimentPlan,
  request: AnalyzeRequest,
): readonly Problem[] =>
  validatePlan(plan)
    .filter(({ path = '' }) => /^(design|metrics|requiredUnits)/.test(path))
    .map(problem => ({
      ...problem,
      path: optionOf(problem.path ?? '', request),
    }));

const NO_VARIANTS: TableVariants = { control: '', variants: [], problems: [] };
const NO_LOOKS: TableLooks = { schedule: null, problems: [] };

const checkMetrics = async (
  input: InputTable,
  request: AnalyzeRequest,
  has: (column: string) => boolean,
): Promise<{
  readonly metrics: readonly TypedMetric[];
  readonly problems: readonly Problem[];
}> => {
  const { unitColumn, variantColumn } = request;
  const problems: Problem[] = [];
  const metrics: TypedMetric[] = [];
  const seen = new Set<string>();
  for (const metric of request.metrics) {
    const columns = metricColumns(metric);
    if (
      seen.has(metric.metricId) ||
      !columns.every(has) ||
      columns.some(name => name === unitColumn || name === variantColumn)
    ) {
      continue;
    }
    seen.add(metric.metricId);
    const values = await checkMetricValues(input, metric);
    metrics.push({ metric, type: values.type });
    problems.push(...values.problems);
  }
  return { metrics, problems };
};

/**
 * Checks a request against its table: columns, units, variants, values, looks
 * and the plan of the decision. Cells of missing columns are not looked at.
 */
export const checkRequest = async (
  input: InputTable,
  request: AnalyzeRequest,
): Promise<CheckedRequest> => {
  const { unitColumn, variantColumn, clusterColumn } = request;
  const has = (column: string) =>
    input.columns.some(({ name }) => name === column);
  const variants = has(variantColumn)
    ? await checkVariants(input, request)
    : NO_VARIANTS;
  const metrics = await checkMetrics(input, request, has);
  const covariates = await checkCovariates(input, request);
  const looks =
    request.looks !== null && has(request.looks.column)
      ? await checkLooks(input, request.looks, clusterColumn)
      : NO_LOOKS;
  const plan = tablePlan(request, variants, {
    looks: looks.schedule,
    rows: input.rows,
  });
  return {
    experiment: {
      plan,
      unitColumn,
      variantColumn,
      clusterColumn,
      metrics: metrics.metrics,
      covariates: covariates.covariates,
      dimensions: request.dimensions,
      looks: looks.schedule,
      plannedUnits: request.design.plannedUnits,
    },
    problems: [
      ...checkColumns(input, request),
      ...(has(unitColumn) ? await checkUnits(input, unitColumn) : []),
      ...variants.problems,
      ...(clusterColumn !== null && has(clusterColumn)
        ? await checkClusters(input, clusterColumn)
        : []),
      ...metrics.problems,
      ...covariates.problems,
      ...(await checkDimensions(input, request)),
      ...looks.problems,
      ...planProblems(plan, request),
    ],
  };
};
