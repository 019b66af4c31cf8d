import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import type { Experiment, Transition } from '@etude/lifecycle';
import type {
  ExperimentRuleInput,
  FlagsClient,
} from '@etude/plugin-flags-common';
import type { Knex } from 'knex';
import { createExperimentStore } from '../stores/experiment-store';
import { createServingChangeStore } from '../stores/serving-change-store';
import type { ExperimentWriter } from './experiment-writer';
import { etagConflict } from './refusal';

export type ServingDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly writer: ExperimentWriter;
  /** Acts as the portal, to undo. */
  readonly flags: FlagsClient;
};

/** A launch or an end of an experiment that a flag assigns. */
export type ServingChange = {
  readonly experiment: Experiment;
  readonly flagId: string;
  readonly actor: string;
  /** Changes the flag, and says what that makes of the experiment. */
  readonly changeFlag: () => Promise<Transition>;
};

/** The rule of a flag that serves an experiment. */
export const experimentRuleOf = (
  experiment: Experiment,
  environments: readonly string[],
): ExperimentRuleInput => ({
  experimentId: experiment.id,
  name: experiment.name,
  audience: experiment.plan.audience,
  variants: experiment.plan.variants,
  targetingKeySelector: experiment.plan.targetingKeySelector,
  environments: [...environments],
});

const underWay = (id: string): EtudeError =>
  new EtudeError(
    `A launch or an end of '${id}' is under way already, or was cut short and is being undone. Wait a few minutes and reload the experiment.`,
    { code: 'ETUDE_EXPERIMENT_CHANGE_CONFLICT', kind: 'user' },
  );

const notUndone = (
  { experiment, flagId }: ServingChange,
  causes: readonly unknown[],
): EtudeError =>
  new EtudeError(
    `'${experiment.id}' stays ${experiment.state}, but flag '${flagId}' could not be put back yet: the portal keeps trying every minute. Look at the flag before you try again.`,
    {
      code: 'ETUDE_EXPERIMENT_CHANGE_NOT_UNDONE',
      kind: 'operational',
      cause: new AggregateError(causes),
    },
  );

/** Makes the flag serve the experiment exactly when it is stored as live. */
const createAgreement =
  ({ db, flags }: ServingDependencies) =>
  async (experimentId: string, flagId: string): Promise<void> => {
    const experiment = await createExperimentStore(db).find(experimentId);
    if (!experiment) return;
    const { rules } = await flags.getFlag(flagId);
    const rule = rules.find(
      ({ owner }) => owner.kind === 'experiment' && owner.ref === experimentId,
    );
    const isLive = experiment.state === 'live';
    if (isLive === (rule?.enabled === true)) return;
    if (isLive) {
      await flags.putExperimentRule(
        flagId,
        experimentRuleOf(experiment, rule?.environments ?? []),
      );
    } else {
      await flags.disableExperimentRule(flagId, experimentId);
    }
  };

/**
 * Changes a flag and its experiment together: one change at a time for each
 * experiment, and when the experiment cannot be saved, or a crash comes in
 * between, the flag is made to agree with what is stored.
 */
export const createServingChanges = (deps: ServingDependencies) => {
  const changes = createServingChangeStore(deps.db);
  const agree = createAgreement(deps);

  const begin = async ({
    experiment,
    flagId,
  }: ServingChange): Promise<string> => {
    const { id } = experiment;
    const token = await changes.begin(
      { experimentId: id, flagId },
      deps.clock.now().toISOString(),
    );
    if (token === undefined) throw underWay(id);
    // Another change may have been made since the experiment was read.
    const stored = await createExperimentStore(deps.db).find(id);
    if (stored?.etag === experiment.etag) return token;
    await changes.finish(id, token);
    throw etagConflict(id);
  };

  const undo = async (change: ServingChange, token: string, cause: unknown) => {
    const { id } = change.experiment;
    try {
      await agree(id, change.flagId);
    } catch (error) {
      throw notUndone(change, [cause, error]);
    }
    await changes.finish(id, token);
  };

  return {
    /** The experiment after the change. @throws its reason, with all undone. */
    async make(change: ServingChange): Promise<Experiment> {
      const { experiment, actor } = change;
      const token = await begin(change);
      try {
        const transition = await change.changeFlag();
        await deps.writer.replace(experiment, transition, {
          actor,
          alongside: async transaction => {
            const store = createServingChangeStore(transaction);
            const isMine = await store.finish(experiment.id, token);
            if (!isMine) throw underWay(experiment.id);
          },
        });
        return transition.experiment;
      } catch (error) {
        await undo(change, token, error);
        throw error;
      }
    },

    /** Undoes changes that a crash cut short before `begunBefore`. */
    async undoUnfinished(begunBefore: string): Promise<void> {
      for (const change of await changes.findBegunBefore(begunBefore)) {
        await agree(change.experimentId, change.flagId);
        await changes.finish(change.experimentId, change.token);
      }
    },
  };
};

export type ServingChanges = ReturnType<typeof createServingChanges>;
