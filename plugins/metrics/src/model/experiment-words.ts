import type { MetricUse } from '@etude/plugin-experiments-common';
import type { IntervalOutcome, Tone } from '@etude/ui';

export const ROLE_WORDS: Readonly<Record<MetricUse['role'], string>> = {
  success: 'Success metric',
  guardrail: 'Guardrail',
  deterioration: 'Watched for deterioration',
};

export const STATE_BADGES: Readonly<
  Record<MetricUse['state'], { readonly tone: Tone; readonly label: string }>
> = {
  draft: { tone: 'muted', label: 'Draft' },
  live: { tone: 'active', label: 'Live' },
  ended: { tone: 'neutral', label: 'Ended' },
  decided: { tone: 'neutral', label: 'Decided' },
  discarded: { tone: 'muted', label: 'Discarded' },
};

type Outcome = NonNullable<MetricUse['effects']>[number]['outcome'];

/** How an outcome is drawn. */
export const plottedOutcome = (outcome: Outcome): IntervalOutcome =>
  outcome === 'unknown' ? 'not-enough-data' : outcome;
