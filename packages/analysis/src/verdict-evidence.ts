import type { Verdict, VerdictReason } from '@etude/lifecycle';
import type { AnalysisInput } from './analysis-input';
import type {
  DeteriorationMonitor,
  HealthCheck,
  MetricResult,
  Recommendation,
} from './analysis-result';

/** What a verdict is made of. */
export type VerdictEvidence = {
  readonly input: AnalysisInput;
  readonly health: readonly HealthCheck[];
  /** Open results of all treatment variants. */
  readonly results: readonly MetricResult[];
  readonly recommendations: readonly Recommendation[];
  readonly monitors: readonly DeteriorationMonitor[];
};

/** One class of the definition: a verdict when it applies. */
export type Classifier = (evidence: VerdictEvidence) => Verdict | undefined;

/** The verdict of an experiment that taught nothing. */
export const noLearning = (
  reason: VerdictReason,
  sentence: string,
  prevention: string,
): Verdict => ({
  class: 'no-learning',
  reason,
  sentence: `No learning: ${sentence}`,
  prevention,
});
