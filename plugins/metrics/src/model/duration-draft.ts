/** A length of time as it is typed: calendar days, and hours on top. */
export type DurationDraft = {
  readonly days: number | null;
  readonly hours: number | null;
};

export const NO_TIME: DurationDraft = { days: 0, hours: 0 };

/** A stored length as a draft; left-out days are none. */
export const durationDraft = (
  hours: number,
  days: number | undefined,
): DurationDraft => ({ days: days ?? 0, hours });

/** True when some time was entered. */
export const isSomeTime = ({ days, hours }: DurationDraft): boolean =>
  (days ?? 0) + (hours ?? 0) > 0;
