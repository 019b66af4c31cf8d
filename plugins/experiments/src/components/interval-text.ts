/** An interval in words; an end that is open has no number. */
export const intervalText = (
  [from, to]: readonly [number | null, number | null],
  format: (value: number) => string,
): string => {
  if (from === null) return to === null ? 'unbounded' : `at most ${format(to)}`;
  return to === null
    ? `at least ${format(from)}`
    : `${format(from)} to ${format(to)}`;
};
