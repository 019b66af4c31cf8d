import { expect, it } from 'vitest';
import { clockWatch } from './clock-watch';

const HOUR = 3_600_000;
const MINUTE = 60_000;

it('distrusts a clock for an hour after it jumped, either way', () => {
  const look = clockWatch();
  const start = Date.parse('2026-03-01T10:00:00Z');
  const steady = { isTrusted: true, jumpedByMs: 0 };
  const distrusted = { isTrusted: false, jumpedByMs: 0 };
  expect(look(start, 0)).toEqual(steady);
  // Set a little by a time server.
  expect(look(start + 2 * MINUTE, MINUTE)).toEqual(steady);
  const years = 10 * 365 * 24 * HOUR;
  const ahead = start + MINUTE + years;
  expect(look(ahead + 2 * MINUTE, 2 * MINUTE)).toEqual({
    isTrusted: false,
    jumpedByMs: years,
  });
  expect(look(ahead + HOUR, HOUR)).toEqual(distrusted);
  expect(look(start + HOUR + MINUTE, HOUR + MINUTE)).toEqual({
    isTrusted: false,
    jumpedByMs: -years - MINUTE,
  });
  expect(look(start + 2 * HOUR, 2 * HOUR)).toEqual(distrusted);
  expect(look(start + 2 * HOUR + MINUTE, 2 * HOUR + MINUTE)).toEqual(steady);
});
