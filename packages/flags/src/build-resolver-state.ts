import type {
  Assignment,
  Client,
  Flag,
  Population,
  Rule,
  Segment,
  Stickiness,
} from './model';
import type {
  ResolverState,
  StateAssignment,
  StateClient,
  StateFlag,
  StateMaterialization,
  StateRule,
  StateSegment,
} from './resolver-state';
import type { Targeting } from './targeting';

/** What {@link buildResolverState} reads. */
export type ResolverStateSource = {
  /** Account id; part of the population salt, so it must never change. */
  readonly account: string;
  readonly version: string;
  readonly clients: readonly Client[];
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
};

/** `flags/<id>`, the name of a flag on the wire. */
export const flagName = (flagId: string): string => `flags/${flagId}`;

/** `segments/<id>`, the name of a segment on the wire. */
export const segmentName = (segmentId: string): string =>
  `segments/${segmentId}`;

/** `flags/<flag>/variants/<variant>`, the name of a variant on the wire. */
export const variantName = (flagId: string, variantId: string): string =>
  `flags/${flagId}/variants/${variantId}`;

/** `flags/<flag>/rules/<rule>`, the name of a rule on the wire. */
export const ruleName = (flagId: string, ruleId: string): string =>
  `flags/${flagId}/rules/${ruleId}`;

const stateClient = (client: Client): StateClient => ({
  id: client.id,
  credentials: client.credentials
    .filter(credential => credential.revokedAt === null)
    .map(({ id, secretHash, kind, environments }) => ({
      id,
      secretHash,
      kind,
      environments,
    })),
});

const stateAssignment = (
  flagId: string,
  assignment: Assignment,
): StateAssignment =>
  assignment.kind === 'variant'
    ? { ...assignment, variant: variantName(flagId, assignment.variant) }
    : assignment;

const stateMaterialization = (
  stickiness: Stickiness,
): StateMaterialization => ({
  read: stickiness.materialization,
  write: stickiness.materialization,
  mustMatch: stickiness.isIntakePaused,
  targetingCanBeIgnored: true,
});

const stateRule = (flagId: string, rule: Rule): StateRule => ({
  name: ruleName(flagId, rule.id),
  segment: segmentName(rule.segment),
  enabled: rule.enabled,
  targetingKeySelector: rule.targetingKeySelector,
  environments: rule.environments,
  bucketCount: rule.bucketCount,
  assignments: rule.assignments.map(assignment =>
    stateAssignment(flagId, assignment),
  ),
  ...(rule.stickiness === undefined
    ? {}
    : { materialization: stateMaterialization(rule.stickiness) }),
});

const stateFlag = (flag: Flag): StateFlag => ({
  name: flagName(flag.id),
  state: flag.state,
  clients: flag.clients,
  schema: flag.schema,
  variants: flag.variants.map(({ id, value }) => ({
    name: variantName(flag.id, id),
    value,
  })),
  rules: flag.rules.map(rule => stateRule(flag.id, rule)),
  enabled: flag.enabled,
  disabledEnvironments: flag.disabledEnvironments,
  defaultVariant:
    flag.defaultVariant === null
      ? null
      : variantName(flag.id, flag.defaultVariant),
  prerequisites: flag.prerequisites.map(prerequisite => ({
    flag: flagName(prerequisite.flag),
    variants: prerequisite.variants.map(variant =>
      variantName(prerequisite.flag, variant),
    ),
  })),
});

const stateTargeting = (targeting: Targeting): Targeting => ({
  ...targeting,
  criteria: Object.fromEntries(
    Object.entries(targeting.criteria).map(([name, criterion]) => [
      name,
      criterion.type === 'segment'
        ? { ...criterion, segment: segmentName(criterion.segment) }
        : criterion,
    ]),
  ),
});

const stateSegment = (
  segment: Segment,
  population: Population,
): StateSegment => ({
  name: segmentName(segment.id),
  targeting:
    segment.targeting === null ? null : stateTargeting(segment.targeting),
  population,
});

/**
 * The state that resolvers download: names instead of ids, no revoked
 * credential, and only allocated segments (rules of others are skipped).
 * The order of the input is kept, so equal input gives equal JSON.
 */
export const buildResolverState = (
  source: ResolverStateSource,
): ResolverState => ({
  account: source.account,
  version: source.version,
  clients: source.clients.map(stateClient),
  flags: source.flags.map(stateFlag),
  segments: source.segments.flatMap(segment =>
    segment.state === 'allocated' && segment.population !== null
      ? [stateSegment(segment, segment.population)]
      : [],
  ),
});
