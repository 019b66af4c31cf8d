import { Select, TextField } from '@backstage/ui';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';

/** The flag that serves the experiment, and what it randomises. */
export const FlagFields = ({ form, change, choices }: StepProps) => {
  const choose = (flagId: string) => {
    const flag = choices.flags.find(({ id }) => id === flagId);
    change({
      flagId,
      variants: flag?.variants.map(({ id }) => ({ id, weight: 1 })) ?? [],
      controlVariant: flag?.variants[0]?.id ?? '',
    });
  };
  return (
    <>
      <PlanField path="assignment.flagId">
        <Select
          label="Flag"
          description={
            choices.flags.length === 0
              ? 'There is no active flag yet: create one with two variants first.'
              : 'All its variants take part; remove those that should not.'
          }
          search
          options={choices.flags.map(({ id, description }) => ({
            id,
            label: id,
            ...(description === '' ? {} : { description }),
          }))}
          value={form.flagId || null}
          onChange={key => choose(key === null ? '' : String(key))}
        />
      </PlanField>
      <PlanField path="entity">
        <TextField
          label="Unit"
          description="What is randomised and counted."
          value={form.entity}
          onChange={entity => change({ entity })}
        />
      </PlanField>
      <PlanField path="targetingKeySelector">
        <TextField
          label="Targeting key"
          description="Attribute of the context that identifies a unit."
          value={form.targetingKeySelector}
          onChange={targetingKeySelector => change({ targetingKeySelector })}
        />
      </PlanField>
    </>
  );
};
