import { learningRates } from '@etude/analysis';
import type { LearningRecord } from '@etude/analysis';
import { learningItemSchema } from '@etude/plugin-experiments-common';
import type {
  LearningAnswer,
  LearningItem,
  LearningQuery,
} from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { readJson } from '../stores/json-column';

type LearningRow = {
  id: string;
  name: string;
  owner: string;
  surface: string | null;
  component_ref: string | null;
  state: string;
  demo: boolean | number;
  launched_at: string | null;
  ended_at: string;
  verdict: string | null;
  decision: string | null;
};

const quarterOf = (instant: string): string => {
  const date = new Date(instant);
  return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
};

const itemOf = (row: LearningRow): LearningItem =>
  learningItemSchema.parse({
    id: row.id,
    name: row.name,
    owner: row.owner,
    surface: row.surface,
    componentRef: row.component_ref,
    state: row.state,
    demo: Boolean(row.demo),
    launchedAt: row.launched_at,
    endedAt: row.ended_at,
    quarter: quarterOf(row.ended_at),
    verdict: row.verdict === null ? null : readJson(row.verdict),
    decision: row.decision === null ? null : readJson(row.decision),
  });

const recordOf = ({
  verdict,
  endedAt,
  owner,
  surface,
}: LearningItem): LearningRecord[] =>
  verdict
    ? [
        {
          class: verdict.class,
          reason: verdict.reason,
          endedAt,
          owner,
          surface,
          mdeRatio: verdict.mdeRatio,
        },
      ]
    : [];

// Ends are stored as UTC instants, which compare as text; a day is its start.
const instantOf = (dayOrInstant: string): string =>
  new Date(dayOrInstant).toISOString();

/** Learning rates of ended experiments, and the list behind each figure. */
export const readLearning = async (
  db: Knex,
  { owner, from, to }: LearningQuery,
): Promise<LearningAnswer> => {
  const query = db<LearningRow>('experiments')
    .select(
      'id',
      'name',
      'owner',
      'surface',
      'component_ref',
      'state',
      'demo',
      'launched_at',
      'ended_at',
      'verdict',
      'decision',
    )
    .whereNotNull('ended_at')
    .orderBy('ended_at', 'desc')
    .orderBy('id');
  if (owner) query.where({ owner });
  if (from) query.where('ended_at', '>=', instantOf(from));
  if (to) query.where('ended_at', '<', instantOf(to));
  const items = (await query).map(itemOf);
  const { byQuarter, byMonth, byOwner, bySurface, waterfall, ...rates } =
    learningRates(items.flatMap(recordOf));
  return {
    rates,
    byQuarter,
    byMonth,
    byOwner,
    bySurface,
    waterfall,
    withoutVerdict: items.filter(({ verdict }) => verdict === null).length,
    items,
  };
};
