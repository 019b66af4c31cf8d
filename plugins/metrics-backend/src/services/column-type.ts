/** What the values of a column can be compared with and made of. */
export type ColumnKind = 'number' | 'boolean' | 'time' | 'text' | 'other';

const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [
    /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC)\b/i,
    'number',
  ],
  [/^BOOL/i, 'boolean'],
  [/^(TIMESTAMP|DATE)/i, 'time'],
  [/^(VARCHAR|TEXT|CHAR|ENUM|UUID)/i, 'text'],
];

/** The kind of a column by the warehouse's name of its type. */
export const columnKind = (type: string): ColumnKind =>
  KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
