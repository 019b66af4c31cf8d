import type { FieldRow, FlagShape, VariantRow } from './flag-shape';
import type { FieldSchema, FlagValue } from './wire-types';

/** A shape to start from. */
export type FlagPreset = {
  readonly id: string;
  readonly label: string;
  readonly shape: FlagShape;
};

const fieldRows = (fields: Record<string, FieldSchema>): FieldRow[] =>
  Object.entries(fields).map(([name, schema], index) => ({
    key: index + 1,
    name,
    schema,
  }));

const variantRow = (key: number, id: string, value: FlagValue): VariantRow => ({
  key,
  id,
  description: '',
  value,
  json: null,
});

/** What a new flag can start as. */
export const FLAG_PRESETS: readonly [FlagPreset, ...FlagPreset[]] = [
  {
    id: 'on-off',
    label: 'On/off',
    shape: {
      fields: fieldRows({ enabled: { type: 'bool' } }),
      variants: [
        variantRow(1, 'off', { enabled: false }),
        variantRow(2, 'on', { enabled: true }),
      ],
    },
  },
  {
    id: 'text',
    label: 'Text',
    shape: {
      fields: fieldRows({ text: { type: 'string' } }),
      variants: [
        variantRow(1, 'current', { text: '' }),
        variantRow(2, 'new', { text: '' }),
      ],
    },
  },
  {
    id: 'number',
    label: 'Number',
    shape: {
      fields: fieldRows({ number: { type: 'double' } }),
      variants: [
        variantRow(1, 'current', { number: 0 }),
        variantRow(2, 'new', { number: 0 }),
      ],
    },
  },
  {
    id: 'several',
    label: 'Several fields',
    shape: {
      fields: fieldRows({
        enabled: { type: 'bool' },
        text: { type: 'string' },
      }),
      variants: [
        variantRow(1, 'current', { enabled: false, text: '' }),
        variantRow(2, 'new', { enabled: true, text: '' }),
      ],
    },
  },
];
