import type { PartitionDay } from '@etude/sql';
import type { KeptDay, KeptPart, KeptTable } from './kept-content';

const MS_PER_DAY = 86_400_000;

/** What of a table's days is known, and what has to be read. */
export type KeptDays = {
  /** Kept as they are. */
  readonly valid: readonly KeptDay[];
  /** Over by the end of the analysis, and new or changed: read and kept. */
  readonly fresh: readonly KeptDay[];
  /** Not over by then: read every time. */
  readonly open: readonly string[];
  /** Null: there is none, or a day of it changed. */
  readonly prefix: KeptPart | null;
  /** The days of the prefix that is to be. */
  readonly prefixDays: readonly string[];
};

/**
 * Days that are not in the prefix yet: late rows mostly come within a day or
 * two, and would make it void.
 */
const SETTLING_DAYS = 2;

/**
 * Days that wait before they are added to the prefix together: to write it
 * costs as much as to read some days more.
 */
const WAITING_DAYS = 4;

const isSame = (kept: KeptDay | undefined, now: PartitionDay): boolean =>
  kept !== undefined &&
  kept.fingerprint === now.fingerprint &&
  // A file that was written again under its name; merged ones are not counted.
  now.newestMs <= kept.newestMs;

/** When the rows of a table count; a null `from` is the first there is. */
type Period = { readonly from: string | null; readonly until: string };

/** The days with rows of a period. */
export const daysInPeriod = (
  days: readonly PartitionDay[],
  { from, until }: Period,
): PartitionDay[] => {
  const firstDay =
    from === null ? '' : new Date(from).toISOString().slice(0, 10);
  const untilMs = Date.parse(until);
  return days.filter(({ day }) => day >= firstDay && Date.parse(day) < untilMs);
};

const withoutBytes = ({ bytes: _bytes, ...day }: PartitionDay): KeptDay => day;

/** Compares the days of a table with those of which something is kept. */
export const keptDays = (
  kept: KeptTable | null,
  now: readonly PartitionDay[],
  period: Period,
): KeptDays => {
  const until = Date.parse(period.until);
  const inPeriod = daysInPeriod(now, period);
  const isOver = ({ day }: PartitionDay) =>
    Date.parse(day) + MS_PER_DAY <= until;
  const known = new Map(kept?.days.map(one => [one.day, one]));
  const over = inPeriod.filter(isOver);
  const valid = over.filter(one => isSame(known.get(one.day), one));
  const validDays = new Set(valid.map(({ day }) => day));
  const prefix = kept?.prefix ?? null;
  const isPrefixValid = prefix?.days.every(day => validDays.has(day)) ?? false;
  const settled = over.slice(0, -SETTLING_DAYS).map(({ day }) => day);
  const held = isPrefixValid ? (prefix?.days ?? []) : [];
  const all = [...new Set([...held, ...settled])];
  const isDue = held.length === 0 || all.length > held.length + WAITING_DAYS;
  return {
    valid: valid.map(one => known.get(one.day) ?? withoutBytes(one)),
    fresh: over.filter(({ day }) => !validDays.has(day)).map(withoutBytes),
    open: inPeriod.filter(one => !isOver(one)).map(({ day }) => day),
    prefix: isPrefixValid ? prefix : null,
    prefixDays: isDue ? all : held,
  };
};

/** True when there is more to add up than the prefix holds. */
export const isMerging = ({ prefix, prefixDays }: KeptDays): boolean =>
  prefixDays.length > (prefix?.days.length ?? 0);

/** The parts with rows of valid days, restricted to these. */
export const validParts = (
  kept: KeptTable | null,
  { valid }: KeptDays,
): KeptPart[] => {
  const days = new Set(valid.map(({ day }) => day));
  return (kept?.parts ?? []).flatMap(part => {
    const left = part.days.filter(day => days.has(day));
    return left.length === 0 ? [] : [{ ...part, days: left }];
  });
};
