import type { Clock } from '@etude/kernel';
import { decide, verdictSchema } from '@etude/lifecycle';
import type { Experiment, Verdict } from '@etude/lifecycle';
import type { Knex } from 'knex';
import { createLookStore } from '../stores/look-store';
import { createSnapshotStore } from '../stores/snapshot-store';
import { SYSTEM_ACTOR } from './actor';
import type { ComputedResults } from './compute-results';
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

/** Stores a snapshot and the look it was. `db` is a transaction. */
export const putResults = async (
  db: Knex,
  experiment: Experiment,
  { snapshot, look }: ComputedResults,
): Promise<void> => {
  const { analysis } = snapshot;
  await createSnapshotStore(db).put(
    experiment.id,
    snapshot,
    summarise(experiment, analysis),
  );
  await createLookStore(db).put(experiment.id, {
    record: look,
    health: analysis.health.map(({ id, state, figure }) => ({
      id,
      state,
      figure: figure?.value ?? null,
    })),
  });
};

/**
 * Stores a snapshot and, in the same transaction, its verdict when that is
 * new. Returns the experiment after it.
 */
export const createResultsRecorder =
  ({ db, clock, writer }: RecordDependencies) =>
  async (
    experiment: Experiment,
    results: ComputedResults,
  ): Promise<Experiment> => {
    const put = (target: Knex) => putResults(target, experiment, results);
    const { verdict } = results.snapshot.analysis;
    if (verdict === null || isSameVerdict(verdict, experiment.verdict)) {
      await db.transaction(put);
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
