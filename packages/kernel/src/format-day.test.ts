import { describe, expect, it } from 'vitest';
import { formatDay, formatDayOfYear } from './format-day';

describe('days in words', () => {
  it('names the calendar day, wherever the process runs', () => {
    expect(formatDay('2026-03-04')).toBe('4 Mar 2026');
    expect(formatDayOfYear('2026-12-31')).toBe('31 Dec');
  });

  it('names the day in UTC that an instant is in', () => {
    expect(formatDayOfYear(Date.parse('2026-03-04T23:59:59Z'))).toBe('4 Mar');
  });
});
