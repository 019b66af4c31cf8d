import { NumberField, Radio, RadioGroup, Select, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { enteredNumber, shownNumber } from './form-part';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

const UNITS = [
  { id: 'hours', label: 'Hours' },
  { id: 'days', label: 'Days' },
] as const;

const WindowNumbers = ({ draft, change }: FormPartProps) => (
  <div className={styles.pair}>
    <NumberField
      label="Starts after"
      description="From exposure on; 0 is at once."
      minValue={0}
      value={shownNumber(draft.windowOffset)}
      onChange={value => change({ windowOffset: enteredNumber(value) })}
    />
    <NumberField
      label="Length"
      description="A unit enters once it has passed."
      isRequired
      minValue={0}
      value={shownNumber(draft.windowLength)}
      onChange={value => change({ windowLength: enteredNumber(value) })}
    />
    <Select
      label="Unit of time"
      options={UNITS}
      value={draft.windowUnit}
      onChange={key => {
        const unit = UNITS.find(({ id }) => id === key);
        if (unit) change({ windowUnit: unit.id });
      }}
    />
  </div>
);

/** When facts count: in a window after exposure, or whenever. */
export const WindowFields = (props: FormPartProps) => {
  const { draft, change, problems, factTable } = props;
  const isTimeless = factTable?.timestampColumn === null;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Window
      </Text>
      <FormField path="window" problems={problems}>
        <RadioGroup
          label="Facts count"
          description={
            isTimeless
              ? 'The rows of this fact table have no time, so they count whenever they happened.'
              : 'With a window every unit has the same time to act, so early and late units compare.'
          }
          value={draft.hasWindow ? 'window' : 'none'}
          onChange={value => change({ hasWindow: value === 'window' })}
        >
          <Radio value="window" isDisabled={isTimeless && !draft.hasWindow}>
            In a window after exposure
          </Radio>
          <Radio value="none">At any time after exposure</Radio>
        </RadioGroup>
      </FormField>
      {draft.hasWindow && <WindowNumbers {...props} />}
    </fieldset>
  );
};
