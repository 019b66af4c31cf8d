import { Button, Flex, Select, Text, TextField } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import type { FactConditionRow } from './measurement-form';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';

const FROM_ASSIGNMENT = 'assignment';

const OPERATORS = [
  { id: 'equals', label: 'is' },
  { id: 'not-equals', label: 'is not' },
  { id: 'in', label: 'is one of' },
  { id: 'greater-or-equal', label: 'is at least' },
  { id: 'less-or-equal', label: 'is at most' },
] as const;

const operatorOf = (key: unknown): FactConditionRow['operator'] =>
  OPERATORS.find(({ id }) => id === key)?.id ?? 'equals';

const columnsOf = (table: StoredFactTable | undefined): string[] => [
  ...new Set([
    ...(table?.dimensions ?? []),
    ...(table?.measures ?? []).map(({ column }) => column),
  ]),
];

const ConditionFields = (props: {
  readonly row: FactConditionRow;
  readonly index: number;
  readonly columns: readonly string[];
  readonly onChange: (changes: Partial<FactConditionRow>) => void;
  readonly onRemove: () => void;
}) => {
  const { row, index, onChange } = props;
  const path = `exposureFilter.filters[${index}]`;
  return (
    <Flex gap="3" align="end">
      <PlanField path={`${path}.column`}>
        <Select
          label={`Column ${index + 1}`}
          options={props.columns.map(id => ({ id, label: id }))}
          value={row.column || null}
          onChange={key => onChange({ column: String(key ?? '') })}
        />
      </PlanField>
      <Select
        label={`Comparison ${index + 1}`}
        options={OPERATORS}
        value={row.operator}
        onChange={key => onChange({ operator: operatorOf(key) })}
      />
      <PlanField path={`${path}.value`}>
        <TextField
          label={`Value ${index + 1}`}
          value={row.value}
          onChange={value => onChange({ value })}
        />
      </PlanField>
      <Button
        variant="tertiary"
        aria-label={`Remove the condition on facts ${index + 1}`}
        onPress={props.onRemove}
      >
        Remove
      </Button>
    </Flex>
  );
};

const Conditions = ({ form, change, choices }: StepProps) => {
  const rows = form.exposureConditions;
  const table = choices.factTables.find(
    ({ id }) => id === form.exposureTableId,
  );
  return (
    <>
      {rows.map((row, index) => (
        <ConditionFields
          key={index}
          row={row}
          index={index}
          columns={columnsOf(table)}
          onChange={changes =>
            change({
              exposureConditions: rows.map((other, at) =>
                at === index ? { ...other, ...changes } : other,
              ),
            })
          }
          onRemove={() =>
            change({ exposureConditions: rows.filter((_, at) => at !== index) })
          }
        />
      ))}
      <Flex>
        <Button
          variant="secondary"
          onPress={() =>
            change({
              exposureConditions: [
                ...rows,
                { column: '', operator: 'equals', value: '' },
              ],
            })
          }
        >
          Add condition on facts
        </Button>
      </Flex>
    </>
  );
};

/** From when on a unit counts: its assignment, or a fact that shows it saw it. */
export const ExposureFields = (props: StepProps) => {
  const { form, change, choices } = props;
  return (
    <>
      <PlanField path="exposureFilter.factTableId">
        <Select
          label={`A ${form.entity || 'unit'} counts`}
          description="Assigned units that never met the change only add noise: count them from a fact that shows they did, such as opening the page."
          options={[
            { id: FROM_ASSIGNMENT, label: 'From its assignment on' },
            ...choices.factTables
              .filter(({ timestampColumn }) => timestampColumn !== null)
              .map(({ id, name }) => ({
                id,
                label: `From its first fact in ${name} on`,
              })),
          ]}
          value={form.exposureTableId || FROM_ASSIGNMENT}
          onChange={key =>
            change({
              exposureTableId: key === FROM_ASSIGNMENT ? '' : String(key),
              exposureConditions: [],
            })
          }
        />
      </PlanField>
      {form.exposureTableId !== '' && (
        <>
          <Text as="p" variant="body-small" color="secondary">
            The same fact has to be possible in every variant; else the variants
            are no longer comparable, and the sample ratio check will say so.
          </Text>
          <Conditions {...props} />
        </>
      )}
    </>
  );
};
