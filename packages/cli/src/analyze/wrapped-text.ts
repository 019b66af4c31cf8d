/** Columns that the text for people takes at most, tables of long names apart. */
export const TEXT_WIDTH = 100;

/**
 * A sentence as lines of at most {@link TEXT_WIDTH} columns; `first` begins
 * the first line, and the others are indented as far.
 */
export const wrapped = (text: string, first = ''): string[] => {
  const rest = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  // A number keeps its unit.
  for (const word of text.split(/ (?!%)/)) {
    const longer = isEmpty ? `${line}${word}` : `${line} ${word}`;
    if (!isEmpty && longer.length > TEXT_WIDTH) {
      lines.push(line);
      line = `${rest}${word}`;
    } else {
      line = longer;
    }
    isEmpty = false;
  }
  return [...lines, line];
};

/** Lines moved to the right, as the body of a section. */
export const indented = (lines: readonly string[]): string[] =>
  lines.map(line => `  ${line}`);
