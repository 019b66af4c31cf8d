import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { REASONS, VERDICTS } from '../../experiment-words';
import type { VerdictClass, VerdictReason } from '../../experiment-types';
import { figureKey, NO_REASON } from './figure';

type LossStep = LearningAnswer['waterfall'][number];

/** One bar of the waterfall. */
export type WaterfallBar = {
  /** The figure whose list it opens; empty for all experiments. */
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** Experiments to the left of the bar. */
  readonly offset: number;
  readonly kind: 'whole' | 'apart' | 'lost' | 'part';
};

const isReason = (key: VerdictClass | VerdictReason): key is VerdictReason =>
  key in REASONS;

const KINDS: Record<LossStep['kind'], WaterfallBar['kind']> = {
  excluded: 'apart',
  restart: 'apart',
  lost: 'lost',
  learning: 'part',
};

const barOf = ({ kind, key, count, remaining }: LossStep): WaterfallBar => {
  const shared = { count, offset: remaining, kind: KINDS[kind] };
  if (isReason(key)) {
    return { ...shared, id: figureKey('reason', key), label: REASONS[key] };
  }
  return key === 'no-learning'
    ? {
        ...shared,
        id: figureKey('reason', NO_REASON),
        label: 'No stored reason',
      }
    : { ...shared, id: key, label: VERDICTS[key].label };
};

const countOf = (steps: readonly LossStep[]): number =>
  steps.reduce((total, { count }) => total + count, 0);

/**
 * The bars from all ended experiments down to the learnings and what these
 * consist of; steps that take nothing away are left out.
 */
export const waterfallBars = (
  steps: readonly LossStep[],
): readonly WaterfallBar[] => {
  const isLearning = ({ kind }: LossStep) => kind === 'learning';
  const barsOf = (some: readonly LossStep[]) =>
    some.filter(({ count }) => count > 0).map(barOf);
  const learnings = steps.filter(isLearning);
  const whole = { offset: 0, kind: 'whole' } as const;
  return [
    {
      ...whole,
      id: '',
      label: 'Ended with a verdict',
      count: countOf(steps),
    },
    ...barsOf(steps.filter(step => !isLearning(step))),
    {
      ...whole,
      id: 'learning',
      label: 'Learnings',
      count: countOf(learnings),
    },
    ...barsOf(learnings),
  ];
};
