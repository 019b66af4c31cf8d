import {
  addField,
  addVariant,
  removeField,
  renameField,
  retypeField,
  schemaOf,
  shapeOf,
  variantsOf,
  withJson,
} from './flag-shape';
import type { FieldRow, FlagShape } from './flag-shape';
import { shapeProblems } from './shape-problems';

const shape: FlagShape = shapeOf({
  schema: {
    type: 'struct',
    fields: { enabled: { type: 'bool' }, text: { type: 'string' } },
  },
  variants: [
    { id: 'current', description: '', value: { enabled: true, text: 'Hi' } },
  ],
});

const rowOf = (name: string): FieldRow => {
  const row = shape.fields.find(field => field.name === name);
  if (!row) throw new Error(`no field ${name}`);
  return row;
};

const valueOf = ({ variants }: FlagShape) => variants[0]?.value;

describe('editing the fields of a flag', () => {
  it('changes nothing by only opening the editor', () => {
    expect(schemaOf(shape).fields).toEqual({
      enabled: { type: 'bool' },
      text: { type: 'string' },
    });
    expect(variantsOf(shape)).toEqual([
      { id: 'current', description: '', value: { enabled: true, text: 'Hi' } },
    ]);
  });

  it('keeps values when a field is renamed', () => {
    const renamed = renameField(shape, rowOf('text'), 'title');
    expect(valueOf(renamed)).toEqual({ enabled: true, title: 'Hi' });
  });

  it('empties a value that no longer fits its type', () => {
    const retyped = retypeField(shape, rowOf('text'), { type: 'int' });
    expect(valueOf(retyped)).toEqual({ enabled: true, text: 0 });
  });

  it('takes a removed field from the variants', () => {
    expect(valueOf(removeField(shape, rowOf('enabled')))).toEqual({
      text: 'Hi',
    });
  });

  it('gives new fields and variants empty values', () => {
    const grown = addVariant(addField(shape));
    expect(grown.variants.map(({ value }) => value)).toEqual([
      { enabled: true, text: 'Hi', field3: '' },
      { enabled: false, text: '', field3: '' },
    ]);
  });
});

describe('shapeProblems', () => {
  it('names fields that would be lost and JSON that cannot be read', () => {
    const broken: FlagShape = {
      fields: renameField(shape, rowOf('text'), 'enabled').fields,
      variants: shape.variants.map(row => withJson(row, '[1, 2]')),
    };
    expect(shapeProblems(broken).map(({ path }) => path)).toEqual([
      'schema.fields[1]',
      'variants[0].value',
    ]);
  });
});
