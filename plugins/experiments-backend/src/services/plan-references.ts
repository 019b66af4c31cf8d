import { isEtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { FlagRecord, FlagsClient } from '@etude/plugin-flags-common';
import type { MetricsClient, StoredMetric } from '@etude/plugin-metrics-common';
import { checkAssignmentTable } from './assignment-table-reference';
import { measurementProblems } from './measurement-problems';

const metricProblems = (
  plan: ExperimentPlan,
  metrics: readonly StoredMetric[],
): Problem[] => {
  const byId = new Map(metrics.map(metric => [metric.id, metric]));
  return plan.metrics.flatMap(({ metricId }, index): Problem[] => {
    const path = `plan.metrics[${index}].metricId`;
    const metric = byId.get(metricId);
    if (!metric) {
      return [
        {
          code: 'ETUDE_EXPERIMENT_UNKNOWN_METRIC',
          path,
          message: `There is no metric '${metricId}', so it cannot be measured. Choose one of the catalogue, or create it first.`,
        },
      ];
    }
    if (metric.state === 'archived') {
      return [
        {
          code: 'ETUDE_EXPERIMENT_ARCHIVED_METRIC',
          path,
          message: `Metric '${metric.name}' is archived: new experiments no longer use it. Choose another one.`,
        },
      ];
    }
    if (metric.entity !== plan.entity) {
      return [
        {
          code: 'ETUDE_EXPERIMENT_OTHER_ENTITY',
          path,
          message: `Metric '${metric.name}' is about the entity '${metric.entity}', the experiment about '${plan.entity}': its facts cannot be counted per ${plan.entity}. Choose a metric of ${plan.entity}.`,
        },
      ];
    }
    return [];
  });
};

const flagProblems = (plan: ExperimentPlan, flag: FlagRecord): Problem[] => {
  if (flag.state === 'archived') {
    return [
      {
        code: 'ETUDE_EXPERIMENT_ARCHIVED_FLAG',
        path: 'plan.assignment.flagId',
        message: `Flag '${flag.id}' is archived and serves nobody. Unarchive it, or choose another one.`,
      },
    ];
  }
  const known = flag.variants.map(({ id }) => id);
  return plan.variants.flatMap(({ id }, index) =>
    known.includes(id)
      ? []
      : [
          {
            code: 'ETUDE_EXPERIMENT_UNKNOWN_VARIANT',
            path: `plan.variants[${index}].id`,
            message: `Flag '${flag.id}' has no variant '${id}'. It has ${known.join(', ') || 'none'}: choose among them, or add it to the flag.`,
          },
        ],
  );
};

const unchecked = (what: string, path: string, error: unknown): Problem => ({
  code: 'ETUDE_EXPERIMENT_UNCHECKED_REFERENCE',
  path,
  message: `The ${what} of the plan could not be checked: ${error instanceof Error ? error.message : String(error)} Try again.`,
});

const unknownFlag = (flagId: string): Problem => ({
  code: 'ETUDE_EXPERIMENT_UNKNOWN_FLAG',
  path: 'plan.assignment.flagId',
  message: `There is no flag '${flagId}'. Create it first, or choose another one.`,
});

const isNotFound = (error: unknown): boolean =>
  isEtudeError(error) && error.details['status'] === 404;

const checkMetrics = async (
  plan: ExperimentPlan,
  metrics: MetricsClient,
): Promise<Problem[]> => {
  if (plan.metrics.length === 0) return [];
  try {
    return metricProblems(plan, await metrics.listMetrics());
  } catch (error) {
    return [unchecked('metrics', 'plan.metrics', error)];
  }
};

const checkFlag = async (
  plan: ExperimentPlan,
  flags: FlagsClient,
): Promise<Problem[]> => {
  const { assignment } = plan;
  if (assignment.kind !== 'flag' || assignment.flagId === '') return [];
  try {
    return flagProblems(plan, await flags.getFlag(assignment.flagId));
  } catch (error) {
    return isNotFound(error)
      ? [unknownFlag(assignment.flagId)]
      : [unchecked('flag', 'plan.assignment.flagId', error)];
  }
};

const checkTable = async (
  { assignment }: ExperimentPlan,
  metrics: MetricsClient,
): Promise<Problem[]> => {
  if (assignment.kind !== 'table') return [];
  try {
    return await checkAssignmentTable(assignment, metrics);
  } catch (error) {
    return [
      unchecked('table of assignments', 'plan.assignment.factTableId', error),
    ];
  }
};

const checkMeasurement = async (
  plan: ExperimentPlan,
  metrics: MetricsClient,
): Promise<Problem[]> => {
  try {
    return await measurementProblems(plan, metrics);
  } catch (error) {
    return [unchecked('exposure filter and dimensions', 'plan', error)];
  }
};

/**
 * Problems of what a plan refers to: metrics and flag or table have to exist,
 * be in use, and fit. What cannot be looked up is a problem too.
 */
export const checkReferences = async (
  plan: ExperimentPlan,
  clients: { readonly metrics: MetricsClient; readonly flags: FlagsClient },
): Promise<Problem[]> => {
  const found = await Promise.all([
    checkMetrics(plan, clients.metrics),
    checkFlag(plan, clients.flags),
    checkTable(plan, clients.metrics),
    checkMeasurement(plan, clients.metrics),
  ]);
  return found.flat();
};
