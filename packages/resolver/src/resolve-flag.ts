import type { FlagSchema } from '@etude/flags';
import { unitOf } from './evaluation';
import type { Evaluation } from './evaluation';
import { ABORT, FALSE, TRUE, UNKNOWN, UNRECOGNIZED } from './outcome';
import type { Outcome } from './outcome';
import type {
  AssignmentRecord,
  FlagResolution,
  MaterializationWrite,
  ResolveReason,
  Semantics,
} from './resolution';
import { assignmentAt } from './rule';
import type { CompiledAssignment, CompiledFlag, CompiledRule } from './rule';
import { INVALID_UNIT } from './unit';

/**
 * The Rust resolver gives up on the whole request: a context has text that is
 * no number where a rule compares numbers.
 */
export const ABORTED = Symbol('aborted');

const NO_RECORDS: readonly AssignmentRecord[] = [];
const NO_WRITES: readonly MaterializationWrite[] = [];
const NO_FIELDS: FlagSchema = { type: 'struct', fields: {} };
const NO_VALUE = {};

/** What the rules tried so far have left behind. */
type Trail = {
  fallthroughs: readonly AssignmentRecord[];
  writes: readonly MaterializationWrite[];
  /** A rule depends on a materialization that nobody can look up. */
  isUnknown: boolean;
};

/** One try of the rules of a flag, in order. */
type Attempt = {
  readonly flag: CompiledFlag;
  readonly trail: Trail;
  readonly semantics: Semantics;
};

/** A resolution without a value. */
export const unresolved = (
  flag: string,
  reason: ResolveReason,
  error?: string,
): FlagResolution => ({
  flag,
  variant: null,
  value: null,
  schema: null,
  reason,
  shouldApply: false,
  assignment: null,
  fallthroughs: NO_RECORDS,
  origin: null,
  writes: NO_WRITES,
  ...(error === undefined ? {} : { error }),
});

/** No rule assigned; what rules left behind on the way is still logged. */
const unmatched = (flag: string, trail: Trail): FlagResolution => ({
  flag,
  variant: null,
  value: null,
  schema: null,
  reason: 'NO_SEGMENT_MATCH',
  shouldApply: trail.fallthroughs.length > 0,
  assignment: null,
  fallthroughs: trail.fallthroughs,
  origin: null,
  writes: trail.writes,
});

const recordOf = (
  rule: CompiledRule,
  assignment: CompiledAssignment,
  unit: string | null,
): AssignmentRecord => ({
  rule: rule.name,
  segment: rule.segmentName,
  assignmentId: assignment.id,
  unit: unit ?? '',
  selector: rule.selector,
});

const assigned = (
  { flag, trail }: Attempt,
  found: {
    readonly rule: CompiledRule;
    readonly assignment: CompiledAssignment;
  },
  unit: string | null,
): FlagResolution => {
  const { rule, assignment } = found;
  const { variant } = assignment;
  if (assignment.kind === 'variant' && variant === null) {
    return unresolved(
      flag.name,
      'ERROR',
      `Rule '${rule.name}' assigns variant '${assignment.variantName}', which the flag does not have. Add the variant or change the rule.`,
    );
  }
  return {
    flag: flag.name,
    variant: variant === null ? null : variant.name,
    value: variant === null ? NO_VALUE : variant.value,
    schema: variant === null ? NO_FIELDS : flag.schema,
    reason: 'MATCH',
    shouldApply: true,
    assignment: recordOf(rule, assignment, unit),
    fallthroughs: trail.fallthroughs,
    origin: rule.name,
    writes: trail.writes,
  };
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
    ({ kind, variantName }) => kind === 'variant' && variantName === variant,
  );
  return candidates.length > 1
    ? assignmentAt(candidates, rule.bucketOf(unit))
    : (candidates[0] ?? null);
};

