import type { ExperimentListItem } from '@etude/plugin-experiments-common';
import { formatRelativeTime } from '@etude/ui';
import type { Tone } from '@etude/ui';

/** One thing that somebody has to do, with the page where it is done. */
export type WaitingItem = {
  readonly experiment: ExperimentListItem;
  readonly tone: Tone;
  readonly state: string;
  readonly reason: string;
  readonly href: string;
};

const SOON_MS = 3 * 86_400_000;

type Check = (
  experiment: ExperimentListItem,
  now: Date,
) =>
  (Omit<WaitingItem, 'experiment' | 'href'> & { readonly tab: string }) | null;

const failingHealth: Check = ({ state, health }) =>
  state === 'live' && health === 'fail'
    ? {
        tone: 'bad',
        state: 'Failing health',
        reason: 'A health check fails. Look at it before you trust a result.',
        tab: 'live',
      }
    : null;

const undecided: Check = ({ state, endedAt }, now) =>
  state === 'ended'
    ? {
        tone: 'warning',
        state: 'Undecided',
        reason: `Ended ${
          endedAt === null
            ? ''
            : `${formatRelativeTime(new Date(endedAt), now)} `
        }and waits for a decision.`,
        tab: 'decision',
      }
    : null;

const ENDING: Partial<
  Record<NonNullable<ExperimentListItem['recommendation']>, string>
> = {
  ship: 'Ready to ship: end it and decide.',
  end: 'Ready to end: nothing more is to be learned.',
  abort: 'Should be aborted: a metric gets worse.',
};

const readyToEnd: Check = ({ state, recommendation }) => {
  const reason = recommendation === null ? undefined : ENDING[recommendation];
  return state === 'live' && reason !== undefined
    ? {
        tone: recommendation === 'abort' ? 'bad' : 'active',
        state: recommendation === 'abort' ? 'Abort' : 'Ready',
        reason,
        tab: 'results',
      }
    : null;
};

const failedRefresh: Check = ({ state, problem }) =>
  state === 'live' && problem
    ? {
        tone: 'bad',
        state: 'No result',
        reason: problem.message,
        tab: 'results',
      }
    : null;

const endingSoon: Check = ({ state, plannedEndAt }, now) => {
  if (state !== 'live' || plannedEndAt === null) return null;
  const end = new Date(plannedEndAt);
  if (end.getTime() - now.getTime() > SOON_MS) return null;
  return {
    tone: 'active',
    state: 'Ending',
    reason:
      end <= now
        ? `Was planned to end ${formatRelativeTime(end, now)}.`
        : `Ends ${formatRelativeTime(end, now)}.`,
    tab: 'results',
  };
};

const draft: Check = ({ state, createdAt }, now) =>
  state === 'draft'
    ? {
        tone: 'muted',
        state: 'Draft',
        reason: `Started ${formatRelativeTime(new Date(createdAt), now)}. Finish the plan and launch it.`,
        tab: 'plan',
      }
    : null;

/** What is asked first comes first. */
const CHECKS: readonly Check[] = [
  failingHealth,
  readyToEnd,
  undecided,
  failedRefresh,
  endingSoon,
  draft,
];

/**
 * What the owners of these experiments have to do, most urgent first; at most
 * one thing per experiment.
 */
export const waitingItems = (
  experiments: readonly ExperimentListItem[],
  now: Date,
): readonly WaitingItem[] =>
  experiments
    .flatMap(experiment => {
      for (const [urgency, check] of CHECKS.entries()) {
        const found = check(experiment, now);
        if (found) {
          const { tab, ...words } = found;
          const href = `/experiments/${encodeURIComponent(experiment.id)}?tab=${tab}`;
          return [{ urgency, item: { experiment, ...words, href } }];
        }
      }
      return [];
    })
    .sort((a, b) => a.urgency - b.urgency)
    .map(({ item }) => item);
