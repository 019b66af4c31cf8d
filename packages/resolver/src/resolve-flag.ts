import type { FlagSchema } from '@etude/flags';
import { NO_FALLTHROUGHS, NO_WRITES, unitOf } from './evaluation';
import type { Evaluation } from './evaluation';
import { ABORT, FALSE, TRUE, UNKNOWN, UNRECOGNIZED } from './outcome';
import type { Outcome } from './outcome';
import type {
  AssignmentRecord,
  FlagResolution,
  ResolveReason,
} from './resolution';
import { assignmentAt, bucketOf, variantNameOf } from './rule';
import type {
  CompiledAssignment,
  CompiledFlag,
  CompiledRule,
  CompiledVariant,
} from './rule';
import { INVALID_UNIT } from './unit';

const NO_FIELDS: FlagSchema = { type: 'struct', fields: {} };
const NO_VALUE = {};
const NO_TRAIL = { fallthroughs: NO_FALLTHROUGHS, writes: NO_WRITES };

/** What of a resolution differs from one to the next. */
type Given = {
  readonly variant: CompiledVariant | null;
  readonly assignment: AssignmentRecord | null;
  readonly reason: ResolveReason;
};

/** Monomorphic, as the code that reads resolutions is hot too. */
const resolution = (
  flag: Pick<CompiledFlag, 'name' | 'schema'>,
  { variant, assignment, reason }: Given,
  { fallthroughs, writes }: Pick<Evaluation, 'fallthroughs' | 'writes'>,
): FlagResolution => {
  const isClientDefault = assignment !== null && variant === null;
  return {
    flag: flag.name,
    variant: variant === null ? null : variant.name,
    value:
      variant === null ? (isClientDefault ? NO_VALUE : null) : variant.value,
    schema:
      variant === null ? (isClientDefault ? NO_FIELDS : null) : flag.schema,
    reason,
    shouldApply: assignment !== null || fallthroughs.length > 0,
    assignment,
    fallthroughs,
    origin: assignment === null ? null : assignment.rule,
    writes,
  };
};

/** A resolution without a value. */
export const unresolved = (
  flag: string,
  reason: ResolveReason,
  error?: string,
): FlagResolution => ({
  ...resolution(
    { name: flag, schema: NO_FIELDS },
    { variant: null, assignment: null, reason },
    NO_TRAIL,
  ),
  ...(error === undefined ? {} : { error }),
});

/** The flag gives a variant that it does not have. */
const dangling = (
  flag: CompiledFlag,
  giver: string,
  variant: string,
): FlagResolution =>
  unresolved(
    flag.name,
    'ERROR',
    `${giver} is variant '${variant}', which the flag lacks. Add it.`,
  );

/**
 * The default variant of `flag`, which nobody is assigned; without one nothing
 * at all. What rules left behind on the way is still logged.
 */
export const defaulted = (
  flag: CompiledFlag,
  reason: 'DEFAULT' | 'DISABLED' | 'PREREQUISITE_FAILED',
  evaluation: Evaluation,
): FlagResolution => {
  const { defaultVariant: variant, defaultName } = flag;
  if (variant === null && defaultName !== null) {
    return dangling(flag, 'The default', defaultName);
  }
  const isNothing = variant === null && reason === 'DEFAULT';
  return resolution(
    flag,
    {
      variant,
      assignment: null,
      reason: isNothing ? 'NO_SEGMENT_MATCH' : reason,
    },
    evaluation,
  );
};

const recordOf = (
  { spec }: CompiledRule,
  assignment: CompiledAssignment,
  unit: string | null,
): AssignmentRecord => ({
  rule: spec.name,
  segment: spec.segment,
  assignmentId: assignment.spec.id,
  unit: unit ?? '',
  selector: spec.targetingKeySelector,
});

/** What `assignment` of `rule` gives to the unit of the evaluation. */
const assigned = (
  flag: CompiledFlag,
  found: {
    readonly rule: CompiledRule;
    readonly assignment: CompiledAssignment;
  },
  evaluation: Evaluation,
): FlagResolution => {
  const { rule, assignment } = found;
  const { variant, spec } = assignment;
  if (variant === null && spec.kind === 'variant') {
    return dangling(flag, `What rule '${rule.spec.name}' gives`, spec.variant);
  }
  const record = recordOf(rule, assignment, evaluation.unit);
  return resolution(
    flag,
    { variant, assignment: record, reason: 'MATCH' },
    evaluation,
  );
};

/** How the materialization that a rule reads bears on the rule. */
type ReadResult =
  | { readonly kind: 'skip' | 'segment' | 'bucket' | 'unknown' | 'aborted' }
  | { readonly kind: 'assigned'; readonly assignment: CompiledAssignment };

const SKIP: ReadResult = { kind: 'skip' };
const SEGMENT: ReadResult = { kind: 'segment' };
const BUCKET: ReadResult = { kind: 'bucket' };

/** The assignment of a stored variant; by bucket when several share it. */
const storedAssignment = (
  rule: CompiledRule,
  variant: string | undefined,
  unit: string,
): CompiledAssignment | null => {
  if (variant === undefined || variant === '') return null;
  const candidates = rule.assignments.filter(
    assignment => variantNameOf(assignment) === variant,
  );
  return candidates.length > 1
    ? assignmentAt(candidates, bucketOf(rule, unit))
    : (candidates[0] ?? null);
};

const readMaterialization = (
  rule: CompiledRule,
  evaluation: Evaluation,
): ReadResult => {
  const { materialization } = rule.spec;
  if (materialization?.read === undefined) return SEGMENT;
  const { unit, materializations } = evaluation;
  if (unit === null) return SKIP;
  if (materializations === undefined) return { kind: 'unknown' };
  const record = materializations(unit, materialization.read);
  const stored =
    record !== null && Object.hasOwn(record.variants, rule.spec.name)
      ? record.variants[rule.spec.name]
      : undefined;
  const isIncluded =
    evaluation.semantics === 'rust'
      ? stored !== undefined
      : record?.included === true;
  if (!isIncluded) {
    return materialization.mustMatch === true ? SKIP : SEGMENT;
  }
  const outcome =
    materialization.targetingCanBeIgnored === true
      ? TRUE
      : rule.segment.targeting(evaluation);
  if (outcome === ABORT) return { kind: 'aborted' };
  if (outcome === UNRECOGNIZED) return SKIP;
  if (outcome !== TRUE) return SEGMENT;
  const assignment = storedAssignment(rule, stored, unit);
  return assignment === null ? BUCKET : { kind: 'assigned', assignment };
};

const chooseAssignment = (
  rule: CompiledRule,
  unit: string | null,
): CompiledAssignment | null => {
  if (rule.fullRollout !== null) return rule.fullRollout;
  if (unit === null) return null;
  return assignmentAt(rule.assignments, bucketOf(rule, unit));
};

const noteWrite = (
  evaluation: Evaluation,
  rule: CompiledRule,
  variant: string,
): void => {
  const { unit } = evaluation;
  const materialization = rule.spec.materialization?.write;
  if (materialization === undefined || unit === null) return;
  evaluation.writes = [
    ...evaluation.writes,
    { unit, materialization, rule: rule.spec.name, variant },
  ];
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
      return unresolved(flag.name, 'TARGETING_KEY_ERROR');
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
