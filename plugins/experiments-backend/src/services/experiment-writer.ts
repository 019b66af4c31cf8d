import { randomUUID } from 'node:crypto';
import type { Experiment, Transition } from '@etude/lifecycle';
import type { Knex } from 'knex';
import { createActivityStore } from '../stores/activity-store';
import { createExperimentStore } from '../stores/experiment-store';
import { activitySentence } from './activity-sentence';
import { etagConflict } from './refusal';

export type WriteOptions = {
  readonly actor: string;
  /** Done in the same transaction, before it commits. */
  readonly alongside?: (transaction: Knex) => Promise<void>;
};

type Logged = Transition & {
  /** The experiment before; a new one has none. */
  readonly before?: Experiment;
  readonly actor: string;
};

const log = (
  db: Knex,
  { events, experiment, before = experiment, actor }: Logged,
): Promise<void> =>
  createActivityStore(db).add(
    events.map(event => ({
      id: randomUUID(),
      experimentId: event.experimentId,
      at: event.at,
      actor,
      kind: event.kind,
      sentence: activitySentence(event, { before, after: experiment }),
    })),
  );

/**
 * Writes what a command made of an experiment, with its activity, in one
 * transaction.
 */
export const createExperimentWriter = (db: Knex) => ({
  /** False when the id is taken. */
  async insert(transition: Transition, options: WriteOptions) {
    return db.transaction(async transaction => {
      const isNew = await createExperimentStore(transaction).insert(
        transition.experiment,
      );
      if (!isNew) return false;
      await log(transaction, { ...transition, actor: options.actor });
      await options.alongside?.(transaction);
      return true;
    });
  },

  /**
   * Replaces `before` by what the command made of it.
   *
   * @throws ETUDE_EXPERIMENTS_ETAG_CONFLICT when another write came between.
   */
  async replace(
    before: Experiment,
    transition: Transition,
    options: WriteOptions,
  ): Promise<void> {
    await db.transaction(async transaction => {
      const isReplaced = await createExperimentStore(transaction).replace(
        transition.experiment,
        before.etag,
      );
      if (!isReplaced) throw etagConflict(before.id);
      await log(transaction, { ...transition, before, actor: options.actor });
      await options.alongside?.(transaction);
    });
  },
});

export type ExperimentWriter = ReturnType<typeof createExperimentWriter>;
