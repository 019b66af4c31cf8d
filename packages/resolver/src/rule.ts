import type {
  FlagSchema,
  JsonObject,
  StateAssignment,
  StateFlag,
  StateRule,
} from '@etude/flags';
import { hashPrefix, keyBucket } from './hash/key-hash';
import type { SegmentEntry } from './segment-entries';
import type { UnitReader } from './unit';

/** What a flag delivers for one variant. */
export type CompiledVariant = {
  readonly name: string;
  readonly value: Readonly<JsonObject>;
};

/** An assignment with its variant looked up. */
export type CompiledAssignment = {
  readonly spec: StateAssignment;
  /** null for a client default, a fallthrough, or an unknown variant. */
  readonly variant: CompiledVariant | null;
};

/** A rule ready to be tried. */
export type CompiledRule = {
  readonly spec: StateRule;
  readonly readUnit: UnitReader;
  readonly segment: SegmentEntry;
  readonly assignments: readonly CompiledAssignment[];
  /** The only assignment, when it holds every bucket in one range. */
  readonly fullRollout: CompiledAssignment | null;
};

/**
 * An active flag, compiled on first use: most processes resolve few of the
 * flags of a state. `error` says what is wrong with a broken one.
 */
export type FlagEntry = {
  readonly spec: StateFlag;
  compiled: CompiledFlag | null;
  error: string | null;
};

/** A flag that has to give one of `variants` first. */
export type CompiledPrerequisite = {
  /** null where it can never hold: unknown, archived, or in a circle. */
  readonly entry: FlagEntry | null;
  readonly variants: readonly string[];
};

/** A flag ready to be resolved. */
export type CompiledFlag = {
  readonly name: string;
  readonly schema: FlagSchema;
  readonly rules: readonly CompiledRule[];
  readonly isEnabled: boolean;
  /** null means none. */
  readonly disabledEnvironments: readonly string[] | null;
  /** Name of the default variant, and the variant where the flag has it. */
  readonly defaultName: string | null;
  readonly defaultVariant: CompiledVariant | null;
  /** null means none. */
  readonly prerequisites: readonly CompiledPrerequisite[] | null;
};

/** The variant that an assignment names; empty for the other kinds. */
export const variantNameOf = ({ spec }: CompiledAssignment): string =>
  spec.kind === 'variant' ? spec.variant : '';

/** The first of `assignments` that holds `bucket`. */
export const assignmentAt = (
  assignments: readonly CompiledAssignment[],
  bucket: number,
): CompiledAssignment | null => {
  for (const assignment of assignments) {
    for (const range of assignment.spec.ranges) {
      if (range[0] <= bucket && bucket < range[1]) return assignment;
    }
  }
  return null;
};

/** The salt of variant buckets: the id of the segment. */
export const segmentSalt = (segmentName: string): string =>
  `${segmentName.slice(segmentName.indexOf('/') + 1)}|`;

/** Variant bucket of `unit`. Throws where the rule has no buckets. */
export const bucketOf = (rule: CompiledRule, unit: string): number => {
  const { segment } = rule;
  // Most rules never hash: full rollouts, and flags that nobody asks for.
  segment.prefix ??= hashPrefix(segmentSalt(segment.spec.name));
  return keyBucket(segment.prefix, unit, rule.spec.bucketCount);
};

const fullRolloutOf = (
  assignments: readonly CompiledAssignment[],
  bucketCount: number,
): CompiledAssignment | null => {
  const [only] = assignments;
  if (assignments.length !== 1 || only?.spec.ranges.length !== 1) return null;
  const [lower, upper] = only.spec.ranges[0] ?? [];
  return lower === 0 && upper === bucketCount ? only : null;
};

/** What compiling a rule needs besides the rule. */
export type RuleScope = {
  readonly flag: StateFlag;
  readonly variants: readonly CompiledVariant[];
  readonly segment: SegmentEntry;
  readonly unitReader: (selector: string) => UnitReader;
};

/** Compiles one rule of a flag. */
export const compileRule = (
  spec: StateRule,
  { variants, segment, unitReader }: RuleScope,
): CompiledRule => {
  const assignments = spec.assignments.map(
    (assignment): CompiledAssignment => ({
      spec: assignment,
      variant:
        assignment.kind === 'variant'
          ? (variants.find(({ name }) => name === assignment.variant) ?? null)
          : null,
    }),
  );
  return {
    spec,
    readUnit: unitReader(spec.targetingKeySelector),
    segment,
    assignments,
    fullRollout: fullRolloutOf(assignments, spec.bucketCount),
  };
};
