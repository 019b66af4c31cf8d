import type { VerdictClass, VerdictReason } from '@etude/lifecycle';

/** The verdict of one ended experiment, as far as rates need it. */
export type LearningRecord = {
  readonly class: VerdictClass;
  readonly reason?: VerdictReason | undefined;
  /** ISO 8601; its quarter and month are taken in UTC. */
  readonly endedAt: string;
  readonly owner: string;
  /** The part of the product it changed, when it was named. */
  readonly surface?: string | null | undefined;
  /** Achieved / planned minimum detectable effect, see `achievedMdeRatio`. */
  readonly mdeRatio?: number | undefined;
  /** True when it was ended to be started again. */
  readonly restart?: boolean | undefined;
};

/** Reasons that mean: the experiment was not valid. */
export const INVALID_REASONS: readonly VerdictReason[] = [
  'NO_EXPOSURE',
  'CONFIG_ERROR',
  'SRM',
  'PRE_EXPOSURE_BIAS',
  'CROSSOVER',
  'DATA_MISSING',
];

/** All reasons, in the order of the definition. */
export const LOSS_REASONS: readonly VerdictReason[] = [
  ...INVALID_REASONS,
  'ABORTED_EARLY',
  'UNDERPOWERED',
  'NO_POWER_TARGET',
];

/** Restarts are reported apart; what is out of scope is no restart either. */
export const isRestart = (record: LearningRecord): boolean =>
  record.class === 'restart' ||
  (record.restart === true && record.class !== 'excluded');

/** Whether nothing was learned for one of these reasons. */
export const isLostBy =
  (reasons: readonly VerdictReason[]) =>
  (record: LearningRecord): boolean =>
    record.class === 'no-learning' &&
    record.reason !== undefined &&
    reasons.includes(record.reason);
