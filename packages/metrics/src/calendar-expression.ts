import {
  caseWhen,
  cast,
  compare,
  literal,
  timestamp,
  timestampPlus,
} from '@etude/sql';
import type { Expression } from '@etude/sql';
import type { Span } from './computation-plan';
import { dayShiftPieces, offsetPieces } from './time-zone';
import type { TimePiece, ZonePlan } from './time-zone';

/** A piecewise constant of an instant: a number, or a CASE on the instant. */
const piecewise = (
  at: Expression,
  pieces: readonly TimePiece[],
): number | Expression => {
  const last = pieces.at(-1);
  if (last === undefined) return 0;
  if (pieces.length === 1) return last.seconds;
  return caseWhen(
    pieces.slice(0, -1).map(({ seconds }, index) => ({
      when: compare(
        at,
        '<',
        timestamp(new Date(pieces[index + 1]?.fromMs ?? Number.NaN)),
      ),
      then: literal(seconds),
    })),
    literal(last.seconds),
  );
};

/** The length of a span as a part of a column name: `604800s`, `2d_3600s`. */
export const spanName = ({ days, seconds }: Span): string =>
  `${days === 0 ? '' : `${Math.abs(days)}d_`}${Math.abs(seconds)}s`;

/** Seconds of a span where all days have 24 hours; null where not. */
export const fixedSeconds = (zone: ZonePlan, span: Span): number | null => {
  const pieces = dayShiftPieces(zone, span.days);
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined
    ? first.seconds + span.seconds
    : null;
};

/** The instant a span after (before, if negative) another one. */
export const instantAfter = (
  zone: ZonePlan,
  at: Expression,
  span: Span,
): Expression => {
  const pieces = dayShiftPieces(zone, span.days).map(piece => ({
    ...piece,
    seconds: piece.seconds + span.seconds,
  }));
  const seconds = piecewise(at, pieces);
  return seconds === 0 ? at : timestampPlus(at, seconds);
};

/** The day that calendars of the zone show at an instant. */
export const calendarDay = (zone: ZonePlan, at: Expression): Expression => {
  const offset = piecewise(at, offsetPieces(zone));
  return cast(offset === 0 ? at : timestampPlus(at, offset), 'date');
};
