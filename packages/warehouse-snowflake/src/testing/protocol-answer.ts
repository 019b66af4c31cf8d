import type {
  TranslatedAnswer,
  TranslatedProblem,
} from '@etude/warehouse/testing';

type Rows = Exclude<TranslatedAnswer, { problem: unknown }>;

type Column = {
  readonly name: string;
  readonly type: string;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly nullable: boolean;
};

// DuckDB's types in the words of Snowflake's protocol.
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:TINY|SMALL|BIG|HUGE)?INT|^INTEGER|^"?NULL/, 'fixed'],
  [/^(?:DOUBLE|FLOAT)/, 'real'],
  [/^DECIMAL/, 'fixed'],
  [/^TIMESTAMP WITH TIME ZONE/, 'timestamp_tz'],
  [/^TIMESTAMP/, 'timestamp_ntz'],
  [/^BOOLEAN/, 'boolean'],
  [/^DATE/, 'date'],
  [/^JSON|\[\]$/, 'variant'],
];

const columnOf = ([name, duckdbType]: readonly [string, string]): Column => {
  const type =
    TYPES.find(([pattern]) => pattern.test(duckdbType))?.[1] ?? 'text';
  const [, precision = '38', scale = '0'] =
    /^DECIMAL\((\d+),\s*(\d+)\)/.exec(duckdbType) ?? [];
  return {
    name,
    type,
    precision: type === 'fixed' ? Number(precision) : null,
    scale: type === 'fixed' ? Number(scale) : null,
    nullable: true,
  };
};

/** `2026-03-29 02:30:00.125001+00` as seconds since 1970, with nine digits. */
const secondsOf = (text: string): string => {
  const [, day, second, fraction = ''] =
    /^(\S+) ([\d:]+)(?:\.(\d+))?/.exec(text) ?? [];
  const whole = BigInt(Date.parse(`${day}T${second}Z`)) * 1_000_000n;
  const nanos = whole + BigInt(fraction.padEnd(9, '0'));
  const isNegative = nanos < 0n;
  const digits = String(isNegative ? -nanos : nanos).padStart(10, '0');
  return `${isNegative ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
};

const MS_PER_DAY = 86_400_000;

const cellOf = (cell: string | null, type: string): string | null => {
  if (cell === null) return null;
  switch (type) {
    case 'boolean':
      return cell === 'true' ? '1' : '0';
    case 'date':
      return String(Date.parse(`${cell}T00:00:00Z`) / MS_PER_DAY);
    case 'timestamp_ntz':
      return secondsOf(cell);
    // The zone follows in minutes, 1440 being UTC.
    case 'timestamp_tz':
      return `${secondsOf(cell)} 1440`;
    case 'real':
      return cell === 'nan' ? 'NaN' : cell;
    default:
      return cell;
  }
};

/** `rowtype` and `rowset` of an answer, as Snowflake's protocol has them. */
export const resultOf = ({ columns, rows }: Rows) => {
  const rowtype = columns.map(columnOf);
  return {
    rowtype,
    rowset: rows.map(row =>
      row.map((cell, index) => cellOf(cell, rowtype[index]?.type ?? '')),
    ),
  };
};

/** What the server answers where it does not do what it is asked. */
export const refusal = (
  code: string,
  sqlState: string | null,
  message: string,
) => ({
  success: false,
  code,
  message,
  data: { internalError: false, errorCode: code, sqlState },
});

/** A problem in the words of Snowflake. */
export const problemRefusal = (problem: TranslatedProblem, sql: string) => {
  const { kind, message, name = '', line, column } = problem;
  const at = sql.indexOf(name);
  const before = sql.slice(0, Math.max(at, 0)).split('\n');
  const place = `line ${line ?? before.length} at position ${(column ?? (before.at(-1) ?? '').length + 1) - 1}`;
  const compilation = 'SQL compilation error:';
  switch (kind) {
    case 'syntax':
      return refusal(
        '001003',
        '42000',
        `${compilation}\nsyntax error ${place} unexpected '<EOF>'. (${message})`,
      );
    case 'column':
      return refusal(
        '000904',
        '42000',
        `${compilation} error ${place}\ninvalid identifier '${name.toUpperCase()}'`,
      );
    case 'function':
      return refusal(
        '002140',
        '42601',
        `${compilation}\nUnknown function ${name.toUpperCase()}`,
      );
    case 'table':
      return refusal(
        '002003',
        '42S02',
        `${compilation}\nObject '${name.toUpperCase()}' does not exist or not authorized.`,
      );
    case 'cancelled':
      return refusal('000604', '57014', 'SQL execution canceled');
    case 'other':
      return refusal('100038', '22018', message);
    default:
      return kind satisfies never;
  }
};
