/** What the values of a column can be used for. */
export type ColumnKind = 'number' | 'boolean' | 'time' | 'text' | 'other';

const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [
    /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INT(EGER)?|FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC)\b/i,
    'number',
  ],
  [/^BOOL/i, 'boolean'],
  [/^(TIMESTAMP|DATE)/i, 'time'],
  [/^(VARCHAR|TEXT|CHAR|ENUM|UUID)/i, 'text'],
];

/**
 * The kind of a column by the warehouse's name of its type, to offer fitting
 * choices; the portal's backend judges what is chosen.
 */
export const columnKind = (type: string): ColumnKind =>
  KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
