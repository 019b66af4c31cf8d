import { Button, Flex, Select, Text, TextField } from '@backstage/ui';
import type { ConditionRow } from './plan-form';
import { ExposureFields } from './ExposureFields';
import { PlanField } from './PlanField';
import { PlanNumber } from './PlanNumber';
import type { StepProps } from './step-props';

const OPERATORS = [
  { id: 'equals', label: 'is' },
  { id: 'in', label: 'is one of' },
  { id: 'not-in', label: 'is none of' },
] as const;

const operatorOf = (key: unknown): ConditionRow['operator'] =>
  OPERATORS.find(({ id }) => id === key)?.id ?? 'equals';

type ConditionFieldsProps = {
  readonly row: ConditionRow;
  readonly index: number;
  readonly onChange: (changes: Partial<ConditionRow>) => void;
  readonly onRemove: () => void;
};

const ConditionFields = (props: ConditionFieldsProps) => {
  const { row, index, onChange } = props;
  const path = `audience.conditions[${index}]`;
  return (
    <Flex gap="3" align="end">
      <PlanField path={`${path}.attribute`}>
        <TextField
          label={`Attribute ${index + 1}`}
          placeholder="country"
          value={row.attribute}
          onChange={attribute => onChange({ attribute })}
        />
      </PlanField>
      <Select
        label={`Operator ${index + 1}`}
        options={OPERATORS}
        value={row.operator}
        onChange={key => onChange({ operator: operatorOf(key) })}
      />
      <PlanField path={`${path}.values`}>
        <TextField
          label={`Values ${index + 1}`}
          placeholder="SE, NO"
          value={row.values}
          onChange={values => onChange({ values })}
        />
      </PlanField>
      <Button
        variant="tertiary"
        aria-label={`Remove condition ${index + 1}`}
        onPress={props.onRemove}
      >
        Remove
      </Button>
    </Flex>
  );
};

/** Who may enter. */
export const AudienceStep = (props: StepProps) => {
  const { form, change } = props;
  const { conditions } = form;
  if (form.source === 'table') {
    return (
      <Text as="p" color="secondary">
        The audience is who is in the table: nobody is served anything.
      </Text>
    );
  }
  return (
    <>
      {conditions.length === 0 && (
        <Text as="p" color="secondary">
          Everyone who resolves the flag may enter. Conditions narrow it down;
          all of them have to hold.
        </Text>
      )}
      {conditions.map((row, index) => (
        <ConditionFields
          key={index}
          row={row}
          index={index}
          onChange={changes =>
            change({
              conditions: conditions.map((other, at) =>
                at === index ? { ...other, ...changes } : other,
              ),
            })
          }
          onRemove={() =>
            change({ conditions: conditions.filter((_, at) => at !== index) })
          }
        />
      ))}
      <Flex>
        <Button
          variant="secondary"
          onPress={() =>
            change({
              conditions: [
                ...conditions,
                { attribute: '', operator: 'equals', values: '' },
              ],
            })
          }
        >
          Add condition
        </Button>
      </Flex>
      <PlanNumber
        path="audience.proportion"
        label="Share of the audience (%)"
        value={form.sharePercent}
        minValue={0}
        maxValue={100}
        onChange={sharePercent => change({ sharePercent })}
      />
      <PlanField path="audience.exclusivityTags">
        <TextField
          label="Exclusivity tags"
          description="Optional, separated by commas. Experiments that share a tag share no unit."
          value={form.exclusivityTags}
          onChange={exclusivityTags => change({ exclusivityTags })}
        />
      </PlanField>
      <ExposureFields {...props} />
    </>
  );
};
