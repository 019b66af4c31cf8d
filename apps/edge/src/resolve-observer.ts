import type { FlagResolution, ResolvedCredential } from '@etude/resolver';
import type { EvaluationContext } from '@etude/resolver';

/** Told of what was resolved, for metrics and for the edge's reports. */
export type ResolveObserver = {
  /** Once per request, with the context that its flags resolved in. */
  readonly context: (
    credential: ResolvedCredential,
    context: EvaluationContext,
  ) => void;
  /** Once per flag of a request. */
  readonly resolution: (
    credential: ResolvedCredential,
    resolution: FlagResolution,
  ) => void;
};

/** Listens to nothing. */
export const silentObserver: ResolveObserver = {
  context: () => undefined,
  resolution: () => undefined,
};
