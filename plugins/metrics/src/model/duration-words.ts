const HOURS_PER_DAY = 24;

/** Hours as people say them: `1 hour`, `36 hours`, `7 days`. */
export const durationWords = (hours: number): string => {
  const isDays = hours !== 0 && hours % HOURS_PER_DAY === 0;
  const amount = isDays ? hours / HOURS_PER_DAY : hours;
  const unit = isDays ? 'day' : 'hour';
  return `${amount} ${amount === 1 ? unit : `${unit}s`}`;
};
