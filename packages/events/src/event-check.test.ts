import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEventCheck, eventChecksSchema } from './event-check';
import type { PayloadField } from './event-check';

type FieldType = PayloadField['type'];

const TYPES = eventChecksSchema.shape.checks.element.shape.fields.element.shape
  .type.options satisfies readonly FieldType[];

const field = (change: Partial<PayloadField> = {}): PayloadField => ({
  path: 'total',
  type: 'number',
  isRequired: false,
  ...change,
});

const VALUES: Readonly<Record<FieldType, fc.Arbitrary<unknown>>> = {
  text: fc.string(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  integer: fc.maxSafeInteger(),
  boolean: fc.boolean(),
  time: fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
    .map(date => date.toISOString()),
  object: fc.constant({ any: 'thing' }),
  list: fc.array(fc.anything()),
};

// What is no value of the type, whatever the type.
const WRONG: Readonly<Record<FieldType, unknown>> = {
  text: 7,
  number: '12.50',
  integer: 1.5,
  boolean: 'true',
  time: '1 March',
  object: [],
  list: {},
};

/** Puts a value at a path of a payload. */
const put = (payload: object, path: string, value: unknown): object => {
  const [name = '', ...rest] = path.split('.');
  const inner: unknown = Reflect.get(payload, name);
  const below = typeof inner === 'object' && inner !== null ? inner : {};
  const next = rest.length === 0 ? value : put(below, rest.join('.'), value);
  return { ...payload, [name]: next };
};

const fields = fc.uniqueArray(
  fc.record({
    path: fc.constantFrom('a', 'b', 'c.d', 'c.e.f', 'context.user'),
    type: fc.constantFrom(...TYPES),
    isRequired: fc.boolean(),
  }),
  { selector: ({ path }) => path, minLength: 1 },
);

/** Fields, and a payload with a value of its type at each. */
const sent = fields.chain(defined =>
  fc.tuple(...defined.map(({ type }) => VALUES[type])).map(values => ({
    defined,
    payload: defined.reduce(
      (payload, { path }, index) => put(payload, path, values[index]),
      {},
    ),
  })),
);

describe('compileEventCheck', () => {
  it('lets pass a payload that is made from the definition', () => {
    fc.assert(
      fc.property(sent, ({ defined, payload }) => {
        expect(compileEventCheck(defined)(payload)).toEqual([]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('names the one field that is broken, and only that one', () => {
    fc.assert(
      fc.property(sent, fc.nat(), ({ defined, payload }, chosen) => {
        const broken = defined[chosen % defined.length] ?? field();
        const wrong = put(payload, broken.path, WRONG[broken.type]);
        expect(compileEventCheck(defined)(wrong)).toMatchObject([
          { code: 'ETUDE_EVENT_FIELD_TYPE', path: broken.path },
        ]);
        const without = put(payload, broken.path, undefined);
        const codes = compileEventCheck(defined)(without).map(
          ({ code, path }) => [code, path],
        );
        expect(codes).toEqual(
          broken.isRequired ? [['ETUDE_EVENT_FIELD_MISSING', broken.path]] : [],
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  const purchase = compileEventCheck([
    field({ path: 'order.total', isRequired: true }),
    field({ path: 'user', type: 'text', isRequired: true }),
    field({ path: 'paid_at', type: 'time' }),
    field({ path: 'count', type: 'integer' }),
  ]);

  it('names every field that is missing or of another type', () => {
    const problems = purchase({
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
    expect(purchase(payload)).toEqual([]);
  });

  it('finds nothing in what every object inherits', () => {
    const check = compileEventCheck([
      field({ path: 'constructor', type: 'object', isRequired: true }),
    ]);
    expect(check({})).toMatchObject([{ code: 'ETUDE_EVENT_FIELD_MISSING' }]);
  });

  it('repeats no value, which may be personal', () => {
    const check = compileEventCheck([field({ path: 'user', type: 'integer' })]);
    const [problem] = check({ user: 'ann@example.com' });
    expect(problem?.message).not.toContain('ann@example.com');
  });
});
