import type { Clock } from '@etude/kernel';
import { decide, isBeforePlannedEnd } from '@etude/lifecycle';
import type { EndReason, Experiment, Transition } from '@etude/lifecycle';
import type { FlagsClient } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';
import { createSnapshotStore } from '../stores/snapshot-store';
import type { ExperimentWriter } from './experiment-writer';
import { accept } from './refusal';
import type { RefreshService } from './refresh-service';
import type { ServingChanges } from './serving-change';

export type EndDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly writer: ExperimentWriter;
  readonly flags: FlagsClient;
  readonly servingChanges: ServingChanges;
  readonly refreshes: RefreshService;
};

export type EndOptions = {
  readonly actor: string;
  readonly reason?: EndReason | undefined;
};

/** The reason that is true by the clock when nobody gives one. */
const reasonAt = (
  experiment: Experiment,
  now: Date,
  stopReachedAt: string | undefined,
): EndReason =>
  isBeforePlannedEnd(experiment, now, stopReachedAt)
    ? 'stopped-early'
    : 'planned-end';

/**
 * Ends live experiments: the rule is disabled, because an experiment that has
 * ended must serve nobody; then the final analysis and its verdict follow.
 */
export const createEndService = (deps: EndDependencies) => {
  const rehearse = async (
    experiment: Experiment,
    given?: EndReason,
  ): Promise<Transition> => {
    const now = deps.clock.now();
    const snapshot = await createSnapshotStore(deps.db).find(experiment.id);
    const stopReachedAt = snapshot?.analysis.progress.stopReachedAt;
    const reason = given ?? reasonAt(experiment, now, stopReachedAt);
    return accept(
      decide(experiment, { kind: 'end', reason, stopReachedAt }, now),
    );
  };

  const save = async (
    experiment: Experiment,
    ended: Transition,
    actor: string,
  ): Promise<void> => {
    const { assignment } = experiment.plan;
    if (assignment.kind === 'table') {
      await deps.writer.replace(experiment, ended, { actor });
      return;
    }
    const { flagId } = assignment;
    await deps.servingChanges.make({
      experiment,
      flagId,
      actor,
      changeFlag: async () => {
        await deps.flags.disableExperimentRule(flagId, experiment.id);
        return ended;
      },
    });
  };

  return {
    /** What ending would make of the experiment. @throws its refusal. */
    rehearse,

    async end(experiment: Experiment, options: EndOptions): Promise<void> {
      const ended = await rehearse(experiment, options.reason);
      await save(experiment, ended, options.actor);
      await deps.refreshes.refreshEnded(experiment.id);
    },
  };
};

export type EndService = ReturnType<typeof createEndService>;
