import type { AnalysisInput } from '@etude/analysis';
import type { MomentsRow, TrafficRow } from '@etude/metrics';
import { resultSnapshotSchema } from '@etude/plugin-experiments-common';
import type {
  HealthState,
  RecommendedAction,
  SentAnalysis,
} from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { readJson } from './json-column';

/** What an analysis was made of, beside moments and traffic. */
export type AnalysisBasis = Omit<AnalysisInput, 'moments' | 'traffic'>;

/**
 * A result as stored: moments are always there, shown or not. `basis` is null
 * for results of a version that did not keep it.
 */
export type StoredSnapshot = {
  readonly analysis: SentAnalysis;
  readonly computedAt: string;
  readonly runId: string;
  readonly moments: readonly MomentsRow[];
  readonly traffic: readonly TrafficRow[];
  readonly basis: AnalysisBasis | null;
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

// Written below by this store alone, whole, from a value of this type; parsing
// it would spell out the input of the analysis a second time.
const readBasis = (text: string | null): AnalysisBasis | null =>
  text === null ? null : (readJson(text) as AnalysisBasis | null);

/** The latest result of each experiment. `db` may be a transaction. */
export const createSnapshotStore = (db: Knex) => {
  const table = () => db<SnapshotRow>('snapshots');
  return {
    async find(experimentId: string): Promise<StoredSnapshot | undefined> {
      const row = await table().where({ experiment_id: experimentId }).first();
      if (!row) return undefined;
      const stored = storedSchema.parse({
        analysis: readJson(row.analysis),
        computedAt: row.computed_at,
        runId: row.run_id,
        moments: readJson(row.moments),
        traffic: readJson(row.traffic),
      });
      return { ...stored, basis: readBasis(row.basis) };
    },

    /** Puts a snapshot in the place of the one before. */
    async put(
      experimentId: string,
      snapshot: StoredSnapshot,
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
