/// <reference types="node" />
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, HOSTILE_TEXTS } from './conformance/hostile-text';
import { DIALECT_IDS } from './dialect-id';
import type { DialectId } from './dialect-id';
import { GOLDEN_CASES } from './testing/golden-cases';
import { findPython, runPython } from './testing/second-reader';

type ParsedGolden = {
  readonly case: string;
  readonly dialect: DialectId;
  readonly problem: string | null;
  readonly texts: readonly string[];
  readonly names: readonly string[];
  readonly unknown: readonly string[];
};

const GOLDENS = resolve(__dirname, '../golden');

const parseGoldens = (python: string): readonly ParsedGolden[] =>
  runPython(python, 'parse-goldens.py', { args: [GOLDENS] })
    .trim()
    .split('\n')
    .map(line => {
      const golden: ParsedGolden = JSON.parse(line);
      return golden;
    });

/**
 * Functions that sqlglot does not know: looked up in the manual of the engine
 * (hashtextextended: in its source).
 */
const LOOKED_UP: Record<DialectId, readonly string[]> = {
  duckdb: ['FAVG', 'ROW', 'epoch_us', 'hash', 'to_microseconds'],
  postgres: ['hashtextextended'],
  clickhouse: [
    'addMicroseconds',
    'covarSampStable',
    'sipHash64',
    'toDate32',
    'toDateTime64',
    'toInt64',
    'varSampStable',
  ],
  trino: ['from_big_endian_64', 'xxhash64'],
  spark: ['pmod', 'timestamp_micros', 'xxhash64'],
  bigquery: [],
  snowflake: ['HASH'],
  redshift: [],
};

const python = findPython('sqlglot');

describe.skipIf(python === null)('sqlglot reads', () => {
  const goldens = python === null ? [] : parseGoldens(python);

  it('every golden', () => {
    const written = Object.values(GOLDEN_CASES).flatMap(({ dialects }) =>
      DIALECT_IDS.filter(dialect => dialects[dialect] === 'golden'),
    );
    expect(goldens).toHaveLength(written.length);
  });

  it.each(DIALECT_IDS)('one query per file, as %s', dialect => {
    const problems = goldens
      .filter(golden => golden.dialect === dialect)
      .filter(({ problem }) => problem !== null);
    expect(problems).toEqual([]);
  });

  it.each(DIALECT_IDS)('no function that %s may not have', dialect => {
    const unknown = goldens
      .filter(golden => golden.dialect === dialect)
      .flatMap(golden => golden.unknown);
    expect([...new Set(unknown)].sort()).toEqual(LOOKED_UP[dialect]);
  });

  it.each(DIALECT_IDS)('texts and names as they were meant, as %s', dialect => {
    const hostile = goldens.find(
      golden => golden.case === 'hostile' && golden.dialect === dialect,
    );
    expect(hostile?.texts).toEqual(HOSTILE_TEXTS);
    expect([...new Set(hostile?.names)]).toEqual(HOSTILE_NAMES);
  });
});
