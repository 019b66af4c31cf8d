import type {
  CriterionExplanation,
  ExplainedOutcome,
  RuleOutcome,
} from '@etude/plugin-flags-common';
import type { Tone } from '@etude/ui';
import { criterionWords } from './targeting-words';
import type { Criterion } from './targeting-words';

/** A state by tone and in a word. */
export type OutcomeWord = { readonly tone: Tone; readonly word: string };

const RULE_OUTCOMES: Record<RuleOutcome, OutcomeWord> = {
  matched: { tone: 'good', word: 'Decides' },
  fellThrough: { tone: 'neutral', word: 'Lets through' },
  notReached: { tone: 'muted', word: 'Not reached' },
  disabled: { tone: 'muted', word: 'Off' },
  otherEnvironment: { tone: 'muted', word: 'Other environment' },
  unknownSegment: { tone: 'bad', word: 'Segment missing' },
  unrecognizedTargeting: { tone: 'bad', word: 'Not understood' },
  noUnit: { tone: 'neutral', word: 'No unit' },
  unusableUnit: { tone: 'bad', word: 'Unit unusable' },
  targetingNotMet: { tone: 'neutral', word: 'Not in the audience' },
  outsidePopulation: { tone: 'neutral', word: 'Outside the population' },
  outsideBuckets: { tone: 'neutral', word: 'Outside the split' },
  materializationUnknown: { tone: 'warning', word: 'Memory unknown' },
  materializationMissed: { tone: 'neutral', word: 'Not remembered' },
};

/** How far a rule came, for people. */
export const ruleOutcomeWord = (outcome: RuleOutcome): OutcomeWord =>
  RULE_OUTCOMES[outcome];

/** Whether a condition holds, for people. */
export const outcomeWord = (outcome: ExplainedOutcome): OutcomeWord => {
  switch (outcome) {
    case true:
      return { tone: 'good', word: 'holds' };
    case false:
      return { tone: 'neutral', word: 'does not hold' };
    case 'unknown':
      return { tone: 'warning', word: 'not known here' };
    default:
      return outcome satisfies never;
  }
};

/** `flags/a/rules/b` is `b`. */
export const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

/** What the context holds where a criterion looks, for people. */
export const contextValueText = ({
  contextValue,
}: CriterionExplanation): string =>
  contextValue === undefined ? 'missing' : JSON.stringify(contextValue);

const isCriterion = (value: unknown): value is Criterion => {
  if (typeof value !== 'object' || value === null || !('type' in value)) {
    return false;
  }
  if (value.type !== 'attribute') {
    return value.type === 'segment' || value.type === 'materializedSegment';
  }
  const rule = 'rule' in value ? value.rule : null;
  return (
    typeof rule === 'object' &&
    rule !== null &&
    'op' in rule &&
    rule.op !== 'unrecognized'
  );
};

/** A condition of the resolver state, as a person would say it. */
export const criterionText = ({
  criterion,
  name,
}: CriterionExplanation): string => {
  if (!isCriterion(criterion)) {
    return `${name} is a condition that this release does not know`;
  }
  return criterionWords(
    criterion.type === 'segment'
      ? { ...criterion, segment: lastPart(criterion.segment) }
      : criterion,
    name,
  );
};
