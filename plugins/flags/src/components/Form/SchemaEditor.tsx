import {
  Button,
  ButtonIcon,
  Flex,
  Select,
  Text,
  TextField,
} from '@backstage/ui';
import { FormField, problemAt } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import {
  FIELD_TYPES,
  addField,
  removeField,
  renameField,
  retypeField,
} from '../../model/flag-shape';
import type { FieldRow, FlagShape } from '../../model/flag-shape';
import type { FieldSchema } from '../../model/wire-types';
import styles from './Form.module.css';
import { shownProblem } from './shown-problem';

export type ShapeEditorProps = {
  readonly shape: FlagShape;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (shape: FlagShape) => void;
};

const typeIdOf = (schema: FieldSchema): string => {
  if (schema.type === 'struct') return 'struct';
  if (schema.type === 'list' && schema.element.type !== 'string') {
    return 'other-list';
  }
  return schema.type;
};

const NESTED_TYPES = [
  { id: 'struct', label: 'Group of fields' },
  { id: 'other-list', label: 'List' },
];

const optionsOf = (schema: FieldSchema) => [
  ...FIELD_TYPES.map(({ id, label }) => ({ id, label })),
  ...NESTED_TYPES.filter(({ id }) => id === typeIdOf(schema)),
];

const FieldRowEditor = (
  props: ShapeEditorProps & { readonly row: FieldRow; readonly index: number },
) => {
  const { row, index, shape, problems, onChange } = props;
  const problem =
    problemAt(problems, `schema.fields[${index}]`) ??
    problemAt(problems, `schema.fields.${row.name}`);
  return (
    <FormField path={`schema.fields[${index}]`}>
      <div className={styles.fieldRow}>
        <TextField
          label={`Field ${index + 1}`}
          value={row.name}
          onChange={name => onChange(renameField(shape, row, name))}
          {...shownProblem(problem)}
        />
        <Select
          label={`Type of field ${index + 1}`}
          options={optionsOf(row.schema)}
          value={typeIdOf(row.schema)}
          onChange={id => {
            const type = FIELD_TYPES.find(other => other.id === id);
            if (type) onChange(retypeField(shape, row, type.schema));
          }}
        />
        <ButtonIcon
          className={styles.remove ?? ''}
          variant="tertiary"
          icon={<RiDeleteBinLine size={16} />}
          aria-label={`Remove field ${row.name}`}
          isDisabled={shape.fields.length === 1}
          onPress={() => onChange(removeField(shape, row))}
        />
      </div>
    </FormField>
  );
};

/** Names and types of what every variant of a flag delivers. */
export const SchemaEditor = (props: ShapeEditorProps) => {
  const { shape, problems, onChange } = props;
  const whole = problems.filter(
    ({ path }) => path === 'schema' || path === 'schema.fields',
  );
  return (
    <FormField path="schema" problems={whole}>
      <Flex direction="column" gap="3">
        {shape.fields.map((row, index) => (
          <FieldRowEditor key={row.key} {...props} row={row} index={index} />
        ))}
        <div>
          <Button
            variant="secondary"
            iconStart={<RiAddLine />}
            onPress={() => onChange(addField(shape))}
          >
            Add field
          </Button>
        </div>
        <Text variant="body-small" color="secondary">
          Every variant gives each field a value of its type.
        </Text>
      </Flex>
    </FormField>
  );
};
