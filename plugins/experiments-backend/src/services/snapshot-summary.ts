import type { AnalysisResult } from '@etude/analysis';
import type { Experiment } from '@etude/lifecycle';
import type { HealthState } from '@etude/plugin-experiments-common';
import type { SnapshotSummary } from '../stores/snapshot-store';

const WORST_FIRST: readonly HealthState[] = ['fail', 'warn', 'unknown', 'pass'];

/** What the list shows of an analysis: worst health, first recommendation. */
export const summarise = (
  experiment: Experiment,
  analysis: AnalysisResult,
): SnapshotSummary => {
  const states = new Set(analysis.health.map(({ state }) => state));
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
