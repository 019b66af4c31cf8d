import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import type { NewExperiment } from '@etude/plugin-experiments-common';
import { problemsOf, useNavigateTo } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useCallback, useState } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import type { Experiment } from '../../experiment-types';
import { experimentRouteRef } from '../../routes';
import { fieldPathOf } from './field-path';
import { newExperimentOf } from './plan-form';
import type { PlanForm } from './plan-form';

type FieldProblems = readonly FieldProblem[];

// Problems say where in the request they are; people see the form.
const ofForm = ({ path, message }: FieldProblem): FieldProblem => {
  const field = fieldPathOf(path);
  return field === undefined ? { message } : { path: field, message };
};

/** A draft that somebody else saved while it was open here. */
export type PlanConflict = {
  readonly latest: Experiment;
  /** What was to be saved over it. */
  readonly mine: NewExperiment;
};

export type SavePlan = {
  readonly isPending: boolean;
  /** Why the last attempt to save was refused. */
  readonly problems: FieldProblems;
  readonly submit: (
    form: PlanForm,
    /** The units the plan needs, once they are known. */
    settle: () => Promise<number | undefined>,
    /** The version to save over, instead of the one that was opened. */
    over?: Experiment,
  ) => Promise<void>;
  readonly conflict: PlanConflict | undefined;
  /** Takes away the problems of fields that have been changed since. */
  readonly dismiss: (fields: readonly string[]) => void;
};

/** What even a draft cannot do without, in the words of this form. */
const missingFields = (form: PlanForm): FieldProblems => [
  ...(form.name.trim() === ''
    ? [
        {
          path: 'name',
          message: 'The name is empty: an experiment is found by it.',
        },
      ]
    : []),
  ...(form.owner === ''
    ? [
        {
          path: 'owner',
          message:
            'No owner is chosen: choose the team that answers for the experiment.',
        },
      ]
    : []),
];

const isConflict = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === 'ETUDE_EXPERIMENTS_ETAG_CONFLICT';

/** Saves the form as a new draft, or into `draft`, and opens it. */
export const useSavePlan = (
  draft: Experiment | undefined,
  onSaved: () => void,
): SavePlan => {
  const experimentsApi = useApi(experimentsApiRef);
  const navigateTo = useNavigateTo();
  const experimentPath = useRouteRef(experimentRouteRef);
  const [isPending, setIsPending] = useState(false);
  const [problems, setProblems] = useState<FieldProblems>([]);
  const [conflict, setConflict] = useState<PlanConflict>();

  const store = (mine: NewExperiment, over: Experiment | undefined) =>
    over
      ? experimentsApi.editExperiment(over.id, {
          etag: over.etag,
          name: mine.name,
          owner: mine.owner,
          componentRef: mine.componentRef ?? null,
          surface: mine.surface ?? null,
          plan: mine.plan,
        })
      : experimentsApi.createExperiment(mine);

  const refused = async (error: unknown, mine: NewExperiment) => {
    if (!draft || !isConflict(error)) {
      setProblems(problemsOf(error).map(ofForm));
      return;
    }
    const { experiment } = await experimentsApi.getExperiment(draft.id);
    setConflict({ latest: experiment, mine });
  };

  const submit: SavePlan['submit'] = async (form, settle, over = draft) => {
    const missing = missingFields(form);
    setConflict(undefined);
    setProblems(missing);
    if (missing.length > 0) return;
    setIsPending(true);
    try {
      const mine = newExperimentOf(form, await settle());
      const saved = await store(mine, over).catch((error: unknown) =>
        refused(error, mine),
      );
      if (saved) {
        onSaved();
        navigateTo(
          experimentPath?.({ id: saved.experiment.id }) ?? '/experiments',
        );
      }
    } catch (error) {
      setProblems(problemsOf(error).map(ofForm));
    }
    setIsPending(false);
  };

  const dismiss = useCallback(
    (fields: readonly string[]) =>
      setProblems(current =>
        current.filter(({ path }) => !fields.includes(path ?? '')),
      ),
    [],
  );
  return { isPending, problems, conflict, submit, dismiss };
};
