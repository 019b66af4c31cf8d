import type { Result } from '@etude/kernel';
import { isResourceId, ok } from '@etude/kernel';
import type { Experiment } from './experiment';
import type { ExperimentPlan } from './experiment-plan';
import type { Transition } from './transition';
import { commandProblem } from './transition';

/** What a person gives to start a draft. */
export type ExperimentDraft = {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly componentRef?: string | undefined;
  readonly surface?: string | undefined;
  readonly plan: ExperimentPlan;
  readonly createdBy: string;
  readonly demo?: boolean | undefined;
};

/**
 * A new draft, or every reason why it cannot be made. Its plan may still be
 * unfinished: launching validates it.
 */
export const createExperiment = (
  draft: ExperimentDraft,
  now: Date,
): Result<Transition> => {
  const problems = [
    ...(isResourceId(draft.id)
      ? []
      : [
          commandProblem(
            'INVALID_ID',
            'id',
            `The id '${draft.id}' does not work in addresses: use 4 to 63 lower-case letters, digits and dashes, with no dash at an end.`,
          ),
        ]),
    ...(['name', 'owner', 'createdBy'] as const).flatMap(field =>
      draft[field].trim() === ''
        ? [
            commandProblem(
              'EMPTY_FIELD',
              field,
              `The field ${field} is empty: an experiment is found by its name and answered for by its owner. Fill it in.`,
            ),
          ]
        : [],
    ),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const createdAt = now.toISOString();
  const experiment: Experiment = {
    ...draft,
    state: 'draft',
    createdAt,
    etag: '1',
  };
  return ok({
    events: [
      {
        kind: 'created',
        experimentId: draft.id,
        at: createdAt,
        name: draft.name,
        owner: draft.owner,
      },
    ],
    experiment,
  });
};
