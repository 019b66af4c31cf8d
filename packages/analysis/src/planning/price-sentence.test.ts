import { describe, expect, it } from 'vitest';
import { priceSentence } from './price-sentence';
import type { DesignPrice } from './sample-size-plan';

const price: Omit<DesignPrice, 'sentence'> = {
  design: 'group-sequential',
  label: 'Group sequential, 4 looks',
  looks: 4,
  maximumUnits: 2_600,
  expectedUnitsUnderNull: 2_500,
  expectedUnitsUnderEffect: 2_000,
  days: 13,
  daysLow: 12,
  daysHigh: 15,
  expectedDaysUnderEffect: 10,
  inflation: 1.029,
};
const said = (changes: Partial<typeof price>): string =>
  priceSentence({ ...price, ...changes });
const WITHOUT = {
  days: null,
  daysLow: null,
  daysHigh: null,
  expectedDaysUnderEffect: null,
};

describe('the price of a design in words', () => {
  it('tells units and days on average and at most', () => {
    expect(said({})).toBe(
      '4 looks, each of which may settle the decision: 2,000 units, 10 days, on average if the effects are there; at most 2,600 units, 13 days (12 to 15), 2.9 % more than one look.',
    );
    expect(said({ design: 'always-valid', looks: null })).toBe(
      'Look on any day, without a plan: 2,000 units, 10 days, on average if the effects are there; at most 2,600 units, 13 days (12 to 15), 2.9 % more than one look. For when no end can be planned.',
    );
  });

  it('tells units alone without traffic', () => {
    expect(said(WITHOUT)).toBe(
      '4 looks, each of which may settle the decision: 2,000 units on average if the effects are there; at most 2,600 units, 2.9 % more than one look.',
    );
  });

  it('tells what one look costs, at a day known and not', () => {
    expect(said({ design: 'fixed-horizon' })).toBe(
      'One look, at the end: 2,600 units, 13 days (12 to 15). The fewest units for a sure answer; effects stay closed until then.',
    );
    expect(said({ design: 'fixed-power', ...WITHOUT })).toBe(
      'Ends on the first complete day on which every metric is precise enough: about 2,600 units, if history is right, and as long as it takes if it is not. Effects stay closed until then.',
    );
  });
});
