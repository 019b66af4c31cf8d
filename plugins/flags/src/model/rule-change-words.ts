import type { FlagRecord } from '@etude/plugin-flags-common';
import { formatCount, formatPercent } from '@etude/ui';
import type { GivenDraft, RuleDraft } from './rule-draft';
import { assignmentShares } from './rule-words';
import { linesOf, targetingOf } from './targeting-of-draft';
import { targetingWords } from './targeting-words';
import type { Rule, Segment } from './wire-types';

const otherwiseWords = (flag: FlagRecord): string =>
  flag.defaultVariant === null
    ? 'what later rules give them, else the default in the code'
    : `what later rules give them, else ${flag.defaultVariant}`;

const placeWords = (flag: FlagRecord, environments: readonly string[]) =>
  environments.length === 0
    ? `in every environment of ${flag.clients.join(', ')}`
    : `in ${environments.join(', ')}`;

const listed = (parts: readonly string[]): string =>
  parts.length < 2
    ? parts.join('')
    : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** What stops when a rule that is on is deleted or switched off. */
export const ruleLossWords = (
  flag: FlagRecord,
  rule: Rule,
  segment: Segment | undefined,
): string[] => {
  if (!rule.enabled) return ['The rule is off, so nobody loses anything.'];
  if (flag.clients.length === 0) {
    return ['No client resolves the flag yet, so nobody loses anything.'];
  }
  const audience = segment
    ? targetingWords(segment.targeting)
    : `The units of ${rule.segment}`;
  const shares = assignmentShares(rule).map(
    ({ gives, share }) => `${gives} (${formatPercent(share)} of them)`,
  );
  return [
    `${audience} lose ${listed(shares)} within seconds, ${placeWords(flag, rule.environments)}.`,
    `They get ${otherwiseWords(flag)}.`,
  ];
};

/** What starts when a stored rule is switched on. */
export const ruleGainWords = (
  flag: FlagRecord,
  rule: Rule,
  segment: Segment | undefined,
): string[] => {
  const audience = segment
    ? targetingWords(segment.targeting)
    : `The units of ${rule.segment}`;
  const shares = assignmentShares(rule).map(
    ({ gives, share }) => `${gives} (${formatPercent(share)} of them)`,
  );
  return flag.clients.length === 0
    ? ['No client resolves the flag yet, so nobody sees it.']
    : [
        `${audience} that no earlier rule decides get ${listed(shares)} within seconds, ${placeWords(flag, rule.environments)}.`,
      ];
};

const givenWords = ({ kind, variant }: GivenDraft): string => {
  switch (kind) {
    case 'variant':
      return variant === '' ? 'a variant' : variant;
    case 'clientDefault':
      return 'the default in the code';
    case 'fallthrough':
      return 'what a later rule gives';
    default:
      return kind satisfies never;
  }
};

/** Share of a rule's units, 0 to 1, that each of its choices gets. */
export const givenShares = ({ gives }: Pick<RuleDraft, 'gives'>): number[] => {
  const total = gives.reduce((sum, { weight }) => sum + weight, 0);
  return gives.map(({ weight }) => (total > 0 ? weight / total : 0));
};

const audienceWords = (draft: RuleDraft): string => {
  switch (draft.kind) {
    case 'individual': {
      const count = linesOf(draft.units).length;
      return count === 1 ? '1 unit' : `${formatCount(count)} units`;
    }
    case 'segment':
      return draft.segment === ''
        ? 'Units of a segment'
        : `Units of the segment ${draft.segment}`;
    case 'conditional': {
      const targeting = targetingOf(draft.targeting);
      return targeting.ok
        ? targetingWords(targeting.targeting)
        : 'Units for which the conditions hold';
    }
    default:
      return draft.kind satisfies never;
  }
};

const reachWords = ({ reach }: RuleDraft): string =>
  reach < 100
    ? ` ${formatPercent(reach / 100)} of them are let in; the others go on to the next rule.`
    : '';

const offWords = (wasOn: boolean): string =>
  wasOn
    ? 'Saving switches the rule off: those who get something from it lose it within seconds.'
    : 'The rule stays off: nobody gets anything yet.';

/**
 * What a rule will do when it is saved, before it is. `before` is the rule
 * that is stored, if it is.
 */
export const ruleDraftWords = (
  flag: FlagRecord,
  draft: RuleDraft,
  before?: Rule,
): string => {
  const shares = givenShares(draft);
  const gives = draft.gives.map((given, index) =>
    draft.gives.length === 1
      ? givenWords(given)
      : `${givenWords(given)} (${formatPercent(shares[index] ?? 0)})`,
  );
  const place =
    draft.environments.length === 0
      ? 'in every environment'
      : `in ${draft.environments.join(', ')}`;
  const what = `${audienceWords(draft)} get ${listed(gives)}, ${place}.${reachWords(draft)}`;
  if (!draft.isEnabled) {
    return `${what} ${offWords(before?.enabled === true)}`;
  }
  return flag.clients.length === 0
    ? `${what} No client resolves the flag yet, so nobody sees it.`
    : `${what} It takes effect within seconds of saving.`;
};
