import type {
  BucketRange,
  StateAssignment,
  StateFlag,
  StateMaterialization,
  StateRule,
} from '@etude/flags';
import type { FlagSchema, JsonObject } from '@etude/flags';
import { createKeyHasher } from './key-hasher';
import type { KeyHasher } from './key-hasher';
import type { CompiledSegment } from './segment';
import { compileUnitReader } from './unit';
import type { UnitReader } from './unit';

/** What a flag delivers for one variant. */
export type CompiledVariant = {
  readonly name: string;
  readonly value: Readonly<JsonObject>;
};

/** An assignment with its variant looked up. */
export type CompiledAssignment = {
  readonly id: string;
  readonly kind: StateAssignment['kind'];
  /** null for a client default, a fallthrough, or an unknown variant. */
  readonly variant: CompiledVariant | null;
  /** As written, to match stored variants; empty for other kinds. */
  readonly variantName: string;
  readonly ranges: readonly BucketRange[];
};

/** A rule ready to be tried. */
export type CompiledRule = {
  readonly name: string;
  readonly segmentName: string;
  readonly environments: readonly string[];
  readonly selector: string;
  readonly readUnit: UnitReader;
  readonly segment: CompiledSegment;
  readonly assignments: readonly CompiledAssignment[];
  /** The only assignment, when it holds every bucket in one range. */
  readonly fullRollout: CompiledAssignment | null;
  readonly bucketOf: (unit: string) => number;
  readonly materialization: StateMaterialization | undefined;
};

/** A flag ready to be resolved. */
export type CompiledFlag = {
  readonly name: string;
  readonly schema: FlagSchema;
  readonly rules: readonly CompiledRule[];
};

/** The first of `assignments` that holds `bucket`. */
export const assignmentAt = (
  assignments: readonly CompiledAssignment[],
  bucket: number,
): CompiledAssignment | null => {
  for (const assignment of assignments) {
    for (const range of assignment.ranges) {
      if (range[0] <= bucket && bucket < range[1]) return assignment;
    }
  }
  return null;
};

const fullRolloutOf = (
  assignments: readonly CompiledAssignment[],
  bucketCount: number,
): CompiledAssignment | null => {
  const [only] = assignments;
  if (assignments.length !== 1 || only?.ranges.length !== 1) return null;
  const [lower, upper] = only.ranges[0] ?? [];
  return lower === 0 && upper === bucketCount ? only : null;
};

const bucketOfUnit = (
  bucketCount: number,
  hasher: KeyHasher,
): ((unit: string) => number) => {
  if (!Number.isSafeInteger(bucketCount) || bucketCount < 1) {
    return () => {
      throw new RangeError(
        `The rule has ${bucketCount} buckets, so no unit can be in one. Give it at least 1.`,
      );
    };
  }
  return unit => hasher.bucket(unit, bucketCount);
};

/** What the rules of a state share. */
export type RuleParts = {
  /** Hasher of variant buckets; its salt is the id of the segment. */
  readonly hasher: (segmentName: string) => KeyHasher;
  readonly unitReader: (selector: string) => UnitReader;
};

const memoized = <T>(create: (key: string) => T): ((key: string) => T) => {
  const made = new Map<string, T>();
  return key => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = create(key);
    made.set(key, value);
    return value;
  };
};

/** Hashers and unit readers, each made once. */
export const ruleParts = (): RuleParts => ({
  hasher: memoized(segmentName =>
    createKeyHasher(`${segmentName.slice(segmentName.indexOf('/') + 1)}|`),
  ),
  unitReader: memoized(compileUnitReader),
});

const compileAssignment = (
  assignment: StateAssignment,
  variants: ReadonlyMap<string, CompiledVariant>,
): CompiledAssignment => {
  const variantName = assignment.kind === 'variant' ? assignment.variant : '';
  return {
    id: assignment.id,
    kind: assignment.kind,
    variant: variants.get(variantName) ?? null,
    variantName,
    ranges: assignment.ranges,
  };
};

/** What compiling a rule needs besides the rule. */
export type RuleScope = {
  readonly flag: StateFlag;
  readonly variants: ReadonlyMap<string, CompiledVariant>;
  readonly segment: CompiledSegment;
  readonly parts: RuleParts;
};

/** Compiles one rule of a flag. */
export const compileRule = (
  rule: StateRule,
  scope: RuleScope,
): CompiledRule => {
  const assignments = rule.assignments.map(assignment =>
    compileAssignment(assignment, scope.variants),
  );
  return {
    name: rule.name,
    segmentName: rule.segment,
    environments: rule.environments,
    selector: rule.targetingKeySelector,
    readUnit: scope.parts.unitReader(rule.targetingKeySelector),
    segment: scope.segment,
    assignments,
    fullRollout: fullRolloutOf(assignments, rule.bucketCount),
    bucketOf: bucketOfUnit(rule.bucketCount, scope.parts.hasher(rule.segment)),
    materialization: rule.materialization,
  };
};
