import { daysBetween } from '@etude/kernel';
import { decisionSchema, verdictSchema } from '@etude/lifecycle';
import {
  experimentListItemSchema,
  problemSchema,
} from '@etude/plugin-experiments-common';
import type {
  ExperimentList,
  ExperimentListItem,
  ExperimentQuery,
} from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { readJson } from '../stores/json-column';

const DEFAULT_LIMIT = 100;

const COLUMNS = [
  'experiments.id',
  'experiments.name',
  'experiments.hypothesis',
  'experiments.owner',
  'experiments.component_ref',
  'experiments.surface',
  'experiments.flag_id',
  'experiments.state',
  'experiments.demo',
  'experiments.created_at',
  'experiments.launched_at',
  'experiments.planned_end_at',
  'experiments.ended_at',
  'experiments.time_zone',
  'experiments.verdict',
  'experiments.decision',
  'experiments.required_units as planned_units',
  'snapshots.units',
  'snapshots.required_units',
  'snapshots.progress',
  'snapshots.health',
  'snapshots.recommendation',
  'snapshots.computed_at',
  'refreshes.problem',
] as const;

type ListRow = {
  [
    Column in 'id' | 'name' | 'hypothesis' | 'owner' | 'state' | 'created_at'
  ]: string;
} & {
  [
    Column in
      | 'component_ref'
      | 'surface'
      | 'flag_id'
      | 'launched_at'
      | 'planned_end_at'
      | 'ended_at'
      | 'time_zone'
      | 'verdict'
      | 'decision'
      | 'health'
      | 'recommendation'
      | 'computed_at'
      | 'problem'
  ]: string | null;
} & {
  [Column in 'planned_units' | 'units' | 'required_units' | 'progress']:
    number | null;
} & { demo: boolean | number; total: number | string };

const daysRunning = (row: ListRow, now: Date): number | null =>
  row.launched_at === null
    ? null
    : daysBetween(
        row.launched_at,
        row.ended_at ?? now.toISOString(),
        row.time_zone ?? 'UTC',
      );

const itemOf = (row: ListRow, now: Date): ExperimentListItem => {
  const verdict = row.verdict && verdictSchema.parse(readJson(row.verdict));
  const decision = row.decision && decisionSchema.parse(readJson(row.decision));
  return experimentListItemSchema.parse({
    id: row.id,
    name: row.name,
    hypothesis: row.hypothesis,
    owner: row.owner,
    componentRef: row.component_ref,
    surface: row.surface,
    flagId: row.flag_id,
    state: row.state,
    demo: Boolean(row.demo),
    createdAt: row.created_at,
    launchedAt: row.launched_at,
    plannedEndAt: row.planned_end_at,
    endedAt: row.ended_at,
    daysRunning: daysRunning(row, now),
    units: row.units,
    requiredUnits: row.required_units ?? row.planned_units,
    progress: row.progress,
    health: row.health,
    recommendation: row.recommendation,
    computedAt: row.computed_at,
    problem: row.problem ? problemSchema.parse(readJson(row.problem)) : null,
    verdictClass: verdict ? verdict.class : null,
    verdictReason: (verdict && verdict.reason) || null,
    decision: decision ? decision.action : null,
  });
};

const likePattern = (words: string): string =>
  `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

const narrow = (builder: Knex.QueryBuilder, query: ExperimentQuery): void => {
  const { state, owner, component, flag, q } = query;
  if (state) void builder.whereIn('experiments.state', state.split(','));
  if (owner) void builder.whereIn('experiments.owner', owner.split(','));
  if (component) void builder.where('experiments.component_ref', component);
  if (flag) void builder.where('experiments.flag_id', flag);
  if (q) {
    void builder.whereRaw("experiments.search_text like ? escape '\\'", [
      likePattern(q),
    ]);
  }
};

/** A page past the end, or of no rows, has no row to carry the count. */
const countBehind = async (
  db: Knex,
  query: ExperimentQuery,
): Promise<number> => {
  const counting = db('experiments').count<{ total: number | string }[]>({
    total: '*',
  });
  narrow(counting, query);
  const [row] = await counting;
  return Number(row?.total ?? 0);
};

/** A page of experiments with all that the list shows, in one query. */
export const listExperiments = async (
  db: Knex,
  query: ExperimentQuery,
  now: Date,
): Promise<ExperimentList> => {
  const page = db('experiments')
    .leftJoin('snapshots', 'snapshots.experiment_id', 'experiments.id')
    .leftJoin('refreshes', 'refreshes.experiment_id', 'experiments.id')
    .select<ListRow[]>(...COLUMNS, db.raw('count(*) over () as total'))
    .orderByRaw('coalesce(launched_at, created_at) desc')
    .orderBy('experiments.id')
    .limit(query.limit ?? DEFAULT_LIMIT)
    .offset(query.offset ?? 0);
  narrow(page, query);
  const rows = await page;
  const total = rows[0]?.total ?? (await countBehind(db, query));
  return {
    items: rows.map(row => itemOf(row, now)),
    totalItems: Number(total),
  };
};
