import { compileState } from '@etude/resolver';
import type { Resolver } from '@etude/resolver';
import type { ResolverState } from '@etude/flags';
import { EtudeError } from '@etude/kernel';
import { ruleReasonsOf, stickyFlagsOf } from '@etude/openfeature-provider';
import type { RuleReason, StickyFlags } from '@etude/openfeature-provider';
import { z } from 'zod';
import { AnswerCache } from './answer-cache';
import { HeaderAuthenticator } from './authenticate';

/** A resolver state ready to answer, with where and when it came from. */
export type FlagState = {
  readonly resolver: Resolver;
  /** The state as it was published. */
  readonly document: ResolverState;
  /** OFREP answers, written once per state. */
  readonly answers: {
    readonly fresh: AnswerCache;
    /** Say that the state is older than it should be. */
    readonly stale: AnswerCache;
  };
  readonly authenticator: HeaderAuthenticator;
  /** Flags that look sticky assignments up. */
  readonly sticky: StickyFlags;
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

const answersOf = (ruleReasons: ReadonlyMap<string, RuleReason>) => ({
  fresh: new AnswerCache({ ruleReasons, isStale: false }),
  stale: new AnswerCache({ ruleReasons, isStale: true }),
});

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
  const resolver = compileState(document);
  return {
    ...from,
    document,
    resolver,
    authenticator: new HeaderAuthenticator(resolver),
    sticky: stickyFlagsOf(document),
    answers: answersOf(ruleReasonsOf(document)),
  };
};
