import type { Rule, Segment } from '@etude/flags';
import { ok } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type { FlagRecord, Rollout } from '@etude/plugin-flags-common';
import { derivedId } from './derived-id';
import type { PlannedRule } from './experiment-rule';
import { withRule } from './rule-order';

const BUCKET_COUNT = 1_000_000;

type RolloutRequest = { readonly variant: string; readonly reach: number };

const rolloutProblems = (
  flag: FlagRecord,
  { variant }: RolloutRequest,
): Problem[] => {
  const problems: Problem[] = [];
  if (flag.state === 'archived') {
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

/**
 * The flag's rules and the segment that give `variant` to a share of the
 * units. The share is always the first part of one fixed order of the units:
 * raising it moves nobody who is in, lowering it removes the last ones. A new
 * rollout goes ahead of earlier ones of the flag.
 */
export const planRollout = (
  flag: FlagRecord,
  segments: readonly Segment[],
  request: RolloutRequest,
): Result<PlannedRule> => {
  const problems = rolloutProblems(flag, request);
  if (problems.length > 0) return { ok: false, problems };
  const id = derivedId('rollout', flag.id, request.variant);
  const segment = segments.find(other => other.id === id);
  const upper = Math.round(request.reach * BUCKET_COUNT);
  const rule: Rule = {
    id,
    name: `Rollout of ${request.variant}`,
    owner: { kind: 'rollout', ref: id },
    enabled: upper > 0,
    segment: id,
    targetingKeySelector: '',
    environments: [],
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
    rules: withRule(flag, rule, segments),
    segment: segment ?? everyone(id, flag),
  });
};

/** The rollout that a rule is; undefined for any other rule. */
export const rolloutOf = (
  flag: FlagRecord,
  rule: Rule,
): Rollout | undefined => {
  const [assignment] = rule.assignments;
  if (rule.owner.kind !== 'rollout' || assignment?.kind !== 'variant') {
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
