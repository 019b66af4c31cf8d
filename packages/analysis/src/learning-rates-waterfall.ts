import type { VerdictClass, VerdictReason } from '@etude/lifecycle';
import type { LearningRecord } from './learning-rates-record';
import { isLostBy, isRestart, LOSS_REASONS } from './learning-rates-record';

/**
 * One step from all ended experiments down to the learnings: how many it
 * takes away or, at the end, what the rest consists of.
 */
export type LossStep = {
  readonly kind: 'excluded' | 'restart' | 'lost' | 'learning';
  /** A verdict reason, or the class of a learning; else the kind. */
  readonly key: VerdictClass | VerdictReason;
  readonly count: number;
  /** Experiments left after this step. */
  readonly remaining: number;
};

type StepRule = Pick<LossStep, 'kind' | 'key'> & {
  readonly takes: (record: LearningRecord) => boolean;
};

const classStep = (kind: LossStep['kind'], name: VerdictClass): StepRule => ({
  kind,
  key: name,
  takes: record => record.class === name,
});

// A record goes to the first rule that takes it, so that none counts twice.
const STEP_RULES: readonly StepRule[] = [
  classStep('excluded', 'excluded'),
  { kind: 'restart', key: 'restart', takes: isRestart },
  ...LOSS_REASONS.map(reason => ({
    kind: 'lost' as const,
    key: reason,
    takes: isLostBy([reason]),
  })),
  // Lost without a stored reason.
  classStep('lost', 'no-learning'),
  classStep('learning', 'neutral'),
  classStep('learning', 'regression'),
  classStep('learning', 'win'),
];

/** The steps from all records to the learnings; counts sum to all of them. */
export const waterfallOf = (
  records: readonly LearningRecord[],
): readonly LossStep[] => {
  const counts = STEP_RULES.map(() => 0);
  for (const record of records) {
    const index = STEP_RULES.findIndex(({ takes }) => takes(record));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  let remaining = records.length;
  return STEP_RULES.map(({ kind, key }, index) => {
    const count = counts[index] ?? 0;
    remaining -= count;
    return { kind, key, count, remaining };
  });
};
