import { metricOf } from '../__testUtils__/fake-metrics';
import { filterOf, operatorsFor } from './filter-rows';
import { definitionOf } from './metric-definition';
import { draftOfMetric, emptyMetricDraft } from './metric-draft';
import { METRIC_TYPES } from './metric-kind';
import { unfinishedMetric } from './unfinished-metric';

const COLUMNS_OF_TABLE = [
  { name: 'event', type: 'VARCHAR' },
  { name: 'zip', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
  { name: 'is_trial', type: 'BOOLEAN' },
];
const COLUMNS = () => COLUMNS_OF_TABLE;

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
      steps: [
        { name: 'look', filters: [] },
        { name: 'buy', filters: [purchase], factTableId: 'other' },
      ],
      window: { kind: 'cumulative', offsetHours: 0, lengthHours: 0 },
    }),
    metricOf({ type: 'average', aggregation: 'count', measure: 'value' }),
    metricOf({
      type: 'average',
      aggregation: 'last',
      measure: 'value',
      cap: { kind: 'absolute', lower: -1.5 },
      window: { offsetHours: 0, lengthHours: 30, offsetDays: 2, lengthDays: 1 },
    }),
    metricOf({ type: 'count-distinct', aggregation: 'sum', measure: 'event' }),
    metricOf({
      type: 'retention',
      window: { offsetHours: 0, offsetDays: 7, lengthHours: 0, lengthDays: 7 },
    }),
  ])('comes back whole from the form ($type)', metric => {
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

  it('keeps what no field of the form is for', () => {
    const stored = { ...metricOf(), display: 'as money' };
    expect(definitionOf(draftOfMetric(stored), COLUMNS)).toHaveProperty(
      'display',
      'as money',
    );
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

describe('definitionOf', () => {
  const FILLED = {
    ...emptyMetricDraft,
    measure: 'value',
    threshold: 2,
    nulls: 'zero',
    cap: { ...emptyMetricDraft.cap, kind: 'percentile' },
    covariate: { isUsed: true, days: 14, hours: 0 },
  } as const;

  it.each([
    ['average', ['cap', 'covariate', 'nulls']],
    ['proportion', ['covariate', 'nulls', 'threshold']],
    ['count', ['cap', 'covariate', 'measure', 'nulls']],
    ['count-distinct', ['cap', 'covariate', 'measure', 'nulls']],
    ['ratio', ['cap', 'covariate', 'denominator']],
    ['retention', ['covariate', 'measure']],
    ['funnel', ['steps']],
    ['quantile', ['nulls', 'quantile']],
  ] as const)('sends of a new %s only what it uses', (type, fields) => {
    const shared = Object.keys(
      definitionOf({ ...emptyMetricDraft, type: 'count' }, COLUMNS),
    );
    const sent = Object.keys(definitionOf({ ...FILLED, type }, COLUMNS));
    expect(sent.filter(field => !shared.includes(field)).sort()).toEqual([
      ...fields,
    ]);
  });

  it('knows all types', () => {
    expect(METRIC_TYPES).toHaveLength(8);
  });
});

describe('operatorsFor', () => {
  it('compares only what has an order', () => {
    expect(operatorsFor('text')).not.toContain('greater-or-equal');
    expect(operatorsFor('boolean')).toEqual(['equals', 'not-equals']);
    expect(operatorsFor('number')).toContain('less-or-equal');
  });
});

describe('filterOf', () => {
  const row = { key: 'a', operator: 'equals', text: '2024' } as const;

  it('reads a number as text where the column holds text', () => {
    expect(filterOf({ ...row, column: 'zip' }, COLUMNS_OF_TABLE).value).toBe(
      '2024',
    );
    expect(filterOf({ ...row, column: 'value' }, COLUMNS_OF_TABLE).value).toBe(
      2024,
    );
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
