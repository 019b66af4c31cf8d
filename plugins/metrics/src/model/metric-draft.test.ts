import { metricOf } from '../__testUtils__/fake-metrics';
import { definitionOf, draftOfMetric, filterOf } from './metric-draft';
import { unfinishedMetric } from './unfinished-metric';

const COLUMNS = [
  { name: 'event', type: 'VARCHAR' },
  { name: 'zip', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
  { name: 'is_trial', type: 'BOOLEAN' },
];

describe('draftOfMetric', () => {
  it('comes back as the same definition', () => {
    const metric = metricOf({
      type: 'average',
      aggregation: 'sum',
      measure: 'value',
      filters: [
        { column: 'zip', operator: 'in', value: ['0101', '0202'] },
        { column: 'value', operator: 'greater-or-equal', value: 2.5 },
        { column: 'is_trial', operator: 'not-equals', value: true },
      ],
      window: { offsetHours: 12, lengthHours: 36 },
      defaultMdeRelative: 0.07,
      defaultNimRelative: 0.005,
    });
    expect(metric).toMatchObject(definitionOf(draftOfMetric(metric), COLUMNS));
    expect(definitionOf(draftOfMetric(metric), COLUMNS)).toMatchObject({
      filters: metric.filters,
      window: metric.window,
      defaultMdeRelative: 0.07,
      defaultNimRelative: 0.005,
    });
  });
});

describe('an edited metric', () => {
  const purchase = {
    column: 'event',
    operator: 'equals',
    value: 'purchase',
  } as const;

  it.each([
    metricOf({
      type: 'ratio',
      aggregation: 'sum',
      measure: 'value',
      denominator: { aggregation: 'count', filters: [purchase] },
      cap: { kind: 'percentile', percentile: 0.99, ignoreZeros: true },
      covariate: { lengthHours: 0, lengthDays: 14 },
    }),
    metricOf({
      type: 'quantile',
      aggregation: 'sum',
      measure: 'value',
      quantile: { of: 'events', level: 0.95 },
      nulls: 'exclude',
      window: {
        kind: 'semi-open',
        offsetHours: 6,
        lengthHours: 0,
        lengthDays: 3,
      },
    }),
    metricOf({
      type: 'funnel',
      aggregation: 'count',
      steps: [{ name: 'buy', filters: [purchase] }],
      window: { kind: 'cumulative', offsetHours: 0, lengthHours: 0 },
    }),
    metricOf({ type: 'average', aggregation: 'count', measure: 'value' }),
  ])('keeps what the form does not show ($type)', metric => {
    const draft = { ...draftOfMetric(metric), name: 'Renamed' };
    expect(unfinishedMetric(draft)).toEqual([]);
    const { name, ...rest } = definitionOf(draft, COLUMNS);
    expect(name).toBe('Renamed');
    expect(metric).toMatchObject(rest);
    const { name: _name, state: _state, ...stored } = metric;
    expect({ ...stored, ...rest }).toEqual(stored);
    for (const field of [
      'denominator',
      'cap',
      'covariate',
      'nulls',
      'steps',
    ] as const) {
      expect(rest[field]).toEqual(metric[field]);
    }
  });

  it('drops what belongs to another type', () => {
    const ratio = metricOf({
      type: 'ratio',
      denominator: { aggregation: 'count', filters: [] },
    });
    const draft = { ...draftOfMetric(ratio), type: 'average' } as const;
    expect(definitionOf(draft, COLUMNS)).not.toHaveProperty('denominator');
  });
});

describe('filterOf', () => {
  const row = { key: 'a', operator: 'equals', text: '2024' } as const;

  it('reads a number as text where the column holds text', () => {
    expect(filterOf({ ...row, column: 'zip' }, COLUMNS).value).toBe('2024');
    expect(filterOf({ ...row, column: 'value' }, COLUMNS).value).toBe(2024);
  });

  it('never sends a list of texts and numbers mixed', () => {
    const mixed = {
      ...row,
      operator: 'in',
      text: '1, b',
      column: 'x',
    } as const;
    expect(filterOf(mixed, []).value).toEqual(['1', 'b']);
  });
});
