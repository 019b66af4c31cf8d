/** A column of a table: its heading and on which side its cells stand. */
export type MarkdownColumn = {
  readonly heading: string;
  readonly align: 'left' | 'right';
};

const MIN_WIDTH = 3;

/**
 * A Markdown table with padded cells, as Prettier prints it. Cells hold only
 * characters of the width of a letter.
 */
export const markdownTable = (
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string => {
  const widths = columns.map(({ heading }, c) =>
    Math.max(
      MIN_WIDTH,
      heading.length,
      ...rows.map(row => row[c]?.length ?? 0),
    ),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .map((cell, c) => {
        const width = widths[c] ?? 0;
        return columns[c]?.align === 'right'
          ? cell.padStart(width)
          : cell.padEnd(width);
      })
      .join(' | ')} |`;
  const rule = widths.map((width, c) =>
    columns[c]?.align === 'right'
      ? `${'-'.repeat(width - 1)}:`
      : '-'.repeat(width),
  );
  return [
    line(columns.map(({ heading }) => heading)),
    line(rule),
    ...rows.map(line),
  ].join('\n');
};
