/** A DuckDB name in double quotes. */
export const quotedName = (name: string): string =>
  `"${name.replaceAll('"', '""')}"`;

/** A DuckDB text in single quotes. */
export const quotedText = (text: string): string =>
  `'${text.replaceAll("'", "''")}'`;
