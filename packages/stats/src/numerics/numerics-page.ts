import type { MeasuredError } from './measured-error';

type Row = readonly string[];

const cellsOf = (line: string): Row =>
  line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim());

const namesIn = (cell = ''): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '');

// Letters with a combining bar are as wide as the letter.
const widthOf = (cell: string): number =>
  cell.replaceAll(/[\u0300-\u036f]/g, '').length;

const padded = (cell: string, width: number): string =>
  cell + ' '.repeat(width - widthOf(cell));

const tableOf = (rows: readonly Row[]): string => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map(row => widthOf(row[column] ?? ''))),
  );
  const lineOf = (row: Row): string =>
    `| ${widths.map((width, column) => padded(row[column] ?? '', width)).join(' | ')} |`;
  const [heading, ...body] = rows.map(lineOf);
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`;
  return [heading, rule, ...body].join('\n');
};

// Below this a difference is the last digit of a double.
const LAST_DIGIT = 1e-15;

/** An error rounded up to one digit: 3e-14; 0 when there is none. */
const errorText = (error: number): string => {
  if (error === 0) return '0';
  const exponent = Math.floor(Math.log10(error));
  const digit = Math.ceil(error / 10 ** exponent);
  return digit === 10 ? `1e${exponent + 1}` : `${digit}e${exponent}`;
};

// Engines differ in the last digits of exp and log: a stated error stays as
// long as it is about right.
const isStillTrue = (stated: string, measured: number): boolean => {
  const bound = Number(stated);
  if (stated === '' || Number.isNaN(bound)) return false;
  return (
    measured <= Math.max(2 * bound, LAST_DIGIT) &&
    (bound <= LAST_DIGIT || measured >= bound / 10)
  );
};

const keptError = (stated: string, measured: number): string =>
  isStillTrue(stated, measured) ? stated : errorText(measured);

const largestOf = ({ errors }: MeasuredError): number => errors[0]?.error ?? 0;

const functionRow = (
  row: Row,
  measured: ReadonlyMap<string, MeasuredError>,
): Row => {
  const kinds = namesIn(row[4]).flatMap(kind => measured.get(kind) ?? []);
  return kinds.length === 0
    ? row
    : [
        ...row.slice(0, 5),
        keptError(row[5] ?? '', Math.max(...kinds.map(largestOf))),
      ];
};

const kindRow = (
  kind: string,
  measured: MeasuredError,
  before: Row | undefined,
): Row => {
  const { cases, errors, oracles } = measured;
  const [, oldCases = '', oldLargest = '', oldUsual = '', oldAt = ''] =
    before ?? [];
  const largest = keptError(oldLargest, largestOf(measured));
  const usual = errors[Math.floor(errors.length / 10)]?.error ?? 0;
  const isCounted =
    cases >= Number(oldCases) && cases <= 1.25 * Number(oldCases);
  return [
    `\`${kind}\``,
    isCounted && oldCases !== '' ? oldCases : String(cases),
    largest,
    keptError(oldUsual, usual),
    largest === oldLargest || largest === '0'
      ? oldAt
      : (errors[0]?.at.replaceAll('|', '/') ?? ''),
    oracles.join(', '),
  ];
};

const kindRows = (
  old: readonly Row[],
  measured: ReadonlyMap<string, MeasuredError>,
): readonly Row[] =>
  [...measured]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, errors]) =>
      kindRow(
        kind,
        errors,
        old.find(row => row[0] === `\`${kind}\``),
      ),
    );

const updatedTable = (
  lines: readonly string[],
  measured: ReadonlyMap<string, MeasuredError>,
): string => {
  const [heading = [], , ...rows] = lines.map(cellsOf);
  switch (heading[0]) {
    case 'function':
      return tableOf([heading, ...rows.map(row => functionRow(row, measured))]);
    case 'kind':
      return tableOf([heading, ...kindRows(rows, measured)]);
    default:
      return tableOf([heading, ...rows]);
  }
};

/** The functions that a page has an entry of, in its order. */
export const functionsOn = (page: string): readonly string[] =>
  tablesOf(page)
    .filter(lines => cellsOf(lines[0] ?? '')[0] === 'function')
    .flatMap(lines => lines.slice(2))
    .flatMap(line => namesIn(cellsOf(line)[0]));

/** The kinds of cases that entries of a page refer to. */
export const kindsOn = (page: string): readonly string[] =>
  tablesOf(page)
    .filter(lines => cellsOf(lines[0] ?? '')[0] === 'function')
    .flatMap(lines => lines.slice(2))
    .flatMap(line => namesIn(cellsOf(line)[4]));

const TABLE = /(?:^\|.*\n?)+/gm;

const tablesOf = (page: string): readonly (readonly string[])[] =>
  [...page.matchAll(TABLE)].map(([table]) => table.trimEnd().split('\n'));

/**
 * The page with its errors as they are now: what is stated stays while it is
 * true, so that a page is equal to itself on another machine.
 */
export const updatedPage = (
  page: string,
  measured: ReadonlyMap<string, MeasuredError>,
): string =>
  page.replaceAll(
    TABLE,
    table => `${updatedTable(table.trimEnd().split('\n'), measured)}\n`,
  );
