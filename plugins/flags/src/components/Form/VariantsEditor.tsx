import {
  Button,
  ButtonIcon,
  CardBody,
  Flex,
  Switch,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { FormField, problemAt } from '@etude/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { addVariant, jsonTextOf, withJson } from '../../model/flag-shape';
import type { VariantRow } from '../../model/flag-shape';
import { GroupCard } from '../GroupCard';
import styles from './Form.module.css';
import type { ShapeEditorProps } from './SchemaEditor';
import { shownProblem } from './shown-problem';
import { ValueField } from './ValueField';

type VariantEditorProps = ShapeEditorProps & {
  readonly row: VariantRow;
  readonly index: number;
};

const VariantValue = (
  props: VariantEditorProps & {
    readonly onRow: (row: VariantRow) => void;
  },
) => {
  const { shape, row, index, onRow } = props;
  const path = `variants[${index}].value`;
  if (row.json !== null) {
    return (
      <FormField path={path}>
        <TextAreaField
          className={styles.monospace ?? ''}
          label={`Value of variant ${row.id} as JSON`}
          rows={8}
          value={row.json}
          onChange={json => onRow(withJson(row, json))}
          {...shownProblem(problemAt(props.problems, path))}
        />
      </FormField>
    );
  }
  return (
    <FormField path={path} problems={props.problems}>
      <Flex direction="column" gap="3">
        {shape.fields.map(({ key, name, schema }) => (
          <ValueField
            key={key}
            name={name}
            schema={schema}
            value={row.value[name]}
            onChange={entry =>
              onRow({ ...row, value: { ...row.value, [name]: entry } })
            }
          />
        ))}
      </Flex>
    </FormField>
  );
};

const VariantEditor = (props: VariantEditorProps) => {
  const { shape, problems, row, index, onChange } = props;
  const onRow = (changed: VariantRow) =>
    onChange({
      ...shape,
      variants: shape.variants.map(other =>
        other.key === row.key ? changed : other,
      ),
    });
  const remove = () =>
    onChange({
      ...shape,
      variants: shape.variants.filter(({ key }) => key !== row.key),
    });
  return (
    <GroupCard label={`Variant ${row.id || index + 1}`}>
      <CardBody className={styles.variant ?? ''}>
        <Flex direction="column" gap="3">
          <div className={styles.fieldRow}>
            <FormField path={`variants[${index}].id`}>
              <TextField
                label="Variant id"
                value={row.id}
                onChange={id => onRow({ ...row, id })}
                {...shownProblem(problemAt(problems, `variants[${index}].id`))}
              />
            </FormField>
            <TextField
              label="What it means"
              value={row.description}
              onChange={description => onRow({ ...row, description })}
            />
            <ButtonIcon
              className={styles.remove ?? ''}
              variant="tertiary"
              icon={<RiDeleteBinLine size={16} />}
              aria-label={`Remove variant ${row.id || index + 1}`}
              onPress={remove}
            />
          </div>
          <VariantValue {...props} onRow={onRow} />
          <Switch
            label="JSON view"
            isSelected={row.json !== null}
            onChange={isJson =>
              onRow({ ...row, json: isJson ? jsonTextOf(row.value) : null })
            }
          />
        </Flex>
      </CardBody>
    </GroupCard>
  );
};

/** The variants of a flag as forms that follow from its schema. */
export const VariantsEditor = (props: ShapeEditorProps) => (
  <FormField path="variants">
    <Flex direction="column" gap="3">
      {props.shape.variants.map((row, index) => (
        <VariantEditor key={row.key} {...props} row={row} index={index} />
      ))}
      <div>
        <Button
          variant="secondary"
          iconStart={<RiAddLine />}
          onPress={() => props.onChange(addVariant(props.shape))}
        >
          Add variant
        </Button>
      </div>
    </Flex>
  </FormField>
);
