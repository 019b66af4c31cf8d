import { testExplanation } from '../../__testUtils__/explanation-fixtures';
import { besideText, explainedValue, figureText } from './explained-value';

describe('figureText', () => {
  it.each([
    ['an effect with its sign', { value: 0.0666 }, '+6.66 %'],
    [
      'an interval where there is no single value',
      {
        id: 'metric/m/v/lift-interval',
        value: null,
        interval: [-0.065, null],
      },
      'at least −6.5 %',
    ],
    [
      'a p-value and never 0',
      { id: 'metric/m/v/superiority', unit: 'p-value', value: 1e-120 },
      '< 1e-16',
    ],
    [
      'a count',
      { id: 'metric/m/v/required-units', unit: 'count', value: 7268 },
      '7,268',
    ],
    ['nothing of what has no value', { value: null }, undefined],
  ] as const)('tells %s', (_, changes, text) => {
    expect(figureText(testExplanation(changes))).toBe(text);
  });
});

describe('besideText', () => {
  it('tells the interval that comes with a p-value', () => {
    const bound = testExplanation({
      id: 'metric/m/v/superiority',
      unit: 'p-value',
      value: 0.127,
      interval: [-0.00334, null],
    });
    expect(figureText(bound)).toBe('0.127');
    expect(besideText(bound)).toBe(
      'Interval of the difference: at least −0.00334, in the unit of the metric.',
    );
  });

  it('tells the interval of a lift as shares', () => {
    const lift = testExplanation({
      id: 'breakdown/country/se/m/v/lift',
      value: 0.0111,
      interval: [-0.00505, 0.0273],
    });
    expect(besideText(lift)).toBe('Interval: −0.505 % to +2.73 %.');
  });
});

describe('explainedValue', () => {
  it.each([
    [0.06655813, '0.0665581'],
    [0.0000123456, '1.23456e−5'],
    [-0.15, '−0.15'],
    [4770, '4,770'],
    ['increase', 'increase'],
    [null, 'open'],
  ])('keeps of %p enough to calculate with: %p', (value, text) => {
    expect(explainedValue(value)).toBe(text);
  });
});
