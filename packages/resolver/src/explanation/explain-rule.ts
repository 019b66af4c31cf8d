import type { StateFlag, StateRule } from '@etude/flags';
import { compileContextPath } from '../context-path';
import { ABORT, FALSE, UNKNOWN, UNRECOGNIZED } from '../outcome';
import { rangesOf } from '../population';
import { DEFAULT_SELECTOR, INVALID_UNIT, compileUnitReader } from '../unit';
import { explainSegment } from './explain-segment';
import type { ExplainedRequest } from './explain-segment';
import { explainStore } from './explain-store';
import {
  assignmentIn,
  bucketIn,
  given,
  givenText,
  told,
  unjudged,
} from './rule-telling';
import type { ExplainedRule, Telling } from './rule-telling';
import {
  environmentsText,
  findings,
  grouped,
  rangesText,
  shortName,
  valueText,
} from './sentences';

const isFullRollout = (rule: StateRule): boolean => {
  const [only] = rule.assignments;
  const [range] = only?.ranges ?? [];
  return (
    rule.assignments.length === 1 &&
    only?.ranges.length === 1 &&
    range?.[0] === 0 &&
    range[1] === rule.bucketCount
  );
};

const readPathOf = ({ targetingKeySelector: selector }: StateRule): string =>
  selector === '' ? DEFAULT_SELECTOR : selector;

const noUnitText = (rule: StateRule): string =>
  `The context has no '${readPathOf(rule)}', so there is no unit to assign.`;

/** Reads the unit; an explanation where the rule ends with it. */
const explainUnit = (telling: Telling): ExplainedRule | null => {
  const { rule, request } = telling;
  const isDefault = rule.targetingKeySelector === '';
  const read = compileUnitReader(rule.targetingKeySelector)(request.context);
  if (read === null && !isDefault) {
    return told(telling, 'noUnit', { sentence: noUnitText(rule) });
  }
  if (read !== INVALID_UNIT) {
    telling.unit = read;
    return null;
  }
  if (isDefault && isFullRollout(rule)) return null;
  const path = readPathOf(rule);
  const value = valueText(compileContextPath(path)(request.context));
  return told(telling, 'unusableUnit', {
    sentence: `'${path}' is ${value}, which cannot be a unit: that is text of at most 100 bytes or a whole number.`,
    end: 'TARGETING_KEY_ERROR',
  });
};

const outsidePopulation = (telling: Telling): ExplainedRule => {
  const { unit, segment, spec } = telling;
  const held = rangesText(rangesOf(spec.population) ?? []);
  const bucket = segment?.explanation.populationBucket ?? null;
  return told(telling, 'outsidePopulation', {
    sentence:
      unit === null || bucket === null
        ? `There is no unit, and the segment holds a part of the population only: buckets ${held} of 1,000,000.`
        : `Unit '${unit}' is in bucket ${grouped(bucket)} of 1,000,000; the segment holds ${held}.`,
  });
};

/** Asks the segment; an explanation where the rule ends with it. */
const explainMembership = (telling: Telling): ExplainedRule | null => {
  const { spec, request, unit, rule } = telling;
  const segment = explainSegment(spec, request, unit);
  telling.segment = segment;
  if (segment.outcome === ABORT) return unjudged(telling, 'aborted');
  if (segment.outcome === UNRECOGNIZED) {
    return unjudged(telling, 'unrecognized');
  }
  if (segment.outcome === FALSE) {
    return segment.targeting === FALSE
      ? told(telling, 'targetingNotMet', {
          sentence: `The context does not meet segment '${shortName(rule.segment)}': ${findings(segment.explanation)}.`,
        })
      : outsidePopulation(telling);
  }
  if (segment.outcome === UNKNOWN) telling.isUnknown = true;
  return null;
};

/** What the bucket of the unit gives. */
const explainBucket = (telling: Telling): ExplainedRule => {
  const { rule, unit } = telling;
  const [first] = rule.assignments;
  if (isFullRollout(rule) && first !== undefined) {
    const sentence = `The rule gives everyone in segment '${shortName(rule.segment)}' ${givenText(first)}.`;
    return given(telling, first, sentence);
  }
  if (unit === null) {
    return told(telling, 'noUnit', { sentence: noUnitText(rule) });
  }
  const bucket = bucketIn(telling, unit);
  const assignment = assignmentIn(rule.assignments, bucket);
  const place = `Unit '${unit}' is in bucket ${grouped(bucket)} of ${grouped(rule.bucketCount)}`;
  return assignment === null
    ? told(telling, 'outsideBuckets', {
        sentence: `${place}; the rule assigns ${rangesText(rule.assignments.flatMap(({ ranges }) => ranges))}.`,
      })
    : given(
        telling,
        assignment,
        `${place}, to which the rule gives ${givenText(assignment)}.`,
      );
};

const explainTrial = (telling: Telling): ExplainedRule => {
  const { rule } = telling;
  const ended = explainUnit(telling);
  if (ended !== null) return ended;
  if (rule.assignments.length === 0) {
    return told(telling, 'outsideBuckets', {
      sentence: 'The rule assigns nothing to anyone.',
    });
  }
  const next = explainStore(telling, noUnitText(rule));
  if (typeof next !== 'string') return next;
  const refused = next === 'segment' ? explainMembership(telling) : null;
  if (refused !== null) return refused;
  return telling.isUnknown
    ? told(telling, 'materializationUnknown', {
        sentence:
          'Whether the rule matches depends on stored memberships, and no store is connected.',
      })
    : explainBucket(telling);
};

/** Explains one rule that is to be tried, in the order of the resolver. */
export const explainRule = (
  flag: StateFlag,
  rule: StateRule,
  request: ExplainedRequest,
): ExplainedRule => {
  const begun = {
    flag,
    rule,
    request,
    unit: null,
    segment: null,
    bucket: null,
    isUnknown: false,
  };
  if (!rule.enabled) {
    return told(begun, 'disabled', { sentence: 'The rule is off.' });
  }
  const { environments } = rule;
  if (
    environments.length > 0 &&
    !environments.some(name => request.environments.includes(name))
  ) {
    return told(begun, 'otherEnvironment', {
      sentence: `The rule is for ${environmentsText(environments)}; the credential is for ${environmentsText(request.environments)}.`,
    });
  }
  const spec = request.state.segments.findLast(
    ({ name }) => name === rule.segment,
  );
  return spec === undefined
    ? told(begun, 'unknownSegment', {
        sentence: `There is no segment '${shortName(rule.segment)}' in use: it was never allocated, or is archived.`,
      })
    : explainTrial({ ...begun, spec });
};
