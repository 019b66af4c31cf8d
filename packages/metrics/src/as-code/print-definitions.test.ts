import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metric, MetricFilter } from '../metric';
import type { Definitions, ExperimentDefinition } from './definitions';
import { parseDefinitions } from './parse-definitions';
import { printDefinitions } from './print-definitions';

const HOSTILE = [
  "o'brien",
  'say "hi"',
  'two\nlines',
  'smörgås 😀',
  '- yes: no # null',
  ' padded ',
  'null',
  '12',
  '1e3',
  'true',
  '~',
  '&a *a !b',
  'tab\there',
  'a: b',
];

const text = fc
  .oneof(fc.constantFrom(...HOSTILE), fc.string({ minLength: 1 }))
  .filter(value => value !== '__proto__');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined });

/** An object without the keys whose value is undefined. */
const present = <T extends object>(record: T): T =>
  Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as T;

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const share = fc.double({ min: 1e-9, max: 0.999999, noNaN: true });
const whole = fc.integer({ min: 1, max: 400 });
const hours = fc.oneof(
  fc.constant(0),
  whole,
  // Two of them and their days stay within the ten years of a window.
  fc.double({ min: 1e-9, max: 3e4, noNaN: true }),
);

// The columns and measures below, so that the planner has nothing to refuse.
const filters: fc.Arbitrary<MetricFilter[]> = fc.array(
  fc.oneof(
    fc.record({
      column: fc.constant('country'),
      operator: fc.constantFrom('equals' as const, 'not-equals' as const),
      value: fc.oneof(text, number, fc.boolean()),
    }),
    fc.record({
      column: fc.constant('country'),
      operator: fc.constant('in' as const),
      value: fc.array(text, { minLength: 1 }),
    }),
    fc.record({
      column: fc.constant('amount'),
      operator: fc.constantFrom(
        'greater-or-equal' as const,
        'less-or-equal' as const,
      ),
      value: number,
    }),
  ),
  { maxLength: 3 },
);

const lengthy = fc.record({ lengthHours: hours, lengthDays: maybe(whole) });
const isLong = (one: { lengthHours: number; lengthDays: number | undefined }) =>
  one.lengthHours + (one.lengthDays ?? 0) > 0;

const window = fc
  .record({
    kind: maybe(fc.constantFrom('closed' as const, 'semi-open' as const)),
    offsetHours: hours,
    lengthHours: hours,
    offsetDays: maybe(whole),
    lengthDays: maybe(whole),
  })
  .filter(isLong)
  .map(present);

const cap = fc.oneof(
  fc.record({
    kind: fc.constant('percentile' as const),
    percentile: share,
    ignoreZeros: fc.boolean(),
  }),
  fc.constantFrom(
    { kind: 'absolute' as const, lower: -1.5, upper: 1e21 },
    { kind: 'absolute' as const, upper: 0.1 },
    { kind: 'absolute' as const, lower: 0 },
  ),
);

const described = { name: text, description: fc.string(), owner: text };

const metric = (id: string): fc.Arbitrary<Metric> =>
  fc
    .record({
      id: fc.constant(id),
      ...described,
      factTableId: fc.constant('facts'),
      entity: fc.constant('user'),
      type: fc.constant('average' as const),
      aggregation: fc.constantFrom(
        'sum' as const,
        'last' as const,
        'max' as const,
      ),
      measure: fc.constant('amount'),
      filters,
      window: fc.option(window),
      nulls: maybe(fc.constantFrom('zero' as const, 'exclude' as const)),
      cap: maybe(cap),
      covariate: maybe(lengthy.filter(isLong).map(present)),
      direction: fc.constantFrom('increase' as const, 'decrease' as const),
      defaultMdeRelative: maybe(share),
      defaultNimRelative: maybe(share),
      state: fc.constantFrom('active' as const, 'archived' as const),
    })
    .map(present);

const experiment: fc.Arbitrary<ExperimentDefinition> = fc
  .record({
    variants: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
    flag: fc.boolean(),
    table: text,
    column: text,
    timeZone: fc.constant('UTC'),
    dimension: text,
    filters,
  })
  .map(parts => ({
    id: 'experiment',
    entity: 'user',
    assignment: parts.flag
      ? { kind: 'flag', flagId: parts.table, ruleId: parts.column }
      : {
          kind: 'table',
          source: { kind: 'query', sql: parts.table },
          unitColumn: parts.column,
          variantColumn: parts.table,
          exposedAtColumn: parts.column,
          covariates: [
            { metricId: 'metric', column: parts.table, missing: 'indicator' },
          ],
          dimensions: [],
        },
    variants: parts.variants,
    control: parts.variants[0] ?? '',
    from: parts.flag ? '2026-03-01T00:00:00Z' : null,
    until: '2026-04-01T00:00:00+02:00',
    exposureUntil: null,
    timeZone: parts.timeZone,
    exposureFilter: { factTableId: 'facts', filters: parts.filters },
    dimensionSources: [
      { name: parts.dimension, factTableId: 'facts', column: parts.column },
    ],
    metricIds: ['metric'],
  }));

const definitions: fc.Arbitrary<Definitions> = fc
  .record({
    metric: metric('metric'),
    experiment,
    ...described,
    unit: maybe(text),
  })
  .map(({ metric: one, experiment: run, name, description, owner, unit }) => ({
    entities: [
      { id: 'user', description },
      { id: 'device', description: '' },
    ],
    columns: [{ table: name, types: { [name]: 'text' } }],
    factTables: [
      {
        id: 'facts',
        name,
        description,
        owner,
        ...present({ warehouseId: unit }),
        source: {
          ...{ kind: 'table', table: name },
          ...present({ schema: unit === undefined ? unit : [unit, owner] }),
        },
        timestampColumn: owner,
        entityColumns: { user: name, device: owner },
        measures: [{ name: 'amount', column: 'amount', ...present({ unit }) }],
        dimensions: ['country', name],
      },
    ],
    relations: [
      {
        ...{ id: 'uses', name, description, owner, factTableId: 'facts' },
        ...{ from: 'device', to: 'user' },
        ...present({ validFromColumn: unit }),
      },
    ],
    metrics: [one],
    experiments: [run],
  }));

describe('printDefinitions', () => {
  it('prints what parseDefinitions reads as the same definitions', () => {
    fc.assert(
      fc.property(definitions, given => {
        const printed = printDefinitions(given);
        const read = parseDefinitions(printed);
        expect(read).toEqual({ ok: true, value: given });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('prints the short words', () => {
    const read = parseDefinitions(`owner: o
entities: {user: }
factTables:
  f: {table: t, timestamp: at, entities: {user: u}, measures: {a: a}}
metrics:
  m:
    factTable: f
    type: quantile
    measure: a
    quantile: p95
    window: 168 hours
    direction: decrease
    nim: 0.5 %
`);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(printDefinitions(read.value)).toBe(`entities:
  user: {}
factTables:
  f:
    owner: o
    table: t
    timestamp: at
    entities:
      user: u
    measures:
      a: a
metrics:
  m:
    owner: o
    factTable: f
    entity: user
    type: quantile
    measure: a
    quantile:
      level: p95
      of: units
    window: 168 hours
    direction: decrease
    nim: 0.5%
`);
  });
});
