/**
 * Every code this package can refuse with. Codes are stable: screens and
 * rules recognise them, never the message.
 */
export type StatsProblemCode =
  | 'ETUDE_STATS_EMPTY'
  | 'ETUDE_STATS_INVALID_ALPHA'
  | 'ETUDE_STATS_INVALID_COUNT'
  | 'ETUDE_STATS_INVALID_NUMBER'
  | 'ETUDE_STATS_INVALID_POWER'
  | 'ETUDE_STATS_INVALID_PROBABILITY'
  | 'ETUDE_STATS_INVALID_SCHEDULE'
  | 'ETUDE_STATS_INVALID_VARIANCE'
  | 'ETUDE_STATS_INVALID_WEIGHTS'
  | 'ETUDE_STATS_LENGTH_MISMATCH'
  | 'ETUDE_STATS_NO_CONVERGENCE'
  | 'ETUDE_STATS_PRECISION_LOST'
  | 'ETUDE_STATS_TOO_FEW_UNITS'
  | 'ETUDE_STATS_UNBOUNDED_INTERVAL'
  | 'ETUDE_STATS_UNSUPPORTED'
  | 'ETUDE_STATS_ZERO_DENOMINATOR'
  | 'ETUDE_STATS_ZERO_EFFECT'
  | 'ETUDE_STATS_ZERO_VARIANCE';

/** One reason why there is no number; `path` names the offending input. */
export type StatsProblem = {
  readonly code: StatsProblemCode;
  readonly message: string;
  readonly path?: string;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** The refusing half of {@link StatsResult}; `problems` is never empty. */
export type StatsRefusal = {
  readonly ok: false;
  readonly problems: readonly StatsProblem[];
};

/**
 * A value, or every reason why there is none. Structurally a kernel `Result`,
 * declared here because this package depends on nothing.
 */
export type StatsResult<T> =
  { readonly ok: true; readonly value: T } | StatsRefusal;

/** Wraps a computed value. */
export const computed = <T>(value: T): StatsResult<T> => ({ ok: true, value });

/** Refuses with one problem. */
export const refusedWith = (problem: StatsProblem): StatsRefusal => ({
  ok: false,
  problems: [problem],
});

/** A refusal with all `problems`, or `undefined` when there are none. */
export const refusalOf = (
  problems: readonly StatsProblem[],
): StatsRefusal | undefined =>
  problems.length > 0 ? { ok: false, problems } : undefined;
