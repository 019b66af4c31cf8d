import { metricOf } from '../__testUtils__/fake-metrics';
import { definitionOf, draftOfMetric, filterOf } from './metric-draft';

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
