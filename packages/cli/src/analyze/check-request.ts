import type { Problem } from '@etude/kernel';
import type { ExperimentPlan } from '@etude/lifecycle';
import { validatePlan } from '@etude/lifecycle';
import type { AnalyzeRequest } from './analyze-request';
import { ENTITY, FACT_TABLE_ID } from './analyze-table';
import type { TableExperiment, TypedMetric } from './analyze-table';
import { checkColumns } from './check-columns';
import { checkMetricValues } from './check-metric-values';
import { checkUnits } from './check-units';
import type { TableVariants } from './check-variants';
import { checkVariants } from './check-variants';
import type { InputTable } from './input-table';

/** An experiment that can be analysed, or everything that keeps it from it. */
export type CheckedRequest = {
  readonly experiment: TableExperiment;
  readonly problems: readonly Problem[];
};

const planOf = (
  request: AnalyzeRequest,
  { control, variants }: TableVariants,
): ExperimentPlan => ({
  hypothesis: `The other variants are better than ${control}.`,
  entity: ENTITY,
  targetingKeySelector: '',
  assignment: {
    kind: 'table',
    factTableId: FACT_TABLE_ID,
    unitColumn: request.unitColumn,
    variantColumn: request.variantColumn,
  },
  controlVariant: control,
  variants: [...variants],
  audience: { conditions: [], proportion: 1, exclusivityTags: [] },
  metrics: [...request.metrics],
  design: {
    kind: 'fixed-horizon',
    alpha: request.alpha,
    power: request.power,
    plannedDays: 1,
  },
});

/** The option that a field of a plan comes from. */
const optionOf = (path: string, request: AnalyzeRequest): string => {
  const index = /^metrics\[(\d+)\]/.exec(path)?.[1];
  const role = index === undefined ? undefined : request.metrics[+index]?.role;
  if (role !== undefined) return `--${role}`;
  return path.replace(/^design\./, '--');
};

/** Problems of rates and metrics; variants are judged by the table. */
const planProblems = (
  plan: ExperimentPlan,
  request: AnalyzeRequest,
): readonly Problem[] =>
  validatePlan(plan)
    .filter(({ path = '' }) => /^(design|metrics)/.test(path))
    .map(problem => ({
      ...problem,
      path: optionOf(problem.path ?? '', request),
    }));

const NO_VARIANTS = { control: '', variants: [], problems: [] };

/**
 * Checks a request against its table: columns, units, variants, values and
 * the rates of the decision. Cells of missing columns are not looked at.
 */
export const checkRequest = async (
  input: InputTable,
  request: AnalyzeRequest,
): Promise<CheckedRequest> => {
  const { unitColumn, variantColumn } = request;
  const has = (column: string) =>
    input.columns.some(({ name }) => name === column);
  const problems = [...checkColumns(input, request)];
  if (has(unitColumn)) problems.push(...(await checkUnits(input, unitColumn)));
  const variants = has(variantColumn)
    ? await checkVariants(input, request)
    : NO_VARIANTS;
  problems.push(...variants.problems);
  const metrics: TypedMetric[] = [];
  const seen = new Set([unitColumn, variantColumn]);
  for (const metric of request.metrics) {
    if (!has(metric.metricId) || seen.has(metric.metricId)) continue;
    seen.add(metric.metricId);
    const values = await checkMetricValues(input, metric);
    metrics.push({ metric, type: values.type });
    problems.push(...values.problems);
  }
  const plan = planOf(request, variants);
  problems.push(...planProblems(plan, request));
  return {
    experiment: { plan, unitColumn, variantColumn, metrics },
    problems,
  };
};
