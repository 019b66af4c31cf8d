/** The present moment as an argument, so that decisions can be replayed. */
export type Clock = { readonly now: () => Date };

/** A clock that stands still at `instant`, for tests and replays. */
export const fixedClock = (instant: Date | string): Clock => {
  const time = new Date(instant).getTime();
  return { now: () => new Date(time) };
};
