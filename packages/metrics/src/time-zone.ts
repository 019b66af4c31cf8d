import { utcOffsetReader } from '@etude/kernel';

/**
 * The clocks of a zone over a period: their offset to UTC at its beginning,
 * and every change of it. Plain data, so that no engine's own time zone
 * database has a say.
 */
export type ZonePlan = {
  readonly offsetSeconds: number;
  readonly transitions: readonly {
    readonly at: string;
    readonly offsetSeconds: number;
  }[];
};

/** A constant from an instant (in ms, inclusive; the first from ever) on. */
export type TimePiece = { readonly fromMs: number; readonly seconds: number };

const MS_PER_SECOND = 1000;
const SECONDS_PER_DAY = 86_400;
// Zones keep an offset for weeks at least (shortest: Ramadan in Morocco).
const STEP_MS = 7 * SECONDS_PER_DAY * MS_PER_SECOND;

/** The first ms of (before, after] at which the offset is that of `after`. */
const transitionIn = (
  offsetAt: (ms: number) => number,
  before: number,
  after: number,
): number => {
  const offset = offsetAt(after);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offset) high = middle;
    else low = middle;
  }
  return high;
};

/** The offsets of a zone in [fromMs, untilMs]. */
export const zonePlan = (
  timeZone: string,
  period: { readonly fromMs: number; readonly untilMs: number },
): ZonePlan => {
  const offsetAt = utcOffsetReader(timeZone);
  const transitions: { at: string; offsetSeconds: number }[] = [];
  const offsetSeconds = offsetAt(period.fromMs);
  let offset = offsetSeconds;
  for (let ms = period.fromMs; ms < period.untilMs; ms += STEP_MS) {
    const next = Math.min(ms + STEP_MS, period.untilMs);
    if (offsetAt(next) === offset) continue;
    const at = transitionIn(offsetAt, ms, next);
    offset = offsetAt(next);
    transitions.push({
      at: new Date(at).toISOString(),
      offsetSeconds: offset,
    });
  }
  return { offsetSeconds, transitions };
};

/** The offset of a zone, piece by piece. */
export const offsetPieces = ({
  offsetSeconds,
  transitions,
}: ZonePlan): TimePiece[] => [
  { fromMs: -Infinity, seconds: offsetSeconds },
  ...transitions.map(({ at, offsetSeconds: seconds }) => ({
    fromMs: Date.parse(at),
    seconds,
  })),
];

const pieceAt = (pieces: readonly TimePiece[], ms: number): number =>
  pieces.findLast(({ fromMs }) => fromMs <= ms)?.seconds ?? Number.NaN;

/**
 * The wall-clock times from which on each offset holds. Around a change of
 * clocks the offset before it is used, so a time shown twice is the first one
 * and a skipped time moves on by the gap (`compatible` of Temporal).
 */
const wallPieces = (pieces: readonly TimePiece[]): TimePiece[] =>
  pieces.map(({ fromMs, seconds }, index) => {
    const before = pieces[index - 1]?.seconds ?? seconds;
    return {
      fromMs: fromMs + Math.max(before, seconds) * MS_PER_SECOND,
      seconds,
    };
  });

/**
 * Seconds from an instant to the same wall-clock time `days` calendar days
 * later (earlier if negative), piece by piece of the instant.
 */
export const dayShiftPieces = (zone: ZonePlan, days: number): TimePiece[] => {
  // No day moves nothing, not even in an hour that is shown twice.
  if (days === 0) return [{ fromMs: -Infinity, seconds: 0 }];
  const offsets = offsetPieces(zone);
  const walls = wallPieces(offsets);
  const dayMs = days * SECONDS_PER_DAY * MS_PER_SECOND;
  const shiftAt = (ms: number): number => {
    const offset = pieceAt(offsets, ms);
    const wall = ms + offset * MS_PER_SECOND + dayMs;
    return days * SECONDS_PER_DAY + offset - pieceAt(walls, wall);
  };
  const bounds = [
    ...offsets.map(({ fromMs }) => fromMs),
    ...walls.flatMap(wall =>
      offsets.map(
        ({ seconds }) => wall.fromMs - seconds * MS_PER_SECOND - dayMs,
      ),
    ),
  ].filter(Number.isFinite);
  const pieces: TimePiece[] = [
    { fromMs: -Infinity, seconds: days * SECONDS_PER_DAY },
  ];
  for (const fromMs of [...new Set(bounds)].sort((a, b) => a - b)) {
    const seconds = shiftAt(fromMs);
    if (pieces.at(-1)?.seconds !== seconds) pieces.push({ fromMs, seconds });
  }
  return pieces;
};
