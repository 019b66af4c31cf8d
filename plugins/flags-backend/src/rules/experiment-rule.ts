import { isDeepStrictEqual } from 'node:util';
import { allocateSegment, splitAssignments } from '@etude/flags';
import type { Rule, Segment } from '@etude/flags';
import { ok } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type {
  ExperimentRuleRequest,
  FlagRecord,
} from '@etude/plugin-flags-common';
import { audienceTargeting } from './audience-targeting';
import { derivedId } from './derived-id';
import { withRule } from './rule-order';

const BUCKET_COUNT = 10_000;

/** A rule, its segment, and all rules of the flag with it in its place. */
export type PlannedRule = {
  readonly rules: readonly Rule[];
  readonly rule: Rule;
  readonly segment: Segment;
};

type Situation = {
  readonly flag: FlagRecord;
  /** All segments, for exclusivity. */
  readonly segments: readonly Segment[];
};

/** Id of the rule and of the segment of an experiment. */
export const experimentRuleId = (experimentId: string): string =>
  derivedId('experiment', experimentId);

const variantProblems = (
  flag: FlagRecord,
  { variants }: ExperimentRuleRequest,
): Problem[] =>
  variants.flatMap(({ id }, index) => {
    const path = `variants[${index}].id`;
    if (!flag.variants.some(variant => variant.id === id)) {
      return [
        {
          code: 'ETUDE_FLAG_UNKNOWN_VARIANT',
          path,
          message: `Variant '${id}' is not a variant of flag '${flag.id}' (${flag.variants.map(variant => variant.id).join(', ')}). Add it to the flag or choose another one.`,
        },
      ];
    }
    return variants.findIndex(variant => variant.id === id) === index
      ? []
      : [
          {
            code: 'ETUDE_FLAG_DUPLICATE_ID',
            path,
            message: `Variant '${id}' is named twice. Give each variant one weight.`,
          },
        ];
  });

const frozen = (path: string, what: string): Problem => ({
  code: 'ETUDE_FLAGS_EXPERIMENT_FROZEN',
  path,
  message: `The ${what} of an experiment that has been served cannot change: units would move between variants. Only its name, environments and a larger proportion can. End it and start a new experiment.`,
});

const frozenProblems = (
  existing: { readonly rule: Rule; readonly segment: Segment },
  wanted: { readonly rule: Rule; readonly segment: Segment },
): Problem[] => {
  const same = isDeepStrictEqual;
  const { rule, segment } = existing;
  const problems: Problem[] = [];
  if (!same(rule.assignments, wanted.rule.assignments)) {
    problems.push(frozen('variants', 'split'));
  }
  if (rule.targetingKeySelector !== wanted.rule.targetingKeySelector) {
    problems.push(frozen('targetingKeySelector', 'unit'));
  }
  if (!same(segment.targeting, wanted.segment.targeting)) {
    problems.push(frozen('audience.conditions', 'audience'));
  }
  const tags = segment.allocation.exclusivityTags;
  if (!same(tags, wanted.segment.allocation.exclusivityTags)) {
    problems.push(frozen('audience.exclusivityTags', 'exclusivity'));
  }
  return problems;
};

const wantedSegment = (
  id: string,
  request: ExperimentRuleRequest,
  existing: Segment | undefined,
): Segment => ({
  id,
  description: `Audience of the experiment '${request.name}'`,
  targeting: audienceTargeting(request.audience.conditions),
  allocation: {
    proportion: request.audience.proportion,
    exclusivityTags: request.audience.exclusivityTags,
    exclusiveTo: request.audience.exclusivityTags,
  },
  population: existing?.population ?? null,
  state: 'allocated',
  etag: existing?.etag ?? '0',
});

const wantedRule = (id: string, request: ExperimentRuleRequest): Rule => ({
  id,
  name: request.name,
  owner: { kind: 'experiment', ref: request.experimentId },
  enabled: true,
  segment: id,
  targetingKeySelector: request.targetingKeySelector,
  environments: request.environments,
  // In order of ids, so that the order of the request never moves a unit.
  assignments: splitAssignments(
    request.variants
      .map(({ id: variant, weight }) => ({ variant, weight }))
      .sort((a, b) => (a.variant < b.variant ? -1 : 1)),
    BUCKET_COUNT,
  ),
  bucketCount: BUCKET_COUNT,
});

const placeProblems = (
  { flag }: Situation,
  found: { readonly rule?: Rule; readonly segment?: Segment },
): Problem[] => {
  const problems: Problem[] = [];
  if (flag.state === 'archived') {
    problems.push({
      code: 'ETUDE_FLAGS_ARCHIVED',
      message: `Flag '${flag.id}' is archived and resolves nowhere. Unarchive it first.`,
    });
  }
  if (found.segment && !found.rule) {
    problems.push({
      code: 'ETUDE_FLAGS_EXPERIMENT_ELSEWHERE',
      path: 'experimentId',
      message: `Segment '${found.segment.id}' exists already, but flag '${flag.id}' has no rule of this experiment: it was served by another flag, or its rule was removed. Start a new experiment.`,
    });
  }
  return problems;
};

const allocationPaths: ReadonlyMap<string, string> = new Map([
  ['allocation.proportion', 'audience.proportion'],
  ['allocation.exclusiveTo', 'audience.exclusivityTags'],
]);

/**
 * The flag's rules and the segment that serve an experiment as asked, enabled.
 *
 * Units that are in stay in, in their variant, however often it is asked for:
 * a larger proportion keeps the population it had, and anything that would
 * move units is refused with ETUDE_FLAGS_EXPERIMENT_FROZEN.
 */
export const planExperimentRule = (
  situation: Situation,
  request: ExperimentRuleRequest,
): Result<PlannedRule> => {
  const { flag, segments } = situation;
  const id = experimentRuleId(request.experimentId);
  const oldRule = flag.rules.find(rule => rule.id === id);
  const oldSegment = segments.find(segment => segment.id === id);
  const rule = wantedRule(id, request);
  const segment = wantedSegment(id, request, oldSegment);
  const problems = [
    ...placeProblems(situation, { rule: oldRule, segment: oldSegment }),
    ...variantProblems(flag, request),
    ...(oldRule && oldSegment
      ? frozenProblems(
          { rule: oldRule, segment: oldSegment },
          { rule, segment },
        )
      : []),
  ];
  const allocated = allocateSegment(segment, segments);
  if (!allocated.ok || problems.length > 0) {
    const refusals = allocated.ok ? [] : allocated.problems;
    return {
      ok: false,
      problems: [
        ...problems,
        ...refusals.map(problem => ({
          ...problem,
          path: allocationPaths.get(problem.path ?? '') ?? 'audience',
        })),
      ],
    };
  }
  return ok({
    rule,
    rules: withRule(flag, rule, segments),
    segment: { ...segment, population: allocated.value },
  });
};
