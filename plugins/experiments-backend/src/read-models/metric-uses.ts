import { experimentSchema } from '@etude/lifecycle';
import type { Experiment } from '@etude/lifecycle';
import {
  analysisResultSchema,
  problemSchema,
} from '@etude/plugin-experiments-common';
import type {
  MetricEffect,
  MetricUse,
  SentAnalysis,
} from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { readJson } from '../stores/json-column';

const MOST_USES = 200;

type UseRow = {
  document: string;
  analysis: string | null;
  computed_at: string | null;
  problem: string | null;
};

const negated = (end: number | null): number | null =>
  end === null ? null : -end;

/** The relative effect, turned so that greater is better. */
const betterOf = ({
  lift,
  control,
  direction,
}: SentAnalysis['metrics'][number]): MetricEffect['better'] => {
  if (!lift || !control) return null;
  const { estimate, ci } = lift;
  const [from, to] = ci;
  // Relative to a negative mean, more of the metric has a negative sign.
  const isTurned = (direction === 'decrease') !== control.mean < 0;
  return isTurned
    ? { estimate: -estimate, interval: [negated(to), negated(from)] }
    : { estimate, interval: [from, to] };
};

/** Effects of an ended experiment; null while its design keeps them closed. */
const effectsOf = (
  { endedAt }: Experiment,
  { analysis }: UseRow,
  metricId: string,
): MetricEffect[] | null => {
  if (endedAt === undefined || analysis === null) {
    return null;
  }
  const { visibility, metrics } = analysisResultSchema.parse(
    readJson(analysis),
  );
  if (visibility.effects !== 'open') return null;
  return metrics
    .filter(one => one.metricId === metricId && one.status === 'estimated')
    .map(result => ({
      variant: result.variant,
      outcome: result.outcome,
      sentence: result.sentence,
      better: betterOf(result),
    }));
};

const useOf = (row: UseRow, metricId: string): MetricUse[] => {
  const experiment = experimentSchema.parse(readJson(row.document));
  const used = experiment.plan.metrics.find(one => one.metricId === metricId);
  if (!used) return [];
  return [
    {
      experimentId: experiment.id,
      name: experiment.name,
      owner: experiment.owner,
      state: experiment.state,
      demo: experiment.demo ?? false,
      role: used.role,
      launchedAt: experiment.launchedAt ?? null,
      endedAt: experiment.endedAt ?? null,
      verdictClass: experiment.verdict?.class ?? null,
      decision: experiment.decision?.action ?? null,
      computedAt: row.computed_at,
      problem: row.problem ? problemSchema.parse(readJson(row.problem)) : null,
      effects: effectsOf(experiment, row, metricId),
    },
  ];
};

/** Finds the metric's id as JSON writes it; what it finds is checked. */
const mentions = (metricId: string): string =>
  `%${`"metricId":${JSON.stringify(metricId)}`.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * The latest 200 experiments that measure a metric, with its effects in those
 * that ended.
 */
export const readMetricUses = async (
  db: Knex,
  metricId: string,
): Promise<MetricUse[]> => {
  const rows = await db('experiments')
    .leftJoin('snapshots', 'snapshots.experiment_id', 'experiments.id')
    .leftJoin('refreshes', 'refreshes.experiment_id', 'experiments.id')
    .select<UseRow[]>(
      'experiments.document',
      'snapshots.analysis',
      'snapshots.computed_at',
      'refreshes.problem',
    )
    .whereRaw("experiments.document like ? escape '\\'", [mentions(metricId)])
    .orderByRaw('coalesce(launched_at, created_at) desc')
    .orderBy('experiments.id')
    .limit(MOST_USES);
  return rows.flatMap(row => useOf(row, metricId));
};
