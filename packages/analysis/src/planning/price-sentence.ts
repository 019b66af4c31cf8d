import { formatCount, formatShare } from '../format-number';
import { formatDays, formatDaysNeeded } from './plan-runtime';
import type { DesignPrice } from './sample-size-plan';

type Priced = Omit<DesignPrice, 'sentence'>;

const atMost = (price: Priced): string => {
  const units = `${formatCount(price.maximumUnits)} units`;
  const { days, daysLow: low, daysHigh: high } = price;
  return days === null
    ? units
    : `${units}, ${formatDaysNeeded({ days, low, high, extrapolated: false })}`;
};

const onAverage = (price: Priced): string => {
  const units = `${formatCount(price.expectedUnitsUnderEffect)} units`;
  const { expectedDaysUnderEffect: days } = price;
  return days === null ? units : `${units}, ${formatDays(days)},`;
};

const surcharge = ({ inflation }: Priced): string =>
  `${formatShare(inflation - 1)} more than one look`;

/** A price in a sentence for a product person. */
export const priceSentence = (price: Priced): string => {
  switch (price.design) {
    case 'fixed-horizon':
      return `One look, at the end: ${atMost(price)}. The fewest units for a sure answer; effects stay closed until then.`;
    case 'fixed-power':
      return `Ends on the first complete day on which every metric is precise enough: about ${atMost(price)}, if history is right, and as long as it takes if it is not. Effects stay closed until then.`;
    case 'group-sequential':
      return `${price.looks} looks, each of which may settle the decision: ${onAverage(price)} on average if the effects are there; at most ${atMost(price)}, ${surcharge(price)}.`;
    default:
      return `Look on any day, without a plan: ${onAverage(price)} on average if the effects are there; at most ${atMost(price)}, ${surcharge(price)}. For when no end can be planned.`;
  }
};
