import type {
  FieldSchema,
  FlagSchema,
  FlagValue,
  JsonValue,
  Variant,
} from './wire-types';

/** A row of the schema editor. */
export type FieldRow = {
  /** Stays the same while the row is edited. */
  readonly key: number;
  readonly name: string;
  readonly schema: FieldSchema;
};

/** A variant while it is edited. */
export type VariantRow = {
  /** Stays the same while the row is edited. */
  readonly key: number;
  readonly id: string;
  readonly description: string;
  /** The last value that could be read. */
  readonly value: FlagValue;
  /** Text of the JSON view; null in the form view. */
  readonly json: string | null;
};

/** Schema and variants of a flag while they are edited. */
export type FlagShape = {
  readonly fields: readonly FieldRow[];
  readonly variants: readonly VariantRow[];
};

/** The types a person can choose for a field. */
export const FIELD_TYPES = [
  { id: 'bool', label: 'On or off', schema: { type: 'bool' } },
  { id: 'string', label: 'Text', schema: { type: 'string' } },
  { id: 'int', label: 'Whole number', schema: { type: 'int' } },
  { id: 'double', label: 'Number', schema: { type: 'double' } },
  {
    id: 'list',
    label: 'List of texts',
    schema: { type: 'list', element: { type: 'string' } },
  },
] as const satisfies readonly {
  readonly id: string;
  readonly label: string;
  readonly schema: FieldSchema;
}[];

/** What a field holds until someone says otherwise. */
const emptyValueOf = (schema: FieldSchema): JsonValue => {
  switch (schema.type) {
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'int':
    case 'double':
      return 0;
    case 'list':
      return [];
    case 'struct':
      return Object.fromEntries(
        Object.entries(schema.fields).map(([name, field]) => [
          name,
          emptyValueOf(field),
        ]),
      );
    default:
      return schema satisfies never;
  }
};

const nextKey = (rows: readonly { readonly key: number }[]): number =>
  Math.max(0, ...rows.map(({ key }) => key)) + 1;

const withValues = (
  shape: FlagShape,
  change: (value: FlagValue) => FlagValue,
): VariantRow[] =>
  shape.variants.map(variant => {
    const value = change(variant.value);
    return {
      ...variant,
      value,
      json:
        variant.json === null || isJsonProblem(variant.json)
          ? variant.json
          : jsonTextOf(value),
    };
  });

/** A value as the JSON view shows it. */
export const jsonTextOf = (value: JsonValue): string =>
  JSON.stringify(value, null, 2);

const parsedObject = (text: string): FlagValue | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' &&
      parsed !== null &&
      !Array.isArray(parsed)
      ? // JSON.parse of an object yields JSON values only.
        (parsed as FlagValue)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** True when the text of a JSON view is not a JSON object. */
export const isJsonProblem = (text: string): boolean =>
  parsedObject(text) === undefined;

/** The row with another text in its JSON view. */
export const withJson = (variant: VariantRow, json: string): VariantRow => ({
  ...variant,
  json,
  value: parsedObject(json) ?? variant.value,
});

/** The shape with one more field, which every variant gets empty. */
export const addField = (shape: FlagShape): FlagShape => {
  const key = nextKey(shape.fields);
  const name = `field${key}`;
  const schema: FieldSchema = { type: 'string' };
  return {
    fields: [...shape.fields, { key, name, schema }],
    variants: withValues(shape, value => ({
      ...value,
      [name]: emptyValueOf(schema),
    })),
  };
};

/** The shape without a field; variants lose its value. */
export const removeField = (shape: FlagShape, row: FieldRow): FlagShape => ({
  fields: shape.fields.filter(({ key }) => key !== row.key),
  variants: withValues(shape, value =>
    Object.fromEntries(
      Object.entries(value).filter(([name]) => name !== row.name),
    ),
  ),
});

/** The shape with a field renamed; variants keep its value. */
export const renameField = (
  shape: FlagShape,
  row: FieldRow,
  name: string,
): FlagShape => ({
  fields: shape.fields.map(other =>
    other.key === row.key ? { ...other, name } : other,
  ),
  variants: withValues(shape, value =>
    Object.fromEntries(
      Object.entries(value).map(([old, entry]) => [
        old === row.name ? name : old,
        entry,
      ]),
    ),
  ),
});

/** The shape with another type of a field, which becomes empty. */
export const retypeField = (
  shape: FlagShape,
  row: FieldRow,
  schema: FieldSchema,
): FlagShape => ({
  fields: shape.fields.map(other =>
    other.key === row.key ? { ...other, schema } : other,
  ),
  variants: withValues(shape, value => ({
    ...value,
    [row.name]: emptyValueOf(schema),
  })),
});

/** The shape with one more variant, empty and to be named. */
export const addVariant = (shape: FlagShape): FlagShape => ({
  ...shape,
  variants: [
    ...shape.variants,
    {
      key: nextKey(shape.variants),
      id: '',
      description: '',
      value: Object.fromEntries(
        shape.fields.map(({ name, schema }) => [name, emptyValueOf(schema)]),
      ),
      json: null,
    },
  ],
});

/** The schema that the rows describe. */
export const schemaOf = (shape: FlagShape): FlagSchema => ({
  type: 'struct',
  fields: Object.fromEntries(
    shape.fields.map(({ name, schema }) => [name, schema]),
  ),
});

/** The variants that the rows describe. */
export const variantsOf = (shape: FlagShape): Variant[] =>
  shape.variants.map(({ id, description, value }) => ({
    id: id.trim(),
    description,
    value,
  }));

/** Schema and variants of an existing flag, to be edited. */
export const shapeOf = (flag: {
  readonly schema: FlagSchema;
  readonly variants: readonly Variant[];
}): FlagShape => ({
  fields: Object.entries(flag.schema.fields).map(([name, schema], index) => ({
    key: index + 1,
    name,
    schema,
  })),
  variants: flag.variants.map((variant, index) => ({
    ...variant,
    key: index + 1,
    json: null,
  })),
});
