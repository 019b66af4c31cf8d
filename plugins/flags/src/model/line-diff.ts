/** One line of a comparison of two texts. */
export type DiffLine = {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
};

const commonLengths = (
  before: readonly string[],
  after: readonly string[],
): number[][] => {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = lengths[i] ?? [];
    const below = lengths[i + 1] ?? [];
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] =
        before[i] === after[j]
          ? (below[j + 1] ?? 0) + 1
          : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
};

/**
 * The shortest line-by-line way from one text to another (longest common
 * subsequence; quadratic, meant for texts of some hundred lines).
 */
export const lineDiff = (before: string, after: string): DiffLine[] => {
  const old = before.split('\n');
  const now = after.split('\n');
  const lengths = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]];
    if (left !== undefined && left === right) {
      lines.push({ kind: 'same', text: left });
      i += 1;
      j += 1;
    } else if (
      left !== undefined &&
      (right === undefined ||
        (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))
    ) {
      lines.push({ kind: 'removed', text: left });
      i += 1;
    } else if (right !== undefined) {
      lines.push({ kind: 'added', text: right });
      j += 1;
    }
  }
  return lines;
};

/** Every line of a text that was not there before. */
export const addedLines = (text: string): DiffLine[] =>
  text.split('\n').map(line => ({ kind: 'added', text: line }));

/** The changed lines with `context` unchanged ones around them. */
export const changedParts = (
  lines: readonly DiffLine[],
  context: number,
): DiffLine[][] => {
  const isNear = (index: number): boolean =>
    lines
      .slice(Math.max(0, index - context), index + context + 1)
      .some(({ kind }) => kind !== 'same');
  const parts: DiffLine[][] = [];
  let part: DiffLine[] | undefined;
  lines.forEach((line, index) => {
    if (!isNear(index)) {
      part = undefined;
      return;
    }
    if (!part) {
      part = [];
      parts.push(part);
    }
    part.push(line);
  });
  return parts;
};
