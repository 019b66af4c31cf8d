import { unitOf } from './evaluation';
import type { Evaluation } from './evaluation';
import {
  assigned,
  defaulted,
  recordOf,
  unresolved,
  unusableUnit,
} from './flag-resolution';
import { ABORT, FALSE, UNKNOWN, UNRECOGNIZED } from './outcome';
import type { Outcome } from './outcome';
import type { FlagResolution } from './resolution';
import { assignmentAt, bucketOf, variantNameOf } from './rule';
import type { CompiledAssignment, CompiledFlag, CompiledRule } from './rule';
import { noteWrite, readMaterialization } from './stored-assignment';
import { INVALID_UNIT } from './unit';

const chooseAssignment = (
  rule: CompiledRule,
  unit: string | null,
): CompiledAssignment | null => {
  if (rule.fullRollout !== null) return rule.fullRollout;
  if (unit === null) return null;
  return assignmentAt(rule.assignments, bucketOf(rule, unit));
};

/** True when the credential is for one of `environments`. */
const isIn = (
  environments: readonly string[],
  evaluation: Evaluation,
): boolean => environments.some(name => evaluation.environments.includes(name));

/** What a rule came to; null goes on with the next one. */
type Tried = FlagResolution | typeof ABORT | null;

/** Gives what the bucket of the unit holds. */
const tryBucket = (
  flag: CompiledFlag,
  rule: CompiledRule,
  evaluation: Evaluation,
): Tried => {
  // What comes after an unknown answer must not be assigned: the rule with
  // the unknown answer might have won.
  if (evaluation.isUnknown) return null;
  const assignment = chooseAssignment(rule, evaluation.unit);
  if (assignment === null) return null;
  if (rule.spec.materialization !== undefined) {
    noteWrite(evaluation, rule, variantNameOf(assignment));
  }
  if (assignment.spec.kind !== 'fallthrough') {
    return assigned(flag, { rule, assignment }, evaluation);
  }
  evaluation.fallthroughs = [
    ...evaluation.fallthroughs,
    recordOf(rule, assignment, evaluation.unit),
  ];
  return null;
};

const trySegment = (
  flag: CompiledFlag,
  rule: CompiledRule,
  evaluation: Evaluation,
): Tried => {
  const outcome: Outcome = rule.segment.match(evaluation);
  if (outcome === FALSE || outcome === UNRECOGNIZED) return null;
  if (outcome === ABORT) return ABORT;
  if (outcome === UNKNOWN) evaluation.isUnknown = true;
  return tryBucket(flag, rule, evaluation);
};

const tryStore = (
  flag: CompiledFlag,
  rule: CompiledRule,
  evaluation: Evaluation,
): Tried => {
  const stored = readMaterialization(rule, evaluation);
  switch (stored.kind) {
    case 'skip':
      return null;
    case 'aborted':
      return ABORT;
    case 'assigned':
      return assigned(
        flag,
        { rule, assignment: stored.assignment },
        evaluation,
      );
    case 'bucket':
      return tryBucket(flag, rule, evaluation);
    default:
      if (stored.kind === 'unknown') evaluation.isUnknown = true;
      return trySegment(flag, rule, evaluation);
  }
};

/** Tries one rule. What is rare is elsewhere: the compiler inlines the rest. */
const tryRule = (
  flag: CompiledFlag,
  rule: CompiledRule,
  evaluation: Evaluation,
): Tried => {
  const { environments, targetingKeySelector: selector } = rule.spec;
  if (environments.length > 0 && !isIn(environments, evaluation)) return null;
  const unit = unitOf(evaluation, rule.readUnit);
  if (unit === INVALID_UNIT) {
    if (selector !== '' || rule.fullRollout === null) {
      return unusableUnit(flag, evaluation);
    }
    evaluation.unit = null;
  } else {
    if (unit === null && selector !== '') return null;
    evaluation.unit = unit;
  }
  if (rule.assignments.length === 0) return null;
  return rule.spec.materialization === undefined
    ? trySegment(flag, rule, evaluation)
    : tryStore(flag, rule, evaluation);
};

/** True when the flag is off for the credential of the evaluation. */
export const isOff = (flag: CompiledFlag, evaluation: Evaluation): boolean =>
  !flag.isEnabled ||
  (flag.disabledEnvironments !== null &&
    isIn(flag.disabledEnvironments, evaluation));

/**
 * What the rules of `flag` make of one evaluation: in order, the first that
 * assigns wins. May throw on a broken state; callers turn that into a
 * resolution with reason `ERROR`.
 */
export const resolveRules = (
  flag: CompiledFlag,
  evaluation: Evaluation,
): FlagResolution | typeof ABORT => {
  for (const rule of flag.rules) {
    const resolution = tryRule(flag, rule, evaluation);
    if (resolution !== null) return resolution;
  }
  return evaluation.isUnknown
    ? unresolved(flag.name, 'MATERIALIZATION_NOT_SUPPORTED')
    : defaulted(flag, 'DEFAULT', evaluation);
};
