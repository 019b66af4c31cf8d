import { Button, ButtonIcon, Select, Text, TextField } from '@backstage/ui';
import { FormField } from '@etude/ui';
import {
  RiAddLine,
  RiArrowDownLine,
  RiArrowUpLine,
  RiDeleteBinLine,
} from '@remixicon/react';
import type { StepRow } from '../../model/metric-draft';
import { FilterRows } from './FilterRows';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

const LEAST_STEPS = 2;

const swapped = (
  steps: readonly StepRow[],
  index: number,
  other: number,
): readonly StepRow[] =>
  steps.map((step, at) => {
    if (at === index) return steps[other] ?? step;
    return at === other ? (steps[index] ?? step) : step;
  });

type StepProps = FormPartProps & {
  readonly step: StepRow;
  readonly index: number;
};

const StepActions = ({ draft, change, step, index }: StepProps) => {
  const { steps } = draft;
  const number = index + 1;
  return (
    <div className={styles.stepActions}>
      <ButtonIcon
        variant="tertiary"
        icon={<RiArrowUpLine size={16} />}
        aria-label={`Move step ${number} up`}
        isDisabled={index === 0}
        onPress={() => change({ steps: swapped(steps, index, index - 1) })}
      />
      <ButtonIcon
        variant="tertiary"
        icon={<RiArrowDownLine size={16} />}
        aria-label={`Move step ${number} down`}
        isDisabled={index === steps.length - 1}
        onPress={() => change({ steps: swapped(steps, index, index + 1) })}
      />
      <ButtonIcon
        variant="tertiary"
        icon={<RiDeleteBinLine size={16} />}
        aria-label={`Remove step ${number}`}
        isDisabled={steps.length <= LEAST_STEPS}
        onPress={() =>
          change({ steps: steps.filter(({ key }) => key !== step.key) })
        }
      />
    </div>
  );
};

const Step = (props: StepProps) => {
  const { draft, change, problems, factTables, columnsOf, step, index } = props;
  const number = index + 1;
  const changeStep = (part: Partial<StepRow>) =>
    change({
      steps: draft.steps.map(other =>
        other.key === step.key ? { ...step, ...part } : other,
      ),
    });
  const factTableId = step.factTableId || draft.factTableId;
  return (
    <li className={styles.step}>
      <div className={styles.stepHead}>
        <FormField path={`steps[${index}].name`} problems={problems}>
          <TextField
            label={`Name of step ${number}`}
            isRequired
            value={step.name}
            onChange={name => changeStep({ name })}
          />
        </FormField>
        <FormField path={`steps[${index}].factTableId`} problems={problems}>
          <Select
            label={`Facts of step ${number}`}
            options={[
              { id: '', label: 'Same fact table' },
              ...factTables
                .filter(({ id }) => id !== draft.factTableId)
                .map(({ id, name }) => ({ id, label: name })),
            ]}
            value={step.factTableId}
            onChange={id =>
              changeStep({ factTableId: String(id ?? ''), filters: [] })
            }
          />
        </FormField>
        <StepActions {...props} />
      </div>
      <FilterRows
        rows={step.filters}
        onChange={filters => changeStep({ filters })}
        columns={columnsOf(factTableId)}
        factTableId={factTableId}
        path={`steps[${index}].filters`}
        of={` of step ${number}`}
        problems={problems}
      />
    </li>
  );
};

/** The steps of a funnel, in the order in which units take them. */
export const StepsFields = (props: FormPartProps) => {
  const { draft, change, problems } = props;
  if (draft.type !== 'funnel') return null;
  const add = () =>
    change({
      steps: [
        ...draft.steps,
        { key: crypto.randomUUID(), name: '', factTableId: '', filters: [] },
      ],
    });
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Steps
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        A unit counts as yes when it took every step, each at or after the one
        before.
      </Text>
      <FormField
        path="steps"
        problems={problems.filter(({ path }) => path === 'steps')}
      >
        <ol className={styles.steps}>
          {draft.steps.map((step, index) => (
            <Step key={step.key} {...props} step={step} index={index} />
          ))}
        </ol>
        <Button variant="secondary" iconStart={<RiAddLine />} onPress={add}>
          Add step
        </Button>
      </FormField>
    </fieldset>
  );
};
