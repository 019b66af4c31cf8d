import { EtudeError } from '@etude/kernel';
import type { MomentsRow, TrafficRow } from '@etude/metrics';
import { resultSnapshotSchema } from '@etude/plugin-experiments-common';
import type {
  HealthState,
  RecommendedAction,
  SentAnalysis,
} from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { analysisBasisSchema } from './analysis-basis';
import type { AnalysisBasis } from './analysis-basis';
import { readJson } from './json-column';

/** A result as stored: moments are always there, shown or not. */
export type StoredSnapshot = {
  readonly analysis: SentAnalysis;
  readonly computedAt: string;
  readonly runId: string;
  readonly moments: readonly MomentsRow[];
  readonly traffic: readonly TrafficRow[];
};

/** A result to be stored, with what its analysis was made of. */
export type SnapshotWithBasis = StoredSnapshot & {
  readonly basis: AnalysisBasis;
};

/** What lists show of a snapshot. */
export type SnapshotSummary = {
  readonly health: HealthState;
  readonly recommendation: RecommendedAction | null;
};

type SnapshotRow = {
  experiment_id: string;
  computed_at: string;
  run_id: string;
  health: string;
  recommendation: string | null;
  units: number;
  required_units: number | null;
  progress: number | null;
  analysis: string;
  moments: string;
  traffic: string;
  basis: string | null;
};

const storedSchema = resultSnapshotSchema.extend({
  moments: resultSnapshotSchema.shape.moments.unwrap(),
});

const snapshotOf = (row: SnapshotRow): StoredSnapshot =>
  storedSchema.parse({
    analysis: readJson(row.analysis),
    computedAt: row.computed_at,
    runId: row.run_id,
    moments: readJson(row.moments),
    traffic: readJson(row.traffic),
  });

// Versions of before kept no basis, or may have kept another.
const basisOf = (row: SnapshotRow): AnalysisBasis => {
  const basis = analysisBasisSchema.safeParse(
    row.basis === null ? null : readJson(row.basis),
  );
  if (basis.success) return basis.data;
  throw new EtudeError(
    `The results of '${row.experiment_id}' were computed by an older version, which did not keep what they were made of as this one reads it, so they cannot be explained. Refresh the results.`,
    {
      code: 'ETUDE_EXPERIMENT_EXPLANATION_CONFLICT',
      kind: 'user',
      cause: basis.error,
    },
  );
};

/** The latest result of each experiment. `db` may be a transaction. */
export const createSnapshotStore = (db: Knex) => {
  const table = () => db<SnapshotRow>('snapshots');
  return {
    async find(experimentId: string): Promise<StoredSnapshot | undefined> {
      const row = await table().where({ experiment_id: experimentId }).first();
      return row && snapshotOf(row);
    },

    /**
     * As `find`, with what the analysis was made of.
     *
     * @throws ETUDE_EXPERIMENT_EXPLANATION_CONFLICT for results of a version
     * that did not keep it.
     */
    async findWithBasis(
      experimentId: string,
    ): Promise<SnapshotWithBasis | undefined> {
      const row = await table().where({ experiment_id: experimentId }).first();
      return row && { ...snapshotOf(row), basis: basisOf(row) };
    },

    /** Puts a snapshot in the place of the one before. */
    async put(
      experimentId: string,
      snapshot: SnapshotWithBasis,
      summary: SnapshotSummary,
    ): Promise<void> {
      const { progress } = snapshot.analysis;
      await table()
        .insert({
          experiment_id: experimentId,
          computed_at: snapshot.computedAt,
          run_id: snapshot.runId,
          health: summary.health,
          recommendation: summary.recommendation,
          units: progress.units,
          required_units: progress.requiredUnits,
          progress: progress.share,
          analysis: JSON.stringify(snapshot.analysis),
          moments: JSON.stringify(snapshot.moments),
          traffic: JSON.stringify(snapshot.traffic),
          basis: JSON.stringify(snapshot.basis),
        })
        .onConflict('experiment_id')
        .merge();
    },
  };
};
