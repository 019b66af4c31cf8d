import { quarterOf } from './quarter';

describe('quarterOf', () => {
  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01', '2026 Q1'],
    ['2026-03-31T23:59:59Z', '2026-01-01', '2026 Q1'],
    ['2026-11-21T12:00:00Z', '2026-10-01', '2026 Q4'],
  ])('%s is in the quarter that began on %s', (moment, from, label) => {
    expect(quarterOf(new Date(moment))).toEqual({ from, label });
  });
});
