import { Button, Flex, Select, TextField } from '@backstage/ui';
import type { VariantRow } from './plan-form';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';
import { TypedNumber } from './TypedNumber';

/** Variants with their weights, and the one all effects are measured against. */
export const VariantRows = ({ form, change }: StepProps) => {
  const { variants } = form;
  const isTable = form.source === 'table';
  const update = (index: number, changes: Partial<VariantRow>) =>
    change({
      variants: variants.map((row, at) =>
        at === index ? { ...row, ...changes } : row,
      ),
      ...(changes.id !== undefined &&
      variants[index]?.id === form.controlVariant
        ? { controlVariant: changes.id }
        : {}),
    });
  const remove = (index: number) => {
    const rest = variants.filter((_, at) => at !== index);
    change({
      variants: rest,
      ...(variants[index]?.id === form.controlVariant
        ? { controlVariant: rest[0]?.id ?? '' }
        : {}),
    });
  };
  const add = () => change({ variants: [...variants, { id: '', weight: 1 }] });
  return (
    <PlanField path="variants" gap="4">
      {variants.map((row, index) => (
        <Flex key={index} gap="3" align="end">
          <PlanField path={`variants[${index}].id`}>
            <TextField
              label={`Variant ${index + 1}`}
              isReadOnly={!isTable}
              value={row.id}
              onChange={id => update(index, { id })}
            />
          </PlanField>
          <PlanField path={`variants[${index}].weight`}>
            <TypedNumber
              label={`Weight of ${row.id || `variant ${index + 1}`}`}
              value={row.weight}
              minValue={0}
              onChange={weight => update(index, { weight })}
            />
          </PlanField>
          <Button
            variant="tertiary"
            aria-label={`Remove ${row.id || `variant ${index + 1}`}`}
            onPress={() => remove(index)}
          >
            Remove
          </Button>
        </Flex>
      ))}
      {isTable && (
        <Flex>
          <Button variant="secondary" onPress={add}>
            Add variant
          </Button>
        </Flex>
      )}
      <PlanField path="controlVariant">
        <Select
          label="Control"
          description="All effects are measured against it."
          options={variants
            .filter(({ id }) => id !== '')
            .map(({ id }) => ({ id, label: id }))}
          value={form.controlVariant || null}
          onChange={key =>
            change({ controlVariant: key === null ? '' : String(key) })
          }
        />
      </PlanField>
    </PlanField>
  );
};
