import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definitions } from './definitions';
import { parseDefinitions } from './parse-definitions';

const SHOP = `owner: group:default/shop
entities:
  user:
factTables:
  purchases:
    table: orders
    timestamp: ordered_at
    entities: { user: user_id }
    measures:
      amount: { unit: EUR }
      pieces: number of pieces
    dimensions: [country]
metrics:
  revenue:
    factTable: purchases
    type: average
    aggregation: sum
    measure: amount
    where:
      - { column: country, in: [SE, NO] }
    window: { offset: 1 day, length: 7 days 12 hours }
    cap: p99.9
    covariate: 14 days
    direction: increase
    mde: 2%
experiments:
  cookie:
    assignment: { table: seen, unit: user_id, variant: variant, time: at }
    variants: [control, treatment]
    control: control
    until: 2026-04-01T00:00:00Z
    timeZone: Europe/Stockholm
    metrics: [revenue]
`;

const definitionsOf = (text: string): Definitions => {
  const read = parseDefinitions(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
};

/** Line and path of every problem of a text. */
const problemsOf = (text: string) => {
  const read = parseDefinitions(text);
  return read.ok
    ? []
    : read.problems.map(({ path, details, message }) => ({
        line: details?.['line'],
        path,
        message,
      }));
};

describe('parseDefinitions', () => {
  it('reads the words of a person as the metric model', () => {
    const { metrics, factTables, experiments } = definitionsOf(SHOP);
    expect(metrics).toEqual([
      {
        id: 'revenue',
        name: 'revenue',
        description: '',
        owner: 'group:default/shop',
        factTableId: 'purchases',
        entity: 'user',
        type: 'average',
        aggregation: 'sum',
        measure: 'amount',
        filters: [{ column: 'country', operator: 'in', value: ['SE', 'NO'] }],
        window: {
          offsetHours: 0,
          offsetDays: 1,
          lengthHours: 12,
          lengthDays: 7,
        },
        cap: { kind: 'percentile', percentile: 0.999, ignoreZeros: false },
        covariate: { lengthHours: 0, lengthDays: 14 },
        direction: 'increase',
        defaultMdeRelative: 0.02,
        state: 'active',
      },
    ]);
    expect(factTables[0]).toMatchObject({
      source: { kind: 'table', table: 'orders' },
      timestampColumn: 'ordered_at',
      measures: [
        { name: 'amount', column: 'amount', unit: 'EUR' },
        { name: 'pieces', column: 'number of pieces' },
      ],
    });
    expect(experiments[0]).toMatchObject({
      entity: 'user',
      timeZone: 'Europe/Stockholm',
      metricIds: ['revenue'],
    });
  });

  it.each([
    ['7 days', { lengthDays: 7, lengthHours: 0, offsetHours: 0 }],
    ['1 day', { lengthDays: 1, lengthHours: 0, offsetHours: 0 }],
    ['36 hours', { lengthHours: 36, offsetHours: 0 }],
    ['1.5 hours', { lengthHours: 1.5, offsetHours: 0 }],
    ['1 day and 2 hours', { lengthDays: 1, lengthHours: 2, offsetHours: 0 }],
    [
      '{ kind: semi-open, offset: 2 hours, length: 3 days }',
      { kind: 'semi-open', offsetHours: 2, lengthDays: 3, lengthHours: 0 },
    ],
    [
      '{ kind: cumulative }',
      { kind: 'cumulative', offsetHours: 0, lengthHours: 0 },
    ],
  ])('reads window %s', (written, window) => {
    const text = SHOP.replace(/window: .*/, `window: ${written}`);
    expect(definitionsOf(text).metrics[0]?.window).toEqual(window);
  });

  it.each([
    ['p95', { kind: 'percentile', percentile: 0.95, ignoreZeros: false }],
    [
      '{ percentile: p50, ignoreZeros: true }',
      { kind: 'percentile', percentile: 0.5, ignoreZeros: true },
    ],
    [
      '{ atLeast: -1, atMost: 500 }',
      { kind: 'absolute', lower: -1, upper: 500 },
    ],
  ])('reads cap %s', (written, cap) => {
    const text = SHOP.replace(/cap: .*/, `cap: ${written}`);
    expect(definitionsOf(text).metrics[0]?.cap).toEqual(cap);
  });

  it('names the line of every problem, and the nearest known word', () => {
    const text = SHOP.replace('timestamp:', 'timestmap:')
      .replace('window: { offset: 1 day', 'window: { offset: 1 dya')
      .replace('cap: p99.9', 'cap: p100')
      .replace('direction: increase', 'direction: increse')
      .replace('timeZone:', 'timezone:')
      .replace('control: control', 'control: 7');
    const problems = problemsOf(text);
    expect(problems.map(({ line, path }) => [line, path])).toEqual([
      [7, 'factTables.purchases.timestmap'],
      [21, 'metrics.revenue.window.offset'],
      [22, 'metrics.revenue.cap.percentile'],
      [24, 'metrics.revenue.direction'],
      [30, 'experiments.cookie.control'],
      [32, 'experiments.cookie.timezone'],
    ]);
    const messages = problems.map(({ message }) => message).join('\n');
    expect(messages).toContain(
      "Line 7: 'timestmap' is not known here. Did you mean 'timestamp'?",
    );
    expect(messages).toContain("'1 dya' is not a length of time");
    expect(messages).toContain("Did you mean 'increase'?");
    expect(messages).toContain("Did you mean 'timeZone'?");
    expect(messages).toContain("'control' is 7, but has to be a text");
  });

  it('reports what definitions say wrongly of one another', () => {
    const text = SHOP.replace('measure: amount', 'measure: amuont')
      .replace('column: country', 'column: town')
      .replace('metrics: [revenue]', 'metrics: [revenue, revenu]')
      .replace('entities: { user: user_id }', 'entities: { user: u, usr: v }');
    expect(problemsOf(text).map(({ line, path }) => [line, path])).toEqual([
      [8, 'factTables.purchases.entities'],
      [18, 'metrics.revenue.measure'],
      [20, 'metrics.revenue.where.0.column'],
      [33, 'experiments.cookie.metrics'],
    ]);
  });

  it('refuses what an assignment table cannot do', () => {
    const text = SHOP.replace(', time: at', '').replace(
      'until:',
      'from: 2026-03-01T00:00:00Z\n    until:',
    );
    const problems = problemsOf(text);
    expect(problems.map(({ line }) => line)).toEqual([31]);
    expect(problems[0]?.message).toContain('taken whole');
    const timeless = SHOP.replace(', time: at', '');
    expect(
      problemsOf(timeless).every(
        ({ line, message }) =>
          line === 33 && message.includes('no time of exposure'),
      ),
    ).toBe(true);
    expect(problemsOf(timeless)).toHaveLength(2);
  });

  it.each([
    ['a: [1,', 1],
    ['entities:\n  user:\n  user:\n', 3],
    ['entities:\n  ? [1, 2]\n  : x\n', 2],
    ['entities:\n  __proto__:\n    description: x\n', 2],
    ['- a\n', 1],
    ['', 1],
    ['metrics: [a]\nentities:\n  user:\n', 1],
  ])('tells the line where %j is no such file', (text, line) => {
    expect(problemsOf(text).map(one => one.line)).toContain(line);
  });

  it.each([
    ['aggregation: sum', 'threshold: 1', 'how the values'],
    ['owner: group:default/shop\n', '', 'has no owner'],
    ['table: orders', 'csv: a.csv\n    table: orders', 'more than one source'],
    ['table: orders', 'name: x', 'no source'],
    ['in: [SE, NO]', 'in: [SE], equals: SE', 'more than one thing'],
    ['cap: p99.9', 'cap: { ignoreZeros: true }', 'neither a percentile'],
    ['control: control', 'control: other', 'not one of the variants'],
    ['until: 2026-04-01T00:00:00Z', 'until: 2026-04-01', 'not an instant'],
    ['mde: 2%', 'mde: two', 'not a share'],
    ['covariate: 14 days', 'covariate: 14', '14 is not a length of time'],
    ['metrics: [revenue]', 'metrics: [revenue, revenue]', 'listed twice'],
    ['covariate: 14 days', 'covariate: 0 days', 'above 0'],
    [', unit: user_id', '', 'columns of unit and variant'],
    ['Europe/Stockholm', 'Europe/Stokholm', 'not a time zone'],
  ])('refuses %j → %j', (from, to, reason) => {
    const problems = problemsOf(SHOP.replace(from, to));
    expect(problems.map(({ message }) => message).join('\n')).toContain(reason);
  });
});

describe('parseDefinitions of any text', () => {
  const lines = SHOP.split('\n');
  const junk = fc.oneof(
    fc.constantFrom('', '  :', '*a', '&a [*a]', '!!map x', '.inf', '- -', '?'),
    fc.constantFrom('  user: 7', 'metrics: null', '    window: []', '\t x: y'),
    fc.string(),
  );

  it('answers with definitions, or with problems on lines of the text', () => {
    fc.assert(
      fc.property(
        fc.nat(lines.length - 1),
        fc.nat(3),
        junk,
        (at, cut, text) => {
          const changed = lines.toSpliced(at, cut, text).join('\n');
          const read = parseDefinitions(changed);
          if (read.ok) return;
          expect(read.problems.length).toBeGreaterThan(0);
          for (const { details } of read.problems) {
            expect(details?.['line']).toBeGreaterThanOrEqual(1);
            expect(details?.['line']).toBeLessThanOrEqual(
              changed.split('\n').length,
            );
          }
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('refuses aliases that would fill the memory', () => {
    const bomb = Array.from({ length: 12 }, (_, index) =>
      index === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
        : `a${index}: &a${index} [${Array(8)
            .fill(`*a${index - 1}`)
            .join(', ')}]`,
    ).join('\n');
    expect(
      problemsOf(bomb)
        .map(({ message }) => message)
        .join(),
    ).toContain('not YAML that can be read');
  });
});
