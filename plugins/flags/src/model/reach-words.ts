import { formatCount, formatPercent } from '@etude/ui';

/** A rollout that is about to change. Shares are 0 to 1. */
export type ReachChange = {
  readonly variant: string;
  readonly from: number;
  readonly to: number;
  readonly clients: readonly string[];
};

const perThousand = (share: number): string =>
  formatCount(Math.round(share * 1000));

const movementWords = ({ variant, from, to }: ReachChange): string => {
  if (to > from) {
    const more = `About ${perThousand(to - from)} more of every 1,000 units get ${variant}`;
    return from === 0
      ? `${more}.`
      : `${more}. The ${formatPercent(from)} that have it keep it.`;
  }
  return `About ${perThousand(from - to)} of every 1,000 units lose ${variant} and get what later rules or the code give them.`;
};

/** What a change of reach will do to whom, before it is done. */
export const reachChangeWords = (change: ReachChange): string[] => [
  `${change.variant} goes from ${formatPercent(change.from)} to ${formatPercent(change.to)} of the units that no earlier rule decides.`,
  movementWords(change),
  change.clients.length === 0
    ? 'No client resolves the flag yet, so nobody sees it.'
    : `It takes effect within seconds in every environment of ${change.clients.join(', ')}.`,
];
