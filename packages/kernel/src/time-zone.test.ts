import { describe, expect, it } from 'vitest';
import { canonicalTimeZone, timeZoneNames } from './time-zone';

describe('canonicalTimeZone', () => {
  // Links of the IANA database (its file `backward`).
  it.each([
    ['europe/STOCKHOLM', 'Europe/Stockholm'],
    ['UTC', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['Europe/Kiev', 'Europe/Kyiv'],
  ])('knows %s as %s', (name, known) => {
    expect(canonicalTimeZone(name)).toBe(known);
  });

  it.each([
    '',
    ' ',
    'Europe/Atlantis',
    '+01:00',
    'UTC\u0000',
    'Europe/Stockholm\n',
    "UTC'; DROP TABLE units; --",
    '../../etc/passwd',
    'constructor',
    'A'.repeat(100_000),
  ])('knows no zone %j', name => {
    expect(canonicalTimeZone(name)).toBeUndefined();
  });
});

describe('timeZoneNames', () => {
  it('lists each zone once, by the name it is known as', () => {
    const names = timeZoneNames();
    expect(names).toEqual(names.map(canonicalTimeZone));
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toBe('UTC');
    expect(names).toContain('Asia/Kolkata');
  });
});
