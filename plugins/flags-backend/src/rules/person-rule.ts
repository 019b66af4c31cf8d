import { splitAssignments } from '@etude/flags';
import type { Assignment, Rule, Segment, Targeting } from '@etude/flags';
import type { PersonRuleRequest } from '@etude/plugin-flags-common';
import { derivedId } from './derived-id';

/** Buckets of a rule that is written here: a reach is exact to 0.0001 %. */
const BUCKET_COUNT = 1_000_000;
const UNIT_CRITERION = 'units';

/** The id of the segment that a rule of a person has for itself. */
export const ruleSegmentId = (flagId: string, ruleId: string): string =>
  derivedId('rule', flagId, ruleId);

/** The targeting that matches exactly the listed units. */
const unitsTargeting = (
  units: readonly string[],
  selector: string,
): Targeting => ({
  criteria: {
    [UNIT_CRITERION]: {
      type: 'attribute',
      attribute: selector === '' ? 'targeting_key' : selector,
      rule: {
        op: 'set',
        values: [...new Set(units)].map(value => ({ type: 'string', value })),
      },
    },
  },
  expression: { type: 'ref', ref: UNIT_CRITERION },
});

const assignmentIdOf = (
  assignment: PersonRuleRequest['assignments'][number],
): string =>
  assignment.kind === 'variant' ? assignment.variant : assignment.kind;

/**
 * Assignments in the given shares over `reach` of the buckets. Every
 * assignment has a slice of its own and fills it from the start, so that a
 * larger reach leaves everybody who is in where they are.
 */
export const reachedAssignments = (
  { assignments, reach }: Pick<PersonRuleRequest, 'assignments' | 'reach'>,
  bucketCount: number,
): Assignment[] => {
  const slices = splitAssignments(
    assignments.map((assignment, index) => ({
      variant: String(index),
      weight: assignment.weight,
    })),
    bucketCount,
  );
  return assignments.map((assignment, index): Assignment => {
    const [slice] = slices[index]?.ranges ?? [];
    const upper = slice
      ? slice[0] + Math.round((slice[1] - slice[0]) * reach)
      : 0;
    const shared = {
      id: assignmentIdOf(assignment),
      ranges:
        slice && upper > slice[0]
          ? [[slice[0], upper] as [number, number]]
          : [],
    };
    return assignment.kind === 'variant'
      ? { ...shared, kind: 'variant', variant: assignment.variant }
      : { ...shared, kind: assignment.kind };
  });
};

/** What an existing rule brings along when it is written again. */
type ExistingRule = {
  readonly rule: Rule;
  readonly segment: Segment | undefined;
};

/** A rule of a person and the segment it has for itself, if it has one. */
export type PlannedPersonRule = {
  readonly rule: Rule;
  readonly segment: Segment | undefined;
};

const ownSegment = (
  id: string,
  place: { readonly flagId: string; readonly existing: Segment | undefined },
  request: PersonRuleRequest,
): Segment | undefined => {
  if (request.kind === 'segment') return undefined;
  return {
    id,
    description: `Rule '${request.name}' of flag '${place.flagId}'`,
    targeting:
      request.kind === 'individual'
        ? unitsTargeting(request.units, request.targetingKeySelector)
        : request.targeting,
    allocation: { proportion: 1, exclusivityTags: [], exclusiveTo: [] },
    population: 'ALL',
    state: 'allocated',
    etag: place.existing?.etag ?? '0',
  };
};

/**
 * The rule that a person asks for, and the segment made for it. A rule that
 * exists keeps its id, its owner and the number of its buckets, so that units
 * stay where they are as long as the shares do.
 */
export const planPersonRule = (
  request: PersonRuleRequest,
  place: {
    readonly flagId: string;
    readonly ruleId: string;
    readonly by: string;
    readonly existing?: ExistingRule | undefined;
  },
): PlannedPersonRule => {
  const { existing } = place;
  const id = ruleSegmentId(place.flagId, place.ruleId);
  const segment = ownSegment(
    id,
    { flagId: place.flagId, existing: existing?.segment },
    request,
  );
  const bucketCount = existing?.rule.bucketCount ?? BUCKET_COUNT;
  const rule: Rule = {
    id: place.ruleId,
    name: request.name,
    owner: existing?.rule.owner ?? { kind: 'person', ref: place.by },
    enabled: request.enabled,
    segment: request.kind === 'segment' ? request.segment : id,
    targetingKeySelector: request.targetingKeySelector,
    environments: request.environments,
    assignments: reachedAssignments(request, bucketCount),
    bucketCount,
    ...(request.stickiness === null ? {} : { stickiness: request.stickiness }),
  };
  return { rule, segment };
};

/**
 * The rules with one more, or with one replaced, at `position`; without one it
 * goes last, or stays where it is.
 */
export const placedRules = (
  rules: readonly Rule[],
  rule: Rule,
  position: number | undefined,
): Rule[] => {
  const present = rules.findIndex(({ id }) => id === rule.id);
  const others = rules.filter(({ id }) => id !== rule.id);
  const fallback = present === -1 ? others.length : present;
  return others.toSpliced(position ?? fallback, 0, rule);
};
