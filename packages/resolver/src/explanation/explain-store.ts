import { ABORT, TRUE, UNRECOGNIZED } from '../outcome';
import type { Outcome } from '../outcome';
import { explainSegment } from './explain-segment';
import {
  assignmentIn,
  bucketIn,
  given,
  givenText,
  told,
  unjudged,
} from './rule-telling';
import type { ExplainedRule, Telling } from './rule-telling';
import { shortName } from './sentences';

/** What is asked after the store: the segment, or at once the bucket. */
export type AfterStore = 'segment' | 'bucket';

const remembered = (
  telling: Telling,
  unit: string,
  { variant, store }: { variant: string | undefined; store: string },
): ExplainedRule | AfterStore => {
  const candidates = telling.rule.assignments.filter(
    assignment =>
      assignment.kind === 'variant' &&
      variant !== '' &&
      assignment.variant === variant,
  );
  const kept =
    candidates.length > 1
      ? assignmentIn(candidates, bucketIn(telling, unit))
      : candidates[0];
  if (!kept) return 'bucket';
  const sentence = `Unit '${unit}' keeps ${givenText(kept)}, which '${store}' remembers.`;
  return { ...given(telling, kept, sentence), isKept: true };
};

/** How the materialization that a rule reads bears on the rule. */
export const explainStore = (
  telling: Telling,
  noUnit: string,
): ExplainedRule | AfterStore => {
  const { rule, request, unit, spec } = telling;
  const { materialization } = rule;
  if (materialization?.read === undefined) return 'segment';
  const store = shortName(materialization.read);
  if (unit === null) return told(telling, 'noUnit', { sentence: noUnit });
  const record = request.materializations?.(unit, materialization.read);
  if (record === undefined) {
    telling.isUnknown = true;
    return 'segment';
  }
  const variant =
    record !== null && Object.hasOwn(record.variants, rule.name)
      ? record.variants[rule.name]
      : undefined;
  const isIncluded =
    request.semantics === 'rust'
      ? variant !== undefined
      : record?.included === true;
  if (!isIncluded) {
    return materialization.mustMatch === true
      ? told(telling, 'materializationMissed', {
          sentence: `Unit '${unit}' is not in '${store}', and the rule takes in nobody new.`,
        })
      : 'segment';
  }
  let targeting: Outcome = TRUE;
  if (materialization.targetingCanBeIgnored !== true) {
    telling.segment = explainSegment(spec, request, unit);
    ({ targeting } = telling.segment);
  }
  if (targeting === ABORT) return unjudged(telling, 'aborted');
  if (targeting === UNRECOGNIZED) return unjudged(telling, 'unrecognized');
  return targeting === TRUE
    ? remembered(telling, unit, { variant, store })
    : 'segment';
};
