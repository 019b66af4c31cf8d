import type { Problem, Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { Experiment } from './experiment';
import type { ExperimentChanges } from './experiment-command';
import { isSameData } from './is-same-data';
import type { Transition } from './transition';
import { accepted, commandProblem } from './transition';

const FIELDS = ['name', 'owner', 'componentRef', 'surface', 'plan'] as const;

const realChanges = (
  experiment: Experiment,
  asked: ExperimentChanges,
): ExperimentChanges =>
  Object.fromEntries(
    FIELDS.filter(
      field =>
        asked[field] !== undefined &&
        !isSameData(asked[field], experiment[field] ?? null),
    ).map(field => [field, asked[field]]),
  );

const problemsOf = (
  experiment: Experiment,
  changes: ExperimentChanges,
): readonly Problem[] => [
  ...(['name', 'owner'] as const).flatMap(field =>
    changes[field]?.trim() === ''
      ? [
          commandProblem(
            'EMPTY_FIELD',
            field,
            `The ${field} is empty: an experiment is found by its name and answered for by its owner. Fill it in.`,
          ),
        ]
      : [],
  ),
  ...(changes.plan !== undefined && experiment.state !== 'draft'
    ? [
        commandProblem(
          'PLAN_FROZEN',
          'plan',
          `The plan of '${experiment.id}' is fixed since launch: changing it while looking at data would void its error rates. Restart the experiment with the new plan instead.`,
        ),
      ]
    : []),
];

const withChanges = (
  experiment: Experiment,
  changes: ExperimentChanges,
): Experiment => {
  const { componentRef, surface, ...required } = experiment;
  const optional = { componentRef, surface, ...changes };
  return {
    ...required,
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.owner === undefined ? {} : { owner: changes.owner }),
    ...(changes.plan === undefined ? {} : { plan: changes.plan }),
    ...(typeof optional.componentRef === 'string'
      ? { componentRef: optional.componentRef }
      : {}),
    ...(typeof optional.surface === 'string'
      ? { surface: optional.surface }
      : {}),
  };
};

/**
 * Changes fields that differ; what is equal already is no event. A draft may
 * be saved unfinished: launching validates its plan.
 */
export const editExperiment = (
  experiment: Experiment,
  asked: ExperimentChanges,
  now: Date,
): Result<Transition> => {
  const changes = realChanges(experiment, asked);
  const problems = problemsOf(experiment, changes);
  if (problems.length > 0) return { ok: false, problems };
  if (Object.keys(changes).length === 0) return ok({ events: [], experiment });
  return accepted(withChanges(experiment, changes), {
    kind: 'edited',
    experimentId: experiment.id,
    at: now.toISOString(),
    changes,
  });
};
