import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDifference,
  formatInstant,
  formatLift,
  formatPValue,
  formatProjection,
  formatShare,
  listNames,
} from './format-number';

describe('numbers in sentences', () => {
  it('have three significant digits, a sign where they are effects, and units', () => {
    expect(formatLift(-0.043117)).toBe('−4.31 %');
    expect(formatLift(0.02)).toBe('+2.00 %');
    expect(formatLift(0)).toBe('0.00 %');
    expect(formatDifference(-0.0082007)).toBe('−0.00820');
    expect(formatDifference(12_345)).toBe('+12,300');
    expect(formatShare(0.95)).toBe('95 %');
    expect(formatShare(0.005)).toBe('0.5 %');
  });

  it('separate thousands, and round projections up', () => {
    expect(formatCount(90_189)).toBe('90,189');
    expect(formatProjection(12_301)).toBe('12,400');
    expect(formatProjection(7.2)).toBe('8');
  });

  it('never say a p-value is 0', () => {
    expect(formatPValue(0)).toBe('< 1e-16');
    expect(formatPValue(1e-16)).toBe('1.0e-16');
    expect(formatPValue(7.9e-4)).toBe('7.9e-4');
    expect(formatPValue(0.001)).toBe('0.001');
    expect(formatPValue(0.00858)).toBe('0.00858');
  });

  it('name instants in UTC and lists as people do', () => {
    expect(formatInstant('2026-03-16T10:00:00+01:00')).toBe(
      '16 Mar 2026, 09:00 UTC',
    );
    expect(formatInstant('2026-03-15T23:30:00Z', 'Europe/Stockholm')).toBe(
      '16 Mar 2026, 00:30 Europe/Stockholm',
    );
    expect(listNames(['a'])).toBe('a');
    expect(listNames(['a', 'b', 'c'])).toBe('a, b and c');
  });
});
