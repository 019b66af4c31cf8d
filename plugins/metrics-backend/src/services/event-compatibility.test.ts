import { compileEventCheck, eventChecksSchema } from '@etude/events';
import type { PayloadField } from '@etude/events';
import { compareEventDefinitions } from '@etude/metrics';
import type { EventField } from '@etude/metrics';

type FieldType = PayloadField['type'];

const VALUES: Readonly<Record<FieldType, readonly unknown[]>> = {
  text: ['ann', ''],
  number: [12.5, -3],
  integer: [7],
  boolean: [true],
  time: ['2026-03-01T10:00:00Z'],
  object: [{}],
  list: [[]],
};

const TYPES =
  eventChecksSchema.shape.checks.element.shape.fields.element.shape.type
    .options;

/** No field, or one of each type, optional and required. */
const FIELDS: readonly (readonly EventField[])[] = [
  [],
  ...TYPES.flatMap(type =>
    [false, true].map(isRequired => [
      { path: 'a', type, isRequired, description: '' },
    ]),
  ),
];

const payloadsOf = (fields: readonly EventField[]): readonly object[] => {
  const [field] = fields;
  if (field === undefined) return [{}];
  const full = VALUES[field.type].map(value => ({ a: value }));
  return field.isRequired ? full : [...full, {}, { a: null }];
};

const pairs = FIELDS.flatMap(before =>
  FIELDS.map(after => ({ before: [...before], after: [...after] })),
);

describe('a change that breaks nothing, as the comparison says,', () => {
  it('leaves what was sent rightly right, for every change of a field', () => {
    const harmless = pairs.filter(({ before, after }) =>
      compareEventDefinitions({ fields: before }, { fields: after }).every(
        ({ isBreaking }) => !isBreaking,
      ),
    );
    const wrong = harmless.flatMap(({ before, after }) =>
      // A field that is new says nothing about events from before it was.
      payloadsOf(before).filter(payload => {
        expect(compileEventCheck(before)(payload)).toEqual([]);
        return compileEventCheck(after)(payload).length > 0;
      }),
    );
    expect(wrong).toEqual([]);
    // As they are (15), become optional (7), a new one (7), and fractions (3).
    expect(harmless).toHaveLength(15 + 7 + 7 + 3);
  });
});
