const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes for people: three digits and a decimal unit, such as `1.23 GB`. */
export const bytesText = (bytes: number): string => {
  const step =
    bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3 + Number.EPSILON);
  const index = Math.min(step, UNITS.length - 1);
  const value = bytes / 1000 ** index;
  return `${Number(value.toPrecision(3))} ${UNITS[index]}`;
};
