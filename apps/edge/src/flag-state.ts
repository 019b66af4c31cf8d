import { compileState } from '@etude/resolver';
import type { Resolver } from '@etude/resolver';
import type { ResolverState, StateRule, StateSegment } from '@etude/flags';
import { EtudeError } from '@etude/kernel';
import { z } from 'zod';

/** How OpenFeature names the way a rule decides. */
export type RuleReason = 'STATIC' | 'TARGETING_MATCH' | 'SPLIT';

/** A resolver state ready to answer, with where and when it came from. */
export type FlagState = {
  readonly resolver: Resolver;
  /** By rule name `flags/<flag>/rules/<rule>`. */
  readonly ruleReasons: ReadonlyMap<string, RuleReason>;
  /** The backend's etag, or null when it gave none. */
  readonly etag: string | null;
  /** When the backend last said that this is the current state, epoch ms. */
  readonly confirmedAtMs: number;
  readonly origin: 'backend' | 'disk';
};

// The backend validates flags before it publishes them; here only the shape is
// checked that keeps a truncated or foreign document from being served.
const named = z.looseObject({ name: z.string() });
const stateShape = z.looseObject({
  account: z.string(),
  version: z.string(),
  clients: z.array(
    z.looseObject({
      id: z.string(),
      credentials: z.array(
        z.looseObject({
          id: z.string(),
          secretHash: z.string(),
          environments: z.array(z.string()),
        }),
      ),
    }),
  ),
  flags: z.array(
    named.extend({
      state: z.enum(['active', 'archived']),
      clients: z.array(z.string()),
      variants: z.array(named.extend({ value: z.looseObject({}) })),
      rules: z.array(
        named.extend({
          segment: z.string(),
          assignments: z.array(z.looseObject({ id: z.string() })),
        }),
      ),
    }),
  ),
  segments: z.array(named),
});

const isResolverState = (value: unknown): value is ResolverState =>
  stateShape.safeParse(value).success;

const isWhole = (rule: StateRule): boolean =>
  rule.assignments.length === 1 &&
  rule.assignments[0]?.ranges.length === 1 &&
  rule.assignments[0].ranges[0]?.[0] === 0 &&
  rule.assignments[0].ranges[0][1] === rule.bucketCount;

const reasonOf = (
  rule: StateRule,
  segment: StateSegment | undefined,
): RuleReason => {
  if (segment?.population !== 'ALL' || !isWhole(rule)) return 'SPLIT';
  const { targeting } = segment;
  const isForEveryone = targeting === null || targeting.expression === null;
  return isForEveryone ? 'STATIC' : 'TARGETING_MATCH';
};

const ruleReasonsOf = (state: ResolverState): Map<string, RuleReason> => {
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

/**
 * Compiles a state as it came from the backend or the disk.
 *
 * @throws ETUDE_STATE_INVALID when it is not a resolver state.
 */
export const readFlagState = (
  document: unknown,
  from: Pick<FlagState, 'etag' | 'confirmedAtMs' | 'origin'>,
): FlagState => {
  if (!isResolverState(document)) {
    throw new EtudeError(
      `The flag state from the ${from.origin} is not a resolver state: ${z.prettifyError(stateShape.safeParse(document).error ?? new z.ZodError([]))}. The edge keeps the state it has; check that ETUDE_BACKEND_URL points at the portal and that both run the same release.`,
      { code: 'ETUDE_STATE_INVALID', kind: 'operational' },
    );
  }
  return {
    ...from,
    resolver: compileState(document),
    ruleReasons: ruleReasonsOf(document),
  };
};
