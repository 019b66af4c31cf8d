/** Rows as aligned columns, the first row being the header. */
export const textTable = (
  rows: readonly (readonly string[])[],
  alignment: readonly ('left' | 'right')[],
): string[] => {
  const widths = alignment.map((_, index) =>
    Math.max(...rows.map(row => row[index]?.length ?? 0)),
  );
  return rows.map(row =>
    row
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return alignment[index] === 'right'
          ? cell.padStart(width)
          : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
};
