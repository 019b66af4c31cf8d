import type { StateRule, StateSegment } from '@etude/flags';

// Ids have no dots, so these names are never those of a flag's own.
const RULE_ID = 'etude.default';
const EVERYONE = 'segments/etude.everyone';

/** The segment of exported default variants: everyone. */
export const EVERYONE_SEGMENT: StateSegment = {
  name: EVERYONE,
  targeting: null,
  population: 'ALL',
};

/**
 * A last rule that gives everyone a variant. The protocol has no default
 * variant; a blank selector and one whole range need no unit either.
 */
export const defaultRule = (flag: string, variant: string): StateRule => ({
  name: `${flag}/rules/${RULE_ID}`,
  segment: EVERYONE,
  enabled: true,
  targetingKeySelector: '',
  environments: [],
  bucketCount: 1,
  assignments: [{ id: RULE_ID, kind: 'variant', variant, ranges: [[0, 1]] }],
});

/** True for the rule of {@link defaultRule}: a default is no assignment. */
export const isExportedDefault = (rule: string): boolean =>
  rule.endsWith(`/${RULE_ID}`);
