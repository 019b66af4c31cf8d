import { metricOf, factTableOf } from '../__testUtils__/fake-metrics';
import { definitionSentence, unitsWithoutFacts } from './metric-words';
import { windowWords } from './window-words';

const table = factTableOf();

describe('definitionSentence', () => {
  it.each([
    [
      metricOf(),
      'Share of readers with at least one purchase within 7 days after exposure; more is better',
    ],
    [
      metricOf({ threshold: 3, direction: 'decrease', window: null }),
      'Share of readers with at least 3 purchases at any time after exposure; less is better',
    ],
    [
      metricOf({ type: 'count', filters: [] }),
      'Average number of rows of Shop events per reader within 7 days after exposure; more is better',
    ],
    [
      metricOf({
        type: 'average',
        aggregation: 'sum',
        measure: 'value',
        filters: [
          { column: 'event', operator: 'equals', value: 'purchase' },
          { column: 'client', operator: 'in', value: ['web', 'ios'] },
        ],
      }),
      'Average of the sum of value (EUR) over purchases where client is one of web, ios per reader within 7 days after exposure; more is better',
    ],
    [
      metricOf({
        aggregation: 'max',
        measure: 'value',
        threshold: 20,
        filters: [],
        entity: 'party',
      }),
      'Share of parties whose largest value (EUR) over rows of Shop events is at least 20 within 7 days after exposure; more is better',
    ],
    [
      metricOf({
        type: 'average',
        aggregation: 'sum',
        measure: 'value',
        cap: { kind: 'percentile', percentile: 0.999, ignoreZeros: false },
      }),
      'Average of the sum of value (EUR) over purchases per reader within 7 days after exposure, capped at the 99.9th percentile; more is better',
    ],
    [
      metricOf({
        type: 'quantile',
        aggregation: 'sum',
        measure: 'value',
        quantile: { of: 'events', level: 0.52 },
        window: null,
      }),
      '52nd percentile of value (EUR) over purchases at any time after exposure; more is better',
    ],
  ])('says what a metric measures (%#)', (metric, sentence) => {
    expect(definitionSentence(metric, table)).toBe(sentence);
  });
});

describe('windowWords', () => {
  it('speaks in days where hours make whole days', () => {
    expect(windowWords({ offsetHours: 24, lengthHours: 168 })).toBe(
      'from 1 day to 8 days after exposure',
    );
    expect(windowWords({ offsetHours: 0, lengthHours: 36 })).toBe(
      'within 36 hours after exposure',
    );
  });

  it('does not speak of exposure where facts have no time', () => {
    expect(windowWords(null, { timestampColumn: null })).toBe(
      'whenever it happened',
    );
  });
});

describe('unitsWithoutFacts', () => {
  it('says which units the computation leaves out', () => {
    const average = metricOf({ type: 'average', aggregation: 'max' });
    expect(unitsWithoutFacts(average)).toBe('Other readers are left out.');
    expect(unitsWithoutFacts({ ...average, aggregation: 'sum' })).toBe(
      'Other readers count as 0.',
    );
  });
});
