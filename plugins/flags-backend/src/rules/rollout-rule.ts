import type { Rule, Segment } from '@etude/flags';
import { ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type { FlagRecord, Rollout } from '@etude/plugin-flags-common';
import { derivedId } from './derived-id';
import type { PlannedRule } from './experiment-rule';
import { withRule } from './rule-order';

const BUCKET_COUNT = 1_000_000;

/** How far a variant is to reach. */
export type RolloutRequest = {
  readonly variant: string;
  /** Share of the units, 0 to 1. */
  readonly reach: number;
  /** What a new rule has in common with the experiment that it follows. */
  readonly like?: Pick<Rule, 'environments' | 'targetingKeySelector'>;
};

const rolloutId = (flagId: string, variant: string): string =>
  derivedId('rollout', flagId, variant);

const rolloutProblems = (
  flag: FlagRecord,
  { variant, reach }: RolloutRequest,
): Problem[] => {
  const problems: Problem[] = [];
  // Taking it back may not wait: unarchived, the flag would serve it again.
  if (flag.state === 'archived' && reach > 0) {
    problems.push({
      code: 'ETUDE_FLAGS_ARCHIVED',
      message: `Flag '${flag.id}' is archived and resolves nowhere. Unarchive it first.`,
    });
  }
  if (!flag.variants.some(({ id }) => id === variant)) {
    problems.push({
      code: 'ETUDE_FLAG_UNKNOWN_VARIANT',
      path: 'variant',
      message: `Variant '${variant}' is not a variant of flag '${flag.id}' (${flag.variants.map(({ id }) => id).join(', ')}). Add it to the flag or choose another one.`,
    });
  }
  return problems;
};

const everyone = (id: string, flag: FlagRecord): Segment => ({
  id,
  description: `Everyone, for a rollout of flag '${flag.id}'`,
  targeting: null,
  allocation: { proportion: 1, exclusivityTags: [], exclusiveTo: [] },
  population: 'ALL',
  state: 'allocated',
  etag: '0',
});

/** Rules that keep an experiment's units in the variant belong to a rollout. */
const isKeeperOf = (rule: Rule, id: string): boolean =>
  rule.owner.kind === 'rollout' && rule.owner.ref === id && rule.id !== id;

/**
 * The flag's rules and the segment that give `variant` to a share of the
 * units. The share is always the first part of one fixed order of the units:
 * raising it moves nobody who is in, lowering it removes the last ones, and 0 removes
 * also those that were kept from an experiment. A new rollout goes ahead of
 * earlier ones of the flag.
 */
export const planRollout = (
  flag: FlagRecord,
  segments: readonly Segment[],
  request: RolloutRequest,
): Result<PlannedRule> => {
  const problems = rolloutProblems(flag, request);
  if (problems.length > 0) return { ok: false, problems };
  const id = rolloutId(flag.id, request.variant);
  const segment = segments.find(other => other.id === id);
  const like = flag.rules.find(other => other.id === id) ?? request.like;
  const upper = Math.round(request.reach * BUCKET_COUNT);
  const rule: Rule = {
    id,
    name: `Rollout of ${request.variant}`,
    owner: { kind: 'rollout', ref: id },
    enabled: upper > 0,
    segment: id,
    targetingKeySelector: like?.targetingKeySelector ?? '',
    environments: like?.environments ?? [],
    assignments: [
      {
        id: request.variant,
        kind: 'variant',
        variant: request.variant,
        ranges: upper > 0 ? [[0, upper]] : [],
      },
    ],
    bucketCount: BUCKET_COUNT,
  };
  return ok({
    rule,
    rules: withRule(flag, rule, segments).map(other =>
      isKeeperOf(other, id) ? { ...other, enabled: upper > 0 } : other,
    ),
    segment: segment ?? everyone(id, flag),
  });
};

/** The rollout that a rule is; undefined for any other rule. */
export const rolloutOf = (
  flag: FlagRecord,
  rule: Rule,
): Rollout | undefined => {
  const [assignment] = rule.assignments;
  if (
    rule.owner.kind !== 'rollout' ||
    rule.owner.ref !== rule.id ||
    assignment?.kind !== 'variant'
  ) {
    return undefined;
  }
  const buckets = assignment.ranges.reduce(
    (sum, [lower, upper]) => sum + upper - lower,
    0,
  );
  return {
    flagId: flag.id,
    ruleId: rule.id,
    variant: assignment.variant,
    reach: rule.enabled ? buckets / rule.bucketCount : 0,
    owner: flag.owner,
  };
};

/** The share of the units that a variant is rolled out to, 0 to 1. */
export const reachOf = (flag: FlagRecord, variant: string): number =>
  flag.rules
    .map(rule => rolloutOf(flag, rule))
    .find(rollout => rollout?.variant === variant)?.reach ?? 0;

/** A flag whose experiment rule has become the first rule of a rollout. */
export type ConvertedExperiment = {
  readonly flag: FlagRecord;
  readonly segment: Segment;
  readonly like: Pick<Rule, 'environments' | 'targetingKeySelector'>;
};

const conversionProblem = (message: string): Problem => ({
  code: 'ETUDE_FLAGS_EXPERIMENT_CONVERSION',
  path: 'experimentId',
  message,
});

/**
 * Replaces an experiment's rule by one that gives its variant `variant` to
 * exactly the units that had it: same segment, same buckets, so that nobody
 * flickers. The segment takes no part in exclusivity any more.
 */
export const convertExperiment = (
  flag: FlagRecord,
  segments: readonly Segment[],
  request: { readonly experimentId: string; readonly variant: string },
): Result<ConvertedExperiment> => {
  const { experimentId, variant } = request;
  const old = flag.rules.find(
    ({ owner }) => owner.kind === 'experiment' && owner.ref === experimentId,
  );
  const segment = segments.find(({ id }) => id === old?.segment);
  const kept = old?.assignments.find(
    assignment =>
      assignment.kind === 'variant' && assignment.variant === variant,
  );
  if (!old || !segment || !kept) {
    return refused(
      conversionProblem(
        old && segment
          ? `Experiment '${experimentId}' does not compare variant '${variant}'. Choose one of its variants.`
          : `Flag '${flag.id}' has no rule of experiment '${experimentId}'. Choose an experiment that was served by this flag.`,
      ),
    );
  }
  const keeper: Rule = {
    ...old,
    id: derivedId('rollout', flag.id, variant, experimentId),
    name: `Units of '${old.name}' that had ${variant}`,
    owner: { kind: 'rollout', ref: rolloutId(flag.id, variant) },
    enabled: true,
    assignments: [kept],
  };
  return ok({
    flag: {
      ...flag,
      rules: flag.rules
        .filter(({ id }) => id !== keeper.id)
        .flatMap(rule =>
          rule.id === old.id ? [keeper, { ...old, enabled: false }] : [rule],
        ),
    },
    segment: {
      ...segment,
      allocation: {
        ...segment.allocation,
        exclusivityTags: [],
        exclusiveTo: [],
      },
      state: 'allocated',
    },
    like: old,
  });
};
