import { axis } from './axis';

/** Windows of hours that close. */
export const HOUR_WINDOWS = axis({
  'no window': { window: null },
  '72 hours': { window: { offsetHours: 0, lengthHours: 72 } },
  '48 hours after 24': { window: { offsetHours: 24, lengthHours: 48 } },
});

export const OPEN_WINDOWS = axis({
  'semi-open 10 days': {
    window: { kind: 'semi-open', offsetHours: 0, lengthHours: 240 },
  },
  'semi-open 48 hours after 100': {
    window: { kind: 'semi-open', offsetHours: 100, lengthHours: 48 },
  },
  cumulative: {
    window: { kind: 'cumulative', offsetHours: 0, lengthHours: 0 },
  },
  'cumulative after 36 hours': {
    window: { kind: 'cumulative', offsetHours: 36, lengthHours: 0 },
  },
});

/** Windows of calendar days, which a change of clocks stretches. */
export const DAY_WINDOWS = axis({
  '3 days': { window: { offsetHours: 0, lengthHours: 0, lengthDays: 3 } },
  '2 days and 5 hours after 1 day': {
    window: {
      offsetHours: 0,
      lengthHours: 5,
      offsetDays: 1,
      lengthDays: 2,
    },
  },
  'semi-open 7 days after 2': {
    window: {
      kind: 'semi-open',
      offsetHours: 0,
      lengthHours: 0,
      offsetDays: 2,
      lengthDays: 7,
    },
  },
  'cumulative after 1 day': {
    window: {
      kind: 'cumulative',
      offsetHours: 0,
      lengthHours: 0,
      offsetDays: 1,
    },
  },
});

/** Windows that the cases of one feature run in. */
export const FEW_WINDOWS = axis({
  'no window': { window: null },
  '72 hours': { window: { offsetHours: 0, lengthHours: 72 } },
});
