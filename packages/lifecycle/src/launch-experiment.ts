import type { Problem, Result } from '@etude/kernel';
import type { Experiment } from './experiment';
import type { Transition } from './transition';
import { accepted, commandProblem } from './transition';
import { validatePlan } from './validate-plan';

const MS_PER_DAY = 86_400_000;

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

/** Puts a draft live when its plan is whole; its planned end follows. */
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
  const plannedEndAt = new Date(
    now.getTime() + experiment.plan.design.plannedDays * MS_PER_DAY,
  ).toISOString();
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
