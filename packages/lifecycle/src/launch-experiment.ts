import { daysAfter } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type { Experiment } from './experiment';
import type { Transition } from './transition';
import { accepted, commandProblem } from './transition';
import { validatePlan } from './validate-plan';

type Serving = { readonly ruleId?: string; readonly segmentId?: string };

const servingProblems = (
  experiment: Experiment,
  serving: Serving,
): readonly Problem[] =>
  experiment.plan.assignment.kind === 'flag'
    ? (['ruleId', 'segmentId'] as const).flatMap(field =>
        serving[field] === undefined || serving[field].trim() === ''
          ? [
              commandProblem(
                'NOT_SERVED',
                field,
                `'${experiment.id}' cannot be launched without a ${field}: no unit would be given a variant. Create the rule of the flag first.`,
              ),
            ]
          : [],
      )
    : [];

/**
 * Puts a draft live when its plan is whole. Its planned end follows: the same
 * wall-clock time of the plan's zone after the planned days.
 */
export const launchExperiment = (
  experiment: Experiment,
  serving: Serving,
  now: Date,
): Result<Transition> => {
  const problems = [
    ...validatePlan(experiment.plan).map(problem => ({
      ...problem,
      path: `plan.${problem.path}`,
    })),
    ...servingProblems(experiment, serving),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const launchedAt = now.toISOString();
  const { plan } = experiment;
  const plannedEndAt = daysAfter(
    launchedAt,
    plan.design.plannedDays,
    plan.timeZone,
  );
  const served = {
    ...(serving.ruleId === undefined ? {} : { ruleId: serving.ruleId }),
    ...(serving.segmentId === undefined
      ? {}
      : { segmentId: serving.segmentId }),
  };
  return accepted(
    { ...experiment, ...served, state: 'live', launchedAt, plannedEndAt },
    {
      kind: 'launched',
      experimentId: experiment.id,
      at: launchedAt,
      plannedEndAt,
      ...served,
    },
  );
};
