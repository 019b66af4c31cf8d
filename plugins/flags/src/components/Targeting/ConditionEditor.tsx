import { ButtonIcon, Select } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import type { ConditionRow, OperandType } from '../../model/targeting-draft';
import {
  OPERAND_TYPES,
  operatorId,
  operatorOptions,
  withAttribute,
  withOperator,
  withType,
} from '../../model/targeting-operators';
import { ContextFieldInput } from './ContextFieldInput';
import { OperandInput } from './OperandInput';
import type { TargetingChoices } from './targeting-choices';
import styles from './Targeting.module.css';

export type ConditionEditorProps = TargetingChoices & {
  readonly row: ConditionRow;
  readonly onChange: (row: ConditionRow) => void;
  readonly onRemove: () => void;
};

const TYPED: ReadonlySet<ConditionRow['operator']> = new Set([
  'eq',
  'set',
  'range',
]);

const isOperandType = (id: unknown): id is OperandType =>
  OPERAND_TYPES.some(type => type.id === id);

const AttributeInput = (props: ConditionEditorProps) => {
  const { row, fields, onChange } = props;
  return (
    <FormField
      path={`targeting.criteria.${row.key}.attribute`}
      problems={props.problems}
    >
      <ContextFieldInput
        aria-label="Attribute"
        placeholder="Attribute, such as country"
        fields={fields}
        value={row.attribute}
        onChange={name =>
          onChange(
            withAttribute(
              row,
              name,
              fields.find(({ path }) => path === name),
            ),
          )
        }
      />
    </FormField>
  );
};

const OperandFields = ({ row, onChange, problems }: ConditionEditorProps) => (
  <FormField path={`targeting.criteria.${row.key}.rule`} problems={problems}>
    <div className={styles.operand}>
      {TYPED.has(row.operator) && (
        <Select
          className={styles.type ?? ''}
          aria-label={`Compare ${row.attribute} as`}
          options={OPERAND_TYPES}
          value={row.type}
          onChange={type =>
            isOperandType(type) && onChange(withType(row, type))
          }
        />
      )}
      <OperandInput row={row} onChange={onChange} />
    </div>
  </FormField>
);

/** A condition on one attribute: which, how, and with what it is compared. */
export const ConditionEditor = (props: ConditionEditorProps) => {
  const { row, fields, onChange } = props;
  const field = fields.find(({ path }) => path === row.attribute);
  return (
    <div
      role="group"
      aria-label={`Condition on ${row.attribute || 'an attribute'}`}
      className={styles.condition}
    >
      <AttributeInput {...props} />
      <Select
        aria-label={`Comparison of ${row.attribute}`}
        options={operatorOptions(field, row)}
        value={operatorId(row)}
        onChange={id => onChange(withOperator(row, String(id)))}
      />
      <OperandFields {...props} />
      <ButtonIcon
        variant="tertiary"
        icon={<RiDeleteBinLine size={16} />}
        aria-label={`Remove the condition on ${row.attribute || 'no attribute'}`}
        onPress={props.onRemove}
      />
    </div>
  );
};
