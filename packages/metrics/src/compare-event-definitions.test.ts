import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventProblems } from './check-event';
import { compareEventDefinitions } from './compare-event-definitions';
import {
  eventDefinitionSchema,
  eventFieldTypeSchema,
} from './event-definition';
import type { EventField, EventFieldType } from './event-definition';

const field = (change: Partial<EventField> = {}): EventField => ({
  path: 'total',
  type: 'number',
  isRequired: false,
  description: '',
  ...change,
});

const breaking = (before: EventField[], after: EventField[]) =>
  compareEventDefinitions({ fields: before }, { fields: after })
    .filter(({ isBreaking }) => isBreaking)
    .map(({ path }) => path);

describe('compareEventDefinitions', () => {
  it.each([
    ['an optional field is added', [], [field()], []],
    ['a required field is added', [], [field({ isRequired: true })], ['total']],
    ['a field is removed', [field()], [], ['total']],
    ['a type changes', [field()], [field({ type: 'text' })], ['total']],
    [
      'an integer becomes a number',
      [field({ type: 'integer' })],
      [field({ type: 'number' })],
      [],
    ],
    [
      'a number becomes an integer',
      [field({ type: 'number' })],
      [field({ type: 'integer' })],
      ['total'],
    ],
    [
      'a field becomes required',
      [field()],
      [field({ isRequired: true })],
      ['total'],
    ],
    ['a field becomes optional', [field({ isRequired: true })], [field()], []],
    [
      'an entity is told',
      [field({ type: 'text' })],
      [field({ type: 'text', entity: 'user' })],
      [],
    ],
    [
      'another entity is meant',
      [field({ type: 'text', entity: 'user' })],
      [field({ type: 'text', entity: 'device' })],
      ['total'],
    ],
    ['only words change', [field()], [field({ description: 'In euros.' })], []],
  ])('when %s', (_name, before, after, expected) => {
    expect(breaking(before, after)).toEqual(expected);
  });

  const VALUES: Readonly<Record<EventFieldType, fc.Arbitrary<unknown>>> = {
    text: fc.string(),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
    integer: fc.integer(),
    boolean: fc.boolean(),
    time: fc.constant('2026-03-01T10:00:00Z'),
    object: fc.constant({}),
    list: fc.constant([]),
  };
  const fields = fc.uniqueArray(
    fc.record({
      path: fc.constantFrom('a', 'b', 'c', 'd'),
      type: fc.constantFrom(...eventFieldTypeSchema.options),
      isRequired: fc.boolean(),
      description: fc.constant(''),
    }),
    { selector: ({ path }) => path },
  );

  it('breaks nothing that was sent rightly where it says so', () => {
    const sent = fields.chain(before =>
      fc
        .record(
          Object.fromEntries(
            before.map(({ path, type }) => [path, VALUES[type]]),
          ),
          {
            requiredKeys: before
              .filter(({ isRequired }) => isRequired)
              .map(({ path }) => path),
          },
        )
        .map(payload => ({ before, payload })),
    );
    fc.assert(
      fc.property(sent, fields, ({ before, payload }, after) => {
        expect(eventProblems({ fields: before }, payload)).toEqual([]);
        fc.pre(breaking(before, after).length === 0);
        expect(eventProblems({ fields: after }, payload)).toEqual([]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('eventProblems', () => {
  const purchase = {
    fields: [
      field({ path: 'order.total', isRequired: true }),
      field({ path: 'user', type: 'text', isRequired: true }),
      field({ path: 'paid_at', type: 'time' }),
      field({ path: 'count', type: 'integer' }),
    ],
  };

  it('names every field that is missing or of another type', () => {
    const problems = eventProblems(purchase, {
      order: { total: '12.50' },
      user: null,
      paid_at: '1 March',
      count: 1.5,
    });
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['ETUDE_EVENT_FIELD_TYPE', 'order.total'],
      ['ETUDE_EVENT_FIELD_MISSING', 'user'],
      ['ETUDE_EVENT_FIELD_TYPE', 'paid_at'],
      ['ETUDE_EVENT_FIELD_TYPE', 'count'],
    ]);
  });

  it('lets pass what fits, and fields that nobody defined', () => {
    const payload = {
      order: { total: 12.5 },
      user: 'ann',
      paid_at: '2026-03-01T10:00:00+01:00',
      colour: 'red',
    };
    expect(eventProblems(purchase, payload)).toEqual([]);
  });

  it('repeats no value, which may be personal', () => {
    const [problem] = eventProblems(
      { fields: [field({ path: 'user', type: 'integer' })] },
      { user: 'ann@example.com' },
    );
    expect(problem?.message).not.toContain('ann@example.com');
  });
});

describe('eventDefinitionSchema', () => {
  it('refuses fields that are there twice, and ids that cannot be ids', () => {
    const parsed = eventDefinitionSchema.safeParse({
      id: 'purchase',
      name: 'Purchase',
      description: '',
      owner: 'group:default/shop',
      version: 1,
      fields: [field(), field(), field({ path: 'user', entity: 'user' })],
    });
    expect(parsed.error?.issues.map(({ path }) => path)).toEqual([
      ['fields', 1],
      ['fields', 2],
    ]);
  });
});
