import type {
  HealthState,
  RecommendedAction,
} from '@etude/plugin-experiments-common';
import type { Tone } from '@etude/ui';
import type {
  ExperimentState,
  MetricResult,
  PlannedMetric,
  VerdictClass,
  VerdictReason,
} from './experiment-types';

type Words = { readonly label: string; readonly tone: Tone };

/** States in the order in which they need attention. */
export const STATES: Record<ExperimentState, Words> = {
  live: { label: 'Live', tone: 'active' },
  ended: { label: 'Ended', tone: 'warning' },
  draft: { label: 'Draft', tone: 'muted' },
  decided: { label: 'Decided', tone: 'neutral' },
  discarded: { label: 'Discarded', tone: 'muted' },
};

/** {@link STATES} as a list, for filters and groups. */
export const STATE_ORDER: readonly ExperimentState[] = [
  'live',
  'ended',
  'draft',
  'decided',
  'discarded',
];

export const HEALTH: Record<HealthState, Words> = {
  pass: { label: 'Healthy', tone: 'good' },
  warn: { label: 'Needs a look', tone: 'warning' },
  fail: { label: 'Failing', tone: 'bad' },
  unknown: { label: 'Too early to tell', tone: 'muted' },
};

export const RECOMMENDATIONS: Record<RecommendedAction, Words> = {
  ship: { label: 'Ship', tone: 'good' },
  continue: { label: 'Continue', tone: 'active' },
  end: { label: 'End', tone: 'neutral' },
  abort: { label: 'Abort', tone: 'bad' },
};

export const VERDICTS: Record<VerdictClass, Words> = {
  win: { label: 'Win', tone: 'good' },
  regression: { label: 'Regression caught', tone: 'bad' },
  neutral: { label: 'Neutral', tone: 'neutral' },
  'no-learning': { label: 'No learning', tone: 'warning' },
  restart: { label: 'Restarted', tone: 'muted' },
  excluded: { label: 'Excluded', tone: 'muted' },
};

/** Why nothing was learned, as people say it. */
export const REASONS: Record<VerdictReason, string> = {
  NO_EXPOSURE: 'Nobody was exposed',
  CONFIG_ERROR: 'Set up wrongly',
  SRM: 'Units not split as planned',
  PRE_EXPOSURE_BIAS: 'Variants differed before exposure',
  CROSSOVER: 'Units saw several variants',
  DATA_MISSING: 'Data missing',
  ABORTED_EARLY: 'Stopped too early',
  UNDERPOWERED: 'Too few units',
  NO_POWER_TARGET: 'No minimum detectable effect',
};

export const OUTCOMES: Record<MetricResult['outcome'], Words> = {
  better: { label: 'Better', tone: 'good' },
  worse: { label: 'Worse', tone: 'bad' },
  'not-worse': { label: 'Not worse', tone: 'neutral' },
  'no-difference': { label: 'No difference', tone: 'neutral' },
  'not-enough-data': { label: 'Not enough data', tone: 'muted' },
  unknown: { label: 'No result', tone: 'warning' },
};

export const ROLES: Record<PlannedMetric['role'], string> = {
  success: 'Success',
  guardrail: 'Guardrail',
  deterioration: 'Deterioration',
};

export const DECISIONS = {
  ship: 'Ship',
  'do-not-ship': 'Do not ship',
} as const;
