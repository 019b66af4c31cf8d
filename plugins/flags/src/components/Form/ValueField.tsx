import {
  Flex,
  NumberField,
  Switch,
  Text,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import type { FieldSchema, JsonValue } from '../../model/wire-types';
import styles from './Form.module.css';

export type ValueFieldProps = {
  readonly name: string;
  readonly schema: FieldSchema;
  readonly value: JsonValue | undefined;
  readonly onChange: (value: JsonValue) => void;
};

type Typed<T extends FieldSchema['type']> = Omit<ValueFieldProps, 'schema'> & {
  readonly schema: Extract<FieldSchema, { type: T }>;
};

const isStruct = (
  value: JsonValue | undefined,
): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const FORMATS: Readonly<Record<'int' | 'double', Intl.NumberFormatOptions>> = {
  int: { maximumFractionDigits: 0 },
  double: { maximumFractionDigits: 15 },
};

const NumberValue = (props: Typed<'int' | 'double'>) => (
  <NumberField
    label={props.name}
    value={typeof props.value === 'number' ? props.value : NaN}
    formatOptions={FORMATS[props.schema.type]}
    onChange={value => props.onChange(Number.isNaN(value) ? null : value)}
  />
);

const lineOf = (entry: JsonValue): string =>
  typeof entry === 'string' ? entry : JSON.stringify(entry);

const ListValue = (props: Typed<'list'>) =>
  props.schema.element.type === 'string' ? (
    <TextAreaField
      label={props.name}
      description="One per line."
      rows={3}
      value={
        Array.isArray(props.value) ? props.value.map(lineOf).join('\n') : ''
      }
      onChange={text => props.onChange(text === '' ? [] : text.split('\n'))}
    />
  ) : (
    <Text color="secondary">
      {props.name} is a list of values that are not text. Edit it in the JSON
      view.
    </Text>
  );

const StructValue = (props: Typed<'struct'>) => {
  const value = isStruct(props.value) ? props.value : {};
  return (
    <fieldset className={styles.group}>
      <Text as="legend" variant="body-small" weight="bold">
        {props.name}
      </Text>
      <Flex direction="column" gap="3">
        {Object.entries(props.schema.fields).map(([name, schema]) => (
          <ValueField
            key={name}
            name={name}
            schema={schema}
            value={value[name]}
            onChange={entry => props.onChange({ ...value, [name]: entry })}
          />
        ))}
      </Flex>
    </fieldset>
  );
};

/** The input that fits the type of one property of a flag value. */
export const ValueField = (props: ValueFieldProps) => {
  const { name, schema, value, onChange } = props;
  switch (schema.type) {
    case 'bool':
      return (
        <Switch label={name} isSelected={value === true} onChange={onChange} />
      );
    case 'string':
      return (
        <TextField
          label={name}
          value={typeof value === 'string' ? value : ''}
          onChange={onChange}
        />
      );
    case 'int':
    case 'double':
      return <NumberValue {...props} schema={schema} />;
    case 'list':
      return <ListValue {...props} schema={schema} />;
    case 'struct':
      return <StructValue {...props} schema={schema} />;
    default:
      return schema satisfies never;
  }
};
