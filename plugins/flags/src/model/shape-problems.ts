import type { FieldProblem } from '@etude/ui';
import { isJsonProblem } from './flag-shape';
import type { FlagShape } from './flag-shape';

const duplicateFields = (shape: FlagShape): FieldProblem[] =>
  shape.fields.flatMap(({ name }, index) =>
    shape.fields.findIndex(field => field.name === name) === index
      ? []
      : [
          {
            path: `schema.fields[${index}]`,
            message: `Two fields are called '${name}', so one would be lost. Give each field a name of its own.`,
          },
        ],
  );

const unnamedFields = (shape: FlagShape): FieldProblem[] =>
  shape.fields.flatMap(({ name }, index) =>
    name === ''
      ? [
          {
            path: `schema.fields[${index}]`,
            message: 'A field has no name. Name it or remove it.',
          },
        ]
      : [],
  );

const unreadableValues = (shape: FlagShape): FieldProblem[] =>
  shape.variants.flatMap(({ id, json }, index) =>
    json !== null && isJsonProblem(json)
      ? [
          {
            path: `variants[${index}].value`,
            message: `The value of variant '${id}' is not a JSON object. Correct the JSON or go back to the form.`,
          },
        ]
      : [],
  );

/**
 * What only the editor can know is wrong: once rows have become a schema and
 * text has become a value, it can no longer be seen.
 */
export const shapeProblems = (shape: FlagShape): FieldProblem[] => [
  ...unnamedFields(shape),
  ...duplicateFields(shape),
  ...unreadableValues(shape),
];
