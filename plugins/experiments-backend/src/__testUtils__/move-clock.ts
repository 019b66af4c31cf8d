// Only the date is faked: timers drive HTTP and the database.
const REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** Lets the present be `instant` until `jest.useRealTimers()`. */
export const moveClockTo = (instant: string): void => {
  jest.useFakeTimers({ now: new Date(instant), doNotFake: [...REAL] });
};
