import type { AlphaSpending } from '../sequential/alpha-spending';
import type { GroupSequentialSchedule } from '../sequential/group-sequential-bounds';
import type { JsonObject } from './case-input';
import { hasValue, numberAt, numberOr, numbersAt, textAt } from './case-input';
import { sidesOf } from './sample-input';

/** The spending function of a case, by its name and parameter. */
export const spendingOf = (input: JsonObject): AlphaSpending => {
  const name = textAt(input, 'spending');
  switch (name) {
    case 'obrien-fleming':
    case 'obrien-fleming-ld':
      return { kind: 'obrien-fleming' };
    case 'pocock':
    case 'pocock-ld':
      return { kind: 'pocock' };
    case 'power':
    case 'power-family':
      return { kind: 'power', exponent: numberOr(input, 'parameter', 2) };
    case 'hwang-shih-decani':
    case 'hsd':
      return { kind: 'hwang-shih-decani', gamma: numberAt(input, 'parameter') };
    default:
      throw new TypeError(`The spending function '${name}' is not known.`);
  }
};

const fractionsOf = (input: JsonObject): readonly number[] => {
  if (hasValue(input, 'information_fractions')) {
    return numbersAt(input, 'information_fractions');
  }
  const looks = numberAt(input, 'looks');
  return Array.from({ length: looks }, (_, k) => (k + 1) / looks);
};

/** Looks, spending and level of a case; `looks` are equally spaced. */
export const scheduleOf = (input: JsonObject): GroupSequentialSchedule => ({
  spending: spendingOf(input),
  informationFractions: fractionsOf(input),
  alpha: numberAt(input, 'alpha'),
  sides: sidesOf(input),
});
