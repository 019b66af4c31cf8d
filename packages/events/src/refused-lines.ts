/** True when an engine reads all of these lines. */
export type CanRead = (lines: readonly Buffer[]) => Promise<boolean>;

const refusedWithin = async (
  lines: readonly Buffer[],
  canRead: CanRead,
  first: number,
): Promise<number[]> => {
  if (await canRead(lines)) return [];
  if (lines.length === 1) return [first];
  const middle = lines.length >> 1;
  return [
    ...(await refusedWithin(lines.slice(0, middle), canRead, first)),
    ...(await refusedWithin(lines.slice(middle), canRead, first + middle)),
  ];
};

/**
 * The places of the lines that an engine refuses for themselves, found by
 * halves. None when it does not even read `sample`: then the trouble is the
 * engine's, and no line's.
 */
export const refusedLines = async (
  lines: readonly Buffer[],
  canRead: CanRead,
  sample: Buffer,
): Promise<readonly number[]> =>
  (await canRead([sample])) ? refusedWithin(lines, canRead, 0) : [];
