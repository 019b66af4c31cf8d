import { awaitedChecks } from '@etude/analysis';
import type { Experiment } from '@etude/lifecycle';
import type {
  HealthState,
  SentAnalysis,
} from '@etude/plugin-experiments-common';
import type { SnapshotSummary } from '../stores/snapshot-store';

const WORST_FIRST: readonly HealthState[] = ['fail', 'warn', 'unknown', 'pass'];

/**
 * What the list shows of an analysis: the worst health, where a check whose
 * data nobody collects does not count, and the first recommendation.
 */
export const summarise = (
  experiment: Experiment,
  analysis: SentAnalysis,
): SnapshotSummary => {
  const known = analysis.health.filter(({ state }) => state !== 'unknown');
  const states = new Set(
    [...known, ...awaitedChecks(analysis.health)].map(({ state }) => state),
  );
  const firstTreatment = experiment.plan.variants.find(
    ({ id }) => id !== experiment.plan.controlVariant,
  );
  const recommendation = analysis.recommendations.find(
    ({ variant }) => variant === firstTreatment?.id,
  );
  return {
    health: WORST_FIRST.find(state => states.has(state)) ?? 'unknown',
    recommendation: recommendation?.action ?? null,
  };
};
