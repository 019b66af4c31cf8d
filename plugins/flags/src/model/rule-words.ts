import type { FlagRecord } from '@etude/plugin-flags-common';
import { formatPercent } from '@etude/ui';
import type { Rule, Segment } from './wire-types';

/** Share of a rule's units, 0 to 1, that each of its assignments gives. */
export type AssignmentShare = {
  readonly id: string;
  /** What these units get, in words. */
  readonly gives: string;
  readonly share: number;
};

const givesOf = (assignment: Rule['assignments'][number]): string => {
  switch (assignment.kind) {
    case 'variant':
      return assignment.variant;
    case 'clientDefault':
      return 'the default in the code';
    case 'fallthrough':
      return 'what a later rule gives';
    default:
      return assignment satisfies never;
  }
};

/** What the units of a rule get and how many of them, in order. */
export const assignmentShares = (rule: Rule): AssignmentShare[] =>
  rule.assignments.map(assignment => ({
    id: assignment.id,
    gives: givesOf(assignment),
    share:
      assignment.ranges.reduce((sum, [from, to]) => sum + to - from, 0) /
      rule.bucketCount,
  }));

/** Variant and reach of a rollout rule; undefined for other rules. */
export const rolloutOf = (
  rule: Rule,
): { readonly variant: string; readonly reach: number } | undefined => {
  const [assignment] = rule.assignments;
  // Rules that keep an experiment's units belong to a rollout and are none.
  const isRollout = rule.owner.kind === 'rollout' && rule.owner.ref === rule.id;
  if (!isRollout || assignment?.kind !== 'variant') return undefined;
  const [share] = assignmentShares(rule);
  return {
    variant: assignment.variant,
    reach: rule.enabled && share ? share.share : 0,
  };
};

/** What a rule does, in a few words: `Rollout of on to 20 %`. */
const ruleSummary = (rule: Rule): string => {
  const rollout = rolloutOf(rule);
  if (rollout) {
    return `Rollout of ${rollout.variant} to ${formatPercent(rollout.reach)}`;
  }
  if (rule.owner.kind === 'rollout') return rule.name;
  return rule.owner.kind === 'experiment'
    ? `Experiment ${rule.name}`
    : `Rule ${rule.name}`;
};

/** What everyone gets whom no rule gives a variant: `everyone gets off`. */
export const defaultWords = ({
  defaultVariant,
}: Pick<FlagRecord, 'defaultVariant'>): string =>
  defaultVariant === null
    ? 'everyone gets the default in the code'
    : `everyone gets ${defaultVariant}`;

/** What a flag gives where no rule of it does: `Default variant off`. */
export const defaultSummary = ({
  state,
  defaultVariant,
}: Pick<FlagRecord, 'state' | 'defaultVariant'>): string =>
  state === 'archived' || defaultVariant === null
    ? 'The default in the code'
    : `Default variant ${defaultVariant}`;

/** What serves a flag now, in order; empty when its default applies. */
export const servingSummaries = (flag: FlagRecord): string[] =>
  flag.state === 'archived' || !flag.enabled
    ? []
    : flag.rules.filter(({ enabled }) => enabled).map(ruleSummary);

/** Where a rule applies. */
export const environmentWords = (rule: Rule): string =>
  rule.environments.length === 0
    ? 'In every environment'
    : `In ${rule.environments.join(', ')}`;

const TARGETING_KEY = 'targeting_key';

/** What is randomised by a rule. */
export const unitWords = (rule: Rule): string =>
  ['', TARGETING_KEY].includes(rule.targetingKeySelector)
    ? 'The unit is the targeting key.'
    : `The unit is ${rule.targetingKeySelector} of the context.`;

/** How much of the population a segment may take, in words. */
export const populationWords = ({ allocation }: Segment): string => {
  const share =
    allocation.proportion === 1
      ? 'the whole population'
      : `${formatPercent(allocation.proportion)} of the population`;
  return allocation.exclusiveTo.length === 0
    ? share
    : `${share}, sharing no unit with ${allocation.exclusiveTo.join(', ')}`;
};
