import type {
  StateAssignment,
  StateFlag,
  StateRule,
  StateSegment,
} from '@etude/flags';
import { hashPrefix, keyBucket } from '../hash/key-hash';
import { segmentSalt } from '../rule';
import type { ExplainedRequest, ExplainedSegment } from './explain-segment';
import type { RuleExplanation, RuleOutcome } from './explanation';
import { shortName } from './sentences';

/** What a rule did to the flag, besides being explained. */
export type ExplainedRule = {
  readonly explanation: RuleExplanation;
  /** The flag ends here, with this. */
  readonly end: 'MATCH' | 'TARGETING_KEY_ERROR' | 'ERROR' | null;
  /** It depends on a materialization that nobody can look up. */
  readonly isUnknown: boolean;
  /** What it gives is remembered, whatever earlier rules would say. */
  readonly isKept: boolean;
};

/** What is known of a rule so far, while it is being explained. */
export type Telling = {
  readonly flag: StateFlag;
  readonly rule: StateRule;
  readonly spec: StateSegment;
  readonly request: ExplainedRequest;
  unit: string | null;
  segment: ExplainedSegment | null;
  bucket: number | null;
  isUnknown: boolean;
};

/** The end of a rule's explanation. */
export const told = (
  telling: Omit<Telling, 'spec'>,
  outcome: RuleOutcome,
  {
    sentence,
    assignment,
    end = null,
    isKept = false,
  }: {
    readonly sentence: string;
    readonly assignment?: StateAssignment;
    readonly end?: ExplainedRule['end'];
    readonly isKept?: boolean;
  },
): ExplainedRule => ({
  explanation: {
    rule: telling.rule.name,
    segmentName: telling.rule.segment,
    outcome,
    sentence,
    selector: telling.rule.targetingKeySelector,
    unit: telling.unit,
    bucket: telling.bucket,
    bucketCount: telling.rule.bucketCount,
    assignmentId: assignment?.id ?? null,
    variant: assignment?.kind === 'variant' ? assignment.variant : null,
    segment: telling.segment?.explanation ?? null,
  },
  end,
  isUnknown: telling.isUnknown,
  isKept,
});

/** Variant bucket of `unit`. Throws where the rule has no buckets. */
export const bucketIn = (telling: Telling, unit: string): number =>
  (telling.bucket ??= keyBucket(
    hashPrefix(segmentSalt(telling.rule.segment)),
    unit,
    telling.rule.bucketCount,
  ));

/** The first of `assignments` that holds `bucket`. */
export const assignmentIn = (
  assignments: readonly StateAssignment[],
  bucket: number,
): StateAssignment | null =>
  assignments.find(({ ranges }) =>
    ranges.some(([lower, upper]) => lower <= bucket && bucket < upper),
  ) ?? null;

/** What an assignment gives, as the object of a sentence. */
export const givenText = (assignment: StateAssignment): string => {
  switch (assignment.kind) {
    case 'variant':
      return `variant '${shortName(assignment.variant)}'`;
    case 'clientDefault':
      return 'the default in the code';
    default:
      return 'nothing yet: it is recorded, and the next rule is tried';
  }
};

/** The end where `assignment` is given, because of `sentence`. */
export const given = (
  telling: Telling,
  assignment: StateAssignment,
  sentence: string,
): ExplainedRule => {
  if (assignment.kind === 'fallthrough') {
    return told(telling, 'fellThrough', { sentence, assignment });
  }
  const isDangling =
    assignment.kind === 'variant' &&
    !telling.flag.variants.some(({ name }) => name === assignment.variant);
  return isDangling
    ? told(telling, 'matched', {
        sentence: `The rule assigns variant '${shortName(assignment.variant)}', which the flag does not have.`,
        assignment,
        end: 'ERROR',
      })
    : told(telling, 'matched', { sentence, assignment, end: 'MATCH' });
};

/** The end where the targeting has something that cannot be judged. */
export const unjudged = (
  telling: Telling,
  outcome: 'unrecognized' | 'aborted',
): ExplainedRule =>
  told(telling, 'unrecognizedTargeting', {
    sentence:
      outcome === 'aborted'
        ? 'The context has text that is no number where the rule compares numbers, at which the Rust resolver gives up.'
        : `The targeting of segment '${shortName(telling.rule.segment)}' uses an operator or pattern that this resolver does not know.`,
    end: outcome === 'aborted' ? 'ERROR' : null,
  });
