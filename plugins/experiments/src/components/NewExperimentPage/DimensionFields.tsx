import { Button, Flex, Select, Text, TextField } from '@backstage/ui';
import type { DimensionRow } from './measurement-form';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';

const AT_ALL_TIMES = 'always';

const EMPTY_ROW: DimensionRow = {
  name: '',
  factTableId: '',
  column: '',
  validFromColumn: '',
};

type RowProps = StepProps & {
  readonly row: DimensionRow;
  readonly index: number;
  readonly onChange: (changes: Partial<DimensionRow>) => void;
  readonly onRemove: () => void;
};

const DimensionRowFields = (props: RowProps) => {
  const { row, index, choices, onChange } = props;
  const path = `dimensions[${index}]`;
  const table = choices.factTables.find(({ id }) => id === row.factTableId);
  const time = table?.timestampColumn ?? null;
  return (
    <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
      <PlanField path={`${path}.name`}>
        <TextField
          label={`Breakdown ${index + 1}`}
          placeholder="Country"
          value={row.name}
          onChange={name => onChange({ name })}
        />
      </PlanField>
      <PlanField path={`${path}.factTableId`}>
        <Select
          label={`Known from ${index + 1}`}
          options={choices.factTables.map(({ id, name }) => ({
            id,
            label: name,
          }))}
          value={row.factTableId || null}
          onChange={key =>
            onChange({
              factTableId: String(key ?? ''),
              column: '',
              validFromColumn: '',
            })
          }
        />
      </PlanField>
      <PlanField path={`${path}.column`}>
        <Select
          label={`Column of breakdown ${index + 1}`}
          options={(table?.dimensions ?? []).map(id => ({ id, label: id }))}
          value={row.column || null}
          onChange={key =>
            onChange({
              column: String(key ?? ''),
              ...(row.name === '' ? { name: String(key ?? '') } : {}),
            })
          }
        />
      </PlanField>
      <PlanField path={`${path}.validFromColumn`}>
        <Select
          label={`Which value ${index + 1}`}
          options={[
            { id: AT_ALL_TIMES, label: 'The one it has' },
            ...(time === null
              ? []
              : [{ id: time, label: `The one at exposure (${time})` }]),
          ]}
          value={row.validFromColumn || AT_ALL_TIMES}
          onChange={key =>
            onChange({
              validFromColumn: key === AT_ALL_TIMES ? '' : String(key),
            })
          }
        />
      </PlanField>
      <Button
        variant="tertiary"
        aria-label={`Remove breakdown ${index + 1}`}
        onPress={props.onRemove}
      >
        Remove
      </Button>
    </Flex>
  );
};

/** Properties of units that results are broken down by. */
export const DimensionFields = (props: StepProps) => {
  const { form, change } = props;
  const { dimensions } = form;
  return (
    <>
      <Text as="h3" variant="body-medium" weight="bold">
        Breakdowns
      </Text>
      <Text as="p" color="secondary">
        Results can be shown per country, plan or platform. Choose what was
        known before exposure: what the change itself moves would mislead.
      </Text>
      {dimensions.map((row, index) => (
        <DimensionRowFields
          {...props}
          key={index}
          row={row}
          index={index}
          onChange={changes =>
            change({
              dimensions: dimensions.map((other, at) =>
                at === index ? { ...other, ...changes } : other,
              ),
            })
          }
          onRemove={() =>
            change({ dimensions: dimensions.filter((_, at) => at !== index) })
          }
        />
      ))}
      <Flex>
        <Button
          variant="secondary"
          onPress={() => change({ dimensions: [...dimensions, EMPTY_ROW] })}
        >
          Add breakdown
        </Button>
      </Flex>
    </>
  );
};
