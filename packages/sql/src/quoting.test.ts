import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIALECT_IDS } from './dialect-id';
import type { DialectId } from './dialect-id';
import { dialectById } from './dialects/dialect-by-id';

/** What stands in the statement for a text that engines read differently. */
type Bytes = Readonly<Record<DialectId, string>>;

const standard = (text: string) => ({
  duckdb: text,
  postgres: text,
  trino: text,
});
const doubled = (text: string) => ({
  clickhouse: text,
  snowflake: text,
  redshift: text,
});
const backslash = (text: string) => ({ spark: text, bigquery: text });
const everywhere = (text: string): Bytes => ({
  ...standard(text),
  ...doubled(text),
  ...backslash(text),
});

const TEXTS: readonly (readonly [text: string, bytes: Bytes])[] = [
  ["it's", { ...everywhere(`'it''s'`), ...backslash(String.raw`'it\'s'`) }],
  [
    String.raw`a\b`,
    { ...everywhere(String.raw`'a\\b'`), ...standard(String.raw`'a\b'`) },
  ],
  [
    String.raw`\'; --`,
    {
      ...standard(String.raw`'\''; --'`),
      ...doubled(String.raw`'\\''; --'`),
      ...backslash(String.raw`'\\\'; --'`),
    },
  ],
  ['a\nb', { ...everywhere("'a\nb'"), ...backslash(String.raw`'a\nb'`) }],
  ['a\r\nb', { ...everywhere("'a\r\nb'"), ...backslash(String.raw`'a\r\nb'`) }],
  ['a\tb', everywhere("'a\tb'")],
  ['Grüße 日本', everywhere("'Grüße 日本'")],
  ['😀', everywhere("'😀'")],
  ['"`', everywhere(`'"\`'`)],
  ['{{ x }}', everywhere("'{{ x }}'")],
  ['? :name @name $1 %s', everywhere("'? :name @name $1 %s'")],
  [
    '${HOME}',
    { ...everywhere("'${HOME}'"), spark: String.raw`'\u0024{HOME}'` },
  ],
  ['', everywhere("''")],
];

const NAMES: readonly (readonly [name: string, bytes: Bytes])[] = [
  [
    'select',
    { ...everywhere('"select"'), spark: '`select`', bigquery: '`select`' },
  ],
  [
    'a"b',
    {
      ...everywhere('"a""b"'),
      clickhouse: String.raw`"a\"b"`,
      spark: '`a"b`',
      bigquery: '`a"b`',
    },
  ],
  [
    'a`b',
    {
      ...everywhere('"a`b"'),
      spark: '`a``b`',
      bigquery: '`a\\`b`',
    },
  ],
  [
    String.raw`a\b`,
    {
      ...everywhere(String.raw`"a\b"`),
      clickhouse: String.raw`"a\\b"`,
      spark: '`a\\b`',
      bigquery: '`a\\\\b`',
    },
  ],
];

/** Reads a literal as the engine does; the mark may not stand alone. */
const readStandard = (literal: string): string => {
  expect(literal).toMatch(/^'(?:[^']|'')*'$/u);
  return literal.slice(1, -1).replaceAll("''", "'");
};

const readDoubled = (literal: string): string => {
  expect(literal).toMatch(/^'(?:[^'\\]|''|\\\\)*'$/u);
  return literal.slice(1, -1).replaceAll(/''|\\\\/gu, pair => pair.slice(1));
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r' };
const readBackslash = (literal: string): string => {
  expect(literal).toMatch(/^'(?:[^'\\\n\r]|\\u0024|\\[nr'\\])*'$/u);
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:u0024|(.))/gu, (_, mark?: string) =>
      mark === undefined ? '$' : (ESCAPES[mark] ?? mark),
    );
};

const readerOf = (id: DialectId) => {
  if (id in standard('')) return readStandard;
  return id in doubled('') ? readDoubled : readBackslash;
};

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom("'", '"', '`', '\\', '\n', '\r', '$', '{', 'u', 'n', '0'),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join('').replaceAll('\0', '').toWellFormed());

describe.each(DIALECT_IDS)('quoting for %s', id => {
  const dialect = dialectById(id);

  it.each(TEXTS)('writes the text %j byte for byte', (text, bytes) => {
    expect(dialect.quoteText(text)).toBe(bytes[id]);
  });

  it.each(NAMES)('writes the name %j byte for byte', (name, bytes) => {
    expect(dialect.quoteIdentifier(name)).toBe(bytes[id]);
  });

  it('lets no text out of its quotes', () => {
    const read = readerOf(id);
    fc.assert(
      fc.property(hostileText, text => {
        expect(read(dialect.quoteText(text))).toBe(text);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('refuses what no statement can carry', () => {
    for (const quote of [dialect.quoteText, dialect.quoteIdentifier]) {
      expect(() => quote('a\0b')).toThrow(/NUL/);
      expect(() => quote('a\uD83D')).toThrow(/half a character/);
    }
    expect(() => dialect.quoteIdentifier('')).toThrow(/empty/);
  });
});
