const ROWS_PER_STATEMENT = 100;

/** `rows` in parts that fit into one statement of every database. */
export const statementChunks = <T>(rows: readonly T[]): T[][] =>
  Array.from(
    { length: Math.ceil(rows.length / ROWS_PER_STATEMENT) },
    (_, index) =>
      rows.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT),
  );