const readMaterialization = (
  rule: CompiledRule,
  evaluation: Evaluation,
  semantics: Semantics,
): ReadResult => {
  const { materialization } = rule;
  if (materialization?.read === undefined) return SEGMENT;
  const { unit, materializations } = evaluation;
  if (unit === null) return SKIP;
  if (materializations === undefined) return { kind: 'unknown' };
  const record = materializations(unit, materialization.read);
  const stored =
    record !== null && Object.hasOwn(record.variants, rule.name)
      ? record.variants[rule.name]
      : undefined;
  const isIncluded =
    semantics === 'rust' ? stored !== undefined : record?.included === true;
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
  return assignmentAt(rule.assignments, rule.bucketOf(unit));
};

const noteWrite = (
  trail: Trail,
  rule: CompiledRule,
  { unit, variant }: { unit: string | null; variant: string },
): void => {
  const materialization = rule.materialization?.write;
  if (materialization === undefined || unit === null) return;
  trail.writes = [
    ...trail.writes,
    { unit, materialization, rule: rule.name, variant },
  ];
};

/** Tries one rule; null goes on with the next one. */
const tryRule = (
  attempt: Attempt,
  rule: CompiledRule,
  evaluation: Evaluation,
): FlagResolution | typeof ABORTED | null => {
  const { trail } = attempt;
  const read = unitOf(evaluation, rule.readUnit);
  if (read === null && rule.selector !== '') return null;
  if (read === INVALID_UNIT) {
    if (rule.selector !== '' || rule.fullRollout === null) {
      return unresolved(attempt.flag.name, 'TARGETING_KEY_ERROR');
    }
    evaluation.unit = null;
  } else {
    evaluation.unit = read;
  }
  const { unit } = evaluation;
  if (rule.assignments.length === 0) return null;

  let isSegmentAsked = true;
  if (rule.materialization !== undefined) {
    const stored = readMaterialization(rule, evaluation, attempt.semantics);
    if (stored.kind === 'skip') return null;
    if (stored.kind === 'aborted') return ABORTED;
    if (stored.kind === 'unknown') trail.isUnknown = true;
    if (stored.kind === 'assigned') {
      return assigned(attempt, { rule, assignment: stored.assignment }, unit);
    }
    isSegmentAsked = stored.kind !== 'bucket';
  }
  if (isSegmentAsked) {
    const outcome: Outcome = rule.segment.match(evaluation);
    if (outcome === FALSE || outcome === UNRECOGNIZED) return null;
    if (outcome === ABORT) return ABORTED;
    if (outcome === UNKNOWN) trail.isUnknown = true;
  }
  // What comes after an unknown answer must not be assigned: the rule with
  // the unknown answer might have won.
  if (trail.isUnknown) return null;

  const assignment = chooseAssignment(rule, unit);
  if (assignment === null) return null;
  noteWrite(trail, rule, { unit, variant: assignment.variantName });
  if (assignment.kind === 'fallthrough') {
    trail.fallthroughs = [
      ...trail.fallthroughs,
      recordOf(rule, assignment, unit),
    ];
    return null;
  }
  return assigned(attempt, { rule, assignment }, unit);
};

/**
 * What `flag` is for one evaluation: its rules in order, the first that
 * assigns wins. May throw on a broken state; callers turn that into a
 * resolution with reason `ERROR`.
 */
export const resolveCompiledFlag = (
  flag: CompiledFlag,
  evaluation: Evaluation,
  semantics: Semantics,
): FlagResolution | typeof ABORTED => {
  const trail: Trail = {
    fallthroughs: NO_RECORDS,
    writes: NO_WRITES,
    isUnknown: false,
  };
  const attempt = { flag, trail, semantics };
  for (const rule of flag.rules) {
    const resolution = tryRule(attempt, rule, evaluation);
    if (resolution !== null) return resolution;
  }
  if (trail.isUnknown) {
    return unresolved(flag.name, 'MATERIALIZATION_NOT_SUPPORTED');
  }
  return unmatched(flag.name, trail);
};
