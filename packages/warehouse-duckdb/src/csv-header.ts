import { tableError } from './table-error';

/** How a CSV file separates its columns, and what it calls them. */
export type CsvHeader = {
  readonly delimiter: string;
  readonly columns: readonly string[];
};

const DELIMITERS = [',', ';', '\t', '|'];

/** Fields of the first record of a CSV text (RFC 4180), quotes resolved. */
const firstRecord = (text: string, delimiter: string): string[] => {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"') {
      isQuoted = true;
    } else if (character === delimiter) {
      fields.push(field);
      field = '';
    } else if (character === '\n' || character === '\r') {
      break;
    } else {
      field += character;
    }
  }
  return [...fields, field];
};

/**
 * The header of a CSV file from its first characters. The delimiter is the one
 * of comma, semicolon, tab and bar that splits the header furthest.
 *
 * @throws ETUDE_TABLE_EMPTY, ETUDE_TABLE_DUPLICATE_COLUMN,
 * ETUDE_TABLE_EMPTY_COLUMN_NAME
 */
export const readCsvHeader = (start: string, fileName: string): CsvHeader => {
  const text = start.replace(/^\uFEFF/, '');
  if (text.trim() === '') {
    throw tableError(
      'EMPTY',
      `${fileName} is empty. Use a file with a header and at least one row.`,
    );
  }
  const splits = DELIMITERS.map(delimiter => ({
    delimiter,
    columns: firstRecord(text, delimiter),
  }));
  const header = splits.reduce((best, split) =>
    split.columns.length > best.columns.length ? split : best,
  );
  const seen = new Map<string, number>();
  header.columns.forEach((name, index) => {
    if (name.trim() === '') {
      throw tableError(
        'EMPTY_COLUMN_NAME',
        `Column ${index + 1} of ${fileName} has no name in the header. Name every column.`,
        { details: { column: index + 1 } },
      );
    }
    // DuckDB's names ignore case.
    const key = name.toLowerCase();
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      throw tableError(
        'DUPLICATE_COLUMN',
        `${fileName} names column '${name}' twice, as columns ${earlier} and ${index + 1} (upper and lower case are the same). Rename one of them.`,
        { details: { column: name } },
      );
    }
    seen.set(key, index + 1);
  });
  return header;
};
