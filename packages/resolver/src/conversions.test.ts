import { describe, expect, it } from 'vitest';
import { formatNumber, parseNumber } from './number-text';
import { parseTimestamp, timestampOfNumber } from './timestamp';
import { unitByteLength } from './hash/key-hash';
import { compareVersions, parseVersion } from './version';

describe('formatNumber', () => {
  it.each([
    [42, '42'],
    [-0, '-0'],
    [1e-7, '0.0000001'],
    [-1.5e-9, '-0.0000000015'],
    [1.25e21, '1250000000000000000000'],
    [0.1, '0.1'],
  ])('writes %s as %s, never with an exponent', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('parseNumber', () => {
  it.each([
    ['1e3', 1000],
    ['+1', 1],
    ['.5', 0.5],
    ['5.', 5],
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['nan', NaN],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['', ' 1', '1 ', '0x10', '1_000', '.', 'e3', 'one', '--1'])(
    'finds no number in "%s"',
    text => {
      expect(parseNumber(text)).toBeNull();
    },
  );
});

describe('parseTimestamp', () => {
  // Milliseconds from `date -u -d … +%s`.
  it.each([
    ['2022-11-17T15:16:17.118Z', 1668698177118],
    ['2022-11-17T16:16:17.118+01:00', 1668698177118],
    ['2022-11-17T15:16:17', 1668698177000],
    ['2022-11-17 15:16:17', 1668698177000],
    ['2022-11-17', 1668643200000],
    ['2023-1-1', 1672531200000],
    ['2024-02-29', 1709164800000],
    ['1969-12-31T23:59:59Z', -1000],
    ['0001-01-01', -62135596800000],
  ])('reads %s', (text, ms) => {
    expect(parseTimestamp(text)).toBe(ms);
  });

  it.each([
    '',
    'yesterday',
    '2023-02-30',
    '2023-02-29',
    '2023-13-01',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:00',
    '2023-01-01T00:00:00+0100',
  ])('finds no time in "%s"', text => {
    expect(parseTimestamp(text)).toBeNull();
  });
});

describe('timestampOfNumber', () => {
  it('reads seconds below 10^12 and milliseconds from there', () => {
    expect(timestampOfNumber(1668698177)).toBe(1668698177000);
    expect(timestampOfNumber(1668698177118)).toBe(1668698177118);
    expect(timestampOfNumber(1668698177.9)).toBe(1668698177000);
  });

  it('gives up beyond the calendar', () => {
    expect(timestampOfNumber(1e300)).toBeNull();
    expect(timestampOfNumber(8.3e15)).toBeNull();
  });
});

describe('parseVersion', () => {
  it.each([
    ['1.2', [1, 2, 0, 0]],
    ['1.2.3', [1, 2, 3, 0]],
    ['1.2.3.4', [1, 2, 3, 4]],
    ['1.0.1000', [1, 0, 0, 1000]],
    ['1.0.1000.1', [1, 0, 1000, 1]],
    ['1.2.3-beta.4', [1, 2, 3, 0]],
    ['1.2345678901', [1, 2345678901, 0, 0]],
    ['1', [0, 0, 0, 0]],
    ['1.', [0, 0, 0, 0]],
    ['.1', [0, 0, 0, 0]],
    ['1.2.3.4.5', [0, 0, 0, 0]],
    ['1.12345678901', [0, 0, 0, 0]],
    ['v1.2', [0, 0, 0, 0]],
    ['', [0, 0, 0, 0]],
  ])('reads %s as %j', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it('orders by number, not by text', () => {
    expect(
      compareVersions(parseVersion('10.0.0'), parseVersion('9.9.9')),
    ).toBeGreaterThan(0);
    expect(compareVersions(parseVersion('1.0'), parseVersion('1.0.0'))).toBe(0);
  });
});

describe('unitByteLength', () => {
  it('counts bytes, with a lone surrogate as three', () => {
    expect(unitByteLength('aé€😀')).toBe(1 + 2 + 3 + 4);
    expect(unitByteLength('\ud800')).toBe(3);
  });
});
