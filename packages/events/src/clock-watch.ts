const TOLERANCE_MS = 10 * 60_000;
const MISTRUSTED_FOR_MS = 3_600_000;

/** What a {@link clockWatch} says of the clock. */
export type ClockVerdict = {
  /** False for an hour after a jump. */
  readonly isTrusted: boolean;
  /** How far it jumped since the last look, signed; 0 when it did not. */
  readonly jumpedByMs: number;
};

/**
 * Compares the clock with one that only counts, at each look (both in
 * milliseconds). A clock that jumped is not to be believed at once: it may be
 * set right again, and what was removed by it does not come back.
 */
export const clockWatch = (): ((
  clockMs: number,
  countMs: number,
) => ClockVerdict) => {
  let offset: number | null = null;
  let trustedFrom = -Infinity;
  return (clockMs, countMs) => {
    const now = clockMs - countMs;
    const moved = offset === null ? 0 : now - offset;
    offset = now;
    const jumpedByMs = Math.abs(moved) > TOLERANCE_MS ? moved : 0;
    if (jumpedByMs !== 0) trustedFrom = countMs + MISTRUSTED_FOR_MS;
    return { isTrusted: countMs >= trustedFrom, jumpedByMs };
  };
};
