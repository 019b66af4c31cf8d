import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import { createExperiment, decide } from '@etude/lifecycle';
import type { Experiment } from '@etude/lifecycle';
import type {
  EditExperiment,
  NewExperiment,
} from '@etude/plugin-experiments-common';
import { idFromName, withSuffix } from './experiment-id';
import type { ExperimentWriter } from './experiment-writer';
import { accept, etagConflict } from './refusal';

export type DraftDependencies = {
  readonly clock: Clock;
  readonly writer: ExperimentWriter;
};

/** The error of an id that another experiment has. */
export const idTaken = (id: string): EtudeError =>
  new EtudeError(
    `There is an experiment '${id}' already. Choose another id, or leave it out to have one made from the name.`,
    { code: 'ETUDE_EXPERIMENT_ID_CONFLICT', kind: 'user' },
  );

/** Creates, edits and discards drafts; finished plans are checked at launch. */
export const createDraftService = ({ clock, writer }: DraftDependencies) => {
  const insert = async (
    body: NewExperiment,
    id: string,
    actor: string,
  ): Promise<Experiment | undefined> => {
    const created = accept(
      createExperiment({ ...body, id, createdBy: actor }, clock.now()),
    );
    const isNew = await writer.insert(created, { actor });
    return isNew ? created.experiment : undefined;
  };

  return {
    /** The id of the new draft. */
    async create(body: NewExperiment, actor: string): Promise<string> {
      const id = body.id ?? idFromName(body.name);
      const created =
        (await insert(body, id, actor)) ??
        (body.id === undefined
          ? await insert(body, withSuffix(id), actor)
          : undefined);
      if (!created) throw idTaken(id);
      return created.id;
    },

    async edit(
      experiment: Experiment,
      { etag, ...changes }: EditExperiment,
      actor: string,
    ): Promise<void> {
      if (etag !== experiment.etag) throw etagConflict(experiment.id);
      const edited = accept(
        decide(experiment, { kind: 'edit', ...changes }, clock.now()),
      );
      if (edited.events.length === 0) return;
      await writer.replace(experiment, edited, { actor });
    },

    async discard(experiment: Experiment, actor: string): Promise<void> {
      const discarded = accept(
        decide(experiment, { kind: 'discard' }, clock.now()),
      );
      await writer.replace(experiment, discarded, { actor });
    },
  };
};

export type DraftService = ReturnType<typeof createDraftService>;
