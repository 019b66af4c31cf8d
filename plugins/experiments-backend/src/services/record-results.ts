import type { Clock } from '@etude/kernel';
import { decide, verdictSchema } from '@etude/lifecycle';
import type { Experiment, Verdict } from '@etude/lifecycle';
import type { Knex } from 'knex';
import { createSnapshotStore } from '../stores/snapshot-store';
import type { StoredSnapshot } from '../stores/snapshot-store';
import { SYSTEM_ACTOR } from './actor';
import type { ExperimentWriter } from './experiment-writer';
import { accept } from './refusal';
import { summarise } from './snapshot-summary';

export type RecordDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly writer: ExperimentWriter;
};

// Parsing puts the fields in one order, whoever wrote them.
const isSameVerdict = (a: Verdict, b: Verdict | undefined): boolean =>
  b !== undefined &&
  JSON.stringify(verdictSchema.parse(a)) ===
    JSON.stringify(verdictSchema.parse(b));

/**
 * Stores a snapshot and, in the same transaction, its verdict when that is
 * new. Returns the experiment after it.
 */
export const createResultsRecorder =
  ({ db, clock, writer }: RecordDependencies) =>
  async (
    experiment: Experiment,
    snapshot: StoredSnapshot,
  ): Promise<Experiment> => {
    const put = (target: Knex) =>
      createSnapshotStore(target).put(
        experiment.id,
        snapshot,
        summarise(experiment, snapshot.analysis),
      );
    const { verdict } = snapshot.analysis;
    if (verdict === null || isSameVerdict(verdict, experiment.verdict)) {
      await put(db);
      return experiment;
    }
    const recorded = accept(
      decide(experiment, { kind: 'record-verdict', verdict }, clock.now()),
    );
    await writer.replace(experiment, recorded, {
      actor: SYSTEM_ACTOR,
      alongside: put,
    });
    return recorded.experiment;
  };
