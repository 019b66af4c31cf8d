import { createReadStream } from 'node:fs';

/** The row of a file, as a person counts it, for a row id of its table. */
export type RowNumber = (rowId: number) => Promise<number>;

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Lines on which the records of a CSV file begin, the header's first. */
const recordLines = async (file: string): Promise<number[]> => {
  const lines: number[] = [];
  let line = 1;
  let isQuoted = false;
  let isInRecord = false;
  for await (const chunk of createReadStream(file)) {
    for (const byte of chunk as Buffer) {
      if (byte === LINE_FEED) {
        line += 1;
        if (!isQuoted) isInRecord = false;
      } else if (byte !== CARRIAGE_RETURN) {
        if (!isInRecord) lines.push(line);
        isInRecord = true;
        if (byte === QUOTE) isQuoted = !isQuoted;
      }
    }
  }
  return lines;
};

/**
 * Row numbers of a table that was read from `file`: for CSV the line on which
 * the row begins (the header is row 1; empty lines and line breaks in cells
 * count), for Parquet the position from 1.
 *
 * A CSV file is read again at the first question, for problems only.
 */
export const rowNumbers = (
  file: string,
  table: { readonly format: 'csv' | 'parquet'; readonly rows: number },
): RowNumber => {
  if (table.format === 'parquet') return async rowId => rowId + 1;
  let reading: Promise<number[]> | undefined;
  return async rowId => {
    const lines = await (reading ??= recordLines(file));
    // Where the quotes are unusual, records cannot be told apart this way.
    const isCertain = lines.length === table.rows + 1;
    return (isCertain ? lines[rowId + 1] : undefined) ?? rowId + 2;
  };
};
