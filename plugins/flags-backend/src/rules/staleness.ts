import type {
  FlagRecord,
  ScannedRepository,
  Staleness,
  StalenessState,
} from '@etude/plugin-flags-common';
import { rolloutOf } from './rollout-rule';

const DAY_MS = 86_400_000;

type Reason = Staleness['reasons'][number];

/** What is known of a flag when its staleness is judged. */
export type StalenessFacts = {
  readonly flag: FlagRecord;
  readonly now: Date;
  /** Days after which a reason counts; after twice as many it is stale. */
  readonly afterDays: number;
  /** Day of the first report of any edge, or null: nothing is known then. */
  readonly reportedSince: string | null;
  /** The last day with an evaluation, or null. */
  readonly lastDay: string | null;
  /**
   * The variant (null for none) that every evaluation has had, and since
   * which day; undefined when there were several, or no evaluation.
   */
  readonly onlyVariant:
    { readonly variant: string | null; readonly since: string } | undefined;
  /** When the flag last changed, ISO 8601. */
  readonly changedAt: string;
};

const msOf = (dayOrTime: string): number => Date.parse(dayOrTime);

const laterOf = (...times: readonly string[]): string =>
  times.reduce((latest, time) => (msOf(time) > msOf(latest) ? time : latest));

const noEvaluation = (facts: StalenessFacts): Reason[] => {
  if (facts.reportedSince === null) return [];
  const since = laterOf(
    facts.lastDay ?? facts.reportedSince,
    facts.reportedSince,
    facts.flag.createdAt,
  );
  return [
    {
      kind: 'no-evaluation',
      since,
      sentence: `No edge has evaluated it since ${since.slice(0, 10)}.`,
    },
  ];
};

const oneVariant = ({ onlyVariant, changedAt }: StalenessFacts): Reason[] => {
  if (!onlyVariant) return [];
  const since = laterOf(onlyVariant.since, changedAt);
  return [
    {
      kind: 'one-variant',
      since,
      sentence: `Since ${since.slice(0, 10)} everyone has got ${onlyVariant.variant === null ? 'no variant' : `variant '${onlyVariant.variant}'`}.`,
    },
  ];
};

const rolloutComplete = ({ flag, changedAt }: StalenessFacts): Reason[] => {
  const complete = flag.rules
    .map(rule => rolloutOf(flag, rule))
    .find(rollout => rollout?.reach === 1);
  if (!complete) return [];
  return [
    {
      kind: 'rollout-complete',
      since: changedAt,
      sentence: `Variant '${complete.variant}' has been rolled out to everyone, and nothing has changed since ${changedAt.slice(0, 10)}.`,
    },
  ];
};

const stateOf = (
  facts: StalenessFacts,
  reasons: readonly Reason[],
): StalenessState => {
  const days = reasons.map(
    ({ since }) => (facts.now.getTime() - msOf(since)) / DAY_MS,
  );
  const longest = Math.max(0, ...days);
  if (longest >= 2 * facts.afterDays) return 'stale';
  return reasons.length > 0 ? 'potentially-stale' : 'fresh';
};

const suggestionOf = (
  facts: StalenessFacts,
  reasons: readonly Reason[],
  code: readonly ScannedRepository[],
): string | null => {
  if (reasons.length === 0) return null;
  const places = code.flatMap(({ repository, references }) =>
    references.map(({ path, line }) => `${repository} ${path}:${line}`),
  );
  const winner =
    facts.onlyVariant?.variant ??
    facts.flag.rules
      .map(rule => rolloutOf(facts.flag, rule))
      .find(rollout => rollout?.reach === 1)?.variant ??
    null;
  const keep =
    winner === null ? 'what everyone gets' : `the code of variant '${winner}'`;
  if (places.length === 0) {
    return code.length === 0
      ? `Keep ${keep} and archive the flag. No repository has been scanned: run 'etude flags scan' to find the code that names it.`
      : 'No scanned code names it any more: archive the flag.';
  }
  const shown = places.slice(0, 5).join(', ');
  const more = places.length > 5 ? ` and ${places.length - 5} more` : '';
  return `Keep ${keep} in ${shown}${more}, remove the rest, and archive the flag.`;
};

/**
 * Whether a flag seems to be left over, why, and what to do about it. A reason
 * counts after `afterDays`; any of them makes the flag potentially stale, and
 * one that has held twice as long makes it stale. Archived flags are fresh.
 */
export const stalenessOf = (
  facts: StalenessFacts,
  code: readonly ScannedRepository[],
): Staleness => {
  const { flag, now, afterDays } = facts;
  const reasons =
    flag.state === 'archived'
      ? []
      : [
          ...noEvaluation(facts),
          ...oneVariant(facts),
          ...rolloutComplete(facts),
        ].filter(
          ({ since }) => now.getTime() - msOf(since) >= afterDays * DAY_MS,
        );
  return {
    flagId: flag.id,
    state: stateOf(facts, reasons),
    reasons,
    suggestion: suggestionOf(facts, reasons, code),
    codeReferences: [...code],
  };
};
