import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { problemsOf, useNavigateTo } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useCallback, useState } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import type { Experiment } from '../../experiment-types';
import { experimentRouteRef } from '../../routes';
import { fieldPathOf } from './field-path';
import { newExperimentOf, planOf } from './plan-form';
import type { PlanForm } from './plan-form';

type FieldProblems = readonly FieldProblem[];

// Problems say where in the request they are; people see the form.
const ofForm = ({ path, message }: FieldProblem): FieldProblem => {
  const field = fieldPathOf(path);
  return field === undefined ? { message } : { path: field, message };
};

export type SavePlan = {
  readonly isPending: boolean;
  /** Why the last attempt to save was refused. */
  readonly problems: FieldProblems;
  readonly submit: (
    form: PlanForm,
    /** The units the plan needs, once they are known. */
    settle: () => Promise<number | undefined>,
  ) => Promise<void>;
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

  const store = (form: PlanForm, requiredUnits: number | undefined) =>
    draft
      ? experimentsApi.editExperiment(draft.id, {
          etag: draft.etag,
          name: form.name,
          owner: form.owner,
          componentRef: form.componentRef || null,
          surface: form.surface.trim() || null,
          plan: planOf(form, requiredUnits),
        })
      : experimentsApi.createExperiment(newExperimentOf(form, requiredUnits));

  const submit: SavePlan['submit'] = async (form, settle) => {
    const missing = missingFields(form);
    setProblems(missing);
    if (missing.length > 0) return;
    setIsPending(true);
    try {
      const { experiment } = await store(form, await settle());
      onSaved();
      navigateTo(experimentPath?.({ id: experiment.id }) ?? '/experiments');
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
  return { isPending, problems, submit, dismiss };
};
