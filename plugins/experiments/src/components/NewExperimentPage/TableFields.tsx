import { Select, TextField } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';

const columnsOf = (table: StoredFactTable | undefined): readonly string[] =>
  table
    ? [
        ...new Set([
          ...Object.values(table.entityColumns),
          ...table.dimensions,
          ...table.measures.map(({ column }) => column),
        ]),
      ]
    : [];

/** The table that already holds unit and variant, and its columns. */
export const TableFields = ({ form, change, choices }: StepProps) => {
  const table = choices.factTables.find(({ id }) => id === form.factTableId);
  const options = columnsOf(table).map(id => ({ id, label: id }));
  const choose = (factTableId: string) => {
    const chosen = choices.factTables.find(({ id }) => id === factTableId);
    const [entity, unitColumn] =
      Object.entries(chosen?.entityColumns ?? {})[0] ?? [];
    change({
      factTableId,
      unitColumn: unitColumn ?? '',
      entity: entity ?? form.entity,
      variantColumn: '',
    });
  };
  return (
    <>
      <PlanField path="assignment.factTableId">
        <Select
          label="Fact table"
          description={
            choices.factTables.length === 0
              ? 'There is no fact table yet: import the data under Metrics first.'
              : 'Holds one row per unit with the variant it was given.'
          }
          search
          options={choices.factTables.map(({ id, name }) => ({
            id,
            label: name,
          }))}
          value={form.factTableId || null}
          onChange={key => choose(key === null ? '' : String(key))}
        />
      </PlanField>
      <PlanField path="assignment.unitColumn">
        <Select
          label="Unit column"
          options={options}
          value={form.unitColumn || null}
          onChange={key =>
            change({ unitColumn: key === null ? '' : String(key) })
          }
        />
      </PlanField>
      <PlanField path="assignment.variantColumn">
        <Select
          label="Variant column"
          description="A column of the table's dimensions."
          options={options}
          value={form.variantColumn || null}
          onChange={key =>
            change({ variantColumn: key === null ? '' : String(key) })
          }
        />
      </PlanField>
      <PlanField path="entity">
        <TextField
          label="Unit"
          description="What was randomised and is counted."
          value={form.entity}
          onChange={entity => change({ entity })}
        />
      </PlanField>
    </>
  );
};
