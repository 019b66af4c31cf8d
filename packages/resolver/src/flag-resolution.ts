import type { FlagSchema } from '@etude/flags';
import { NO_FALLTHROUGHS, NO_WRITES } from './evaluation';
import type { Evaluation } from './evaluation';
import type {
  AssignmentRecord,
  FlagResolution,
  ResolveReason,
} from './resolution';
import type {
  CompiledAssignment,
  CompiledFlag,
  CompiledRule,
  CompiledVariant,
} from './rule';

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

/**
 * The context has something at the selector of a rule that cannot be a unit.
 * What earlier rules left behind is still logged.
 */
export const unusableUnit = (
  flag: CompiledFlag,
  evaluation: Evaluation,
): FlagResolution =>
  resolution(
    flag,
    { variant: null, assignment: null, reason: 'TARGETING_KEY_ERROR' },
    evaluation,
  );

/** The record of what a rule gave. */
export const recordOf = (
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
export const assigned = (
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
