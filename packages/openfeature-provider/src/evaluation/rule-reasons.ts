import type { ResolverState, StateRule, StateSegment } from '@etude/flags';

/** How OpenFeature names the way a rule decides. */
export type RuleReason = 'STATIC' | 'TARGETING_MATCH' | 'SPLIT';

const isWhole = ({ assignments, bucketCount }: StateRule): boolean => {
  const [only] = assignments;
  if (assignments.length !== 1 || only?.ranges.length !== 1) return false;
  const [lower, upper] = only.ranges[0] ?? [];
  return lower === 0 && upper === bucketCount;
};

const reasonOf = (
  rule: StateRule,
  segment: StateSegment | undefined,
): RuleReason => {
  if (segment?.population !== 'ALL' || !isWhole(rule)) return 'SPLIT';
  const { targeting } = segment;
  const isForEveryone = targeting === null || targeting.expression === null;
  return isForEveryone ? 'STATIC' : 'TARGETING_MATCH';
};

/** The reason of each rule of a state, by name `flags/<flag>/rules/<rule>`. */
export const ruleReasonsOf = (
  state: ResolverState,
): ReadonlyMap<string, RuleReason> => {
  const segments = new Map(
    state.segments.map(segment => [segment.name, segment]),
  );
  return new Map(
    state.flags.flatMap(flag =>
      flag.rules.map(rule => [
        rule.name,
        reasonOf(rule, segments.get(rule.segment)),
      ]),
    ),
  );
};
