import { NumberField, Radio, RadioGroup, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { enteredNumber, shownNumber } from './form-part';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

/** Which way is better, and which effects matter. */
export const EffectFields = (props: FormPartProps) => {
  const { draft, change, problems } = props;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Effects
      </Text>
      <FormField path="direction" problems={problems}>
        <RadioGroup
          label="Direction"
          value={draft.direction}
          onChange={value =>
            change({
              direction: value === 'decrease' ? 'decrease' : 'increase',
            })
          }
        >
          <Radio value="increase">More is better</Radio>
          <Radio value="decrease">Less is better</Radio>
        </RadioGroup>
      </FormField>
      <div className={styles.pair}>
        <FormField path="defaultMdeRelative" problems={problems}>
          <NumberField
            label="Minimum detectable effect, %"
            description="The smallest relative effect worth finding. Experiments start from it."
            minValue={0}
            value={shownNumber(draft.mdePercent)}
            onChange={value => change({ mdePercent: enteredNumber(value) })}
          />
        </FormField>
        <FormField path="defaultNimRelative" problems={problems}>
          <NumberField
            label="Non-inferiority margin, %"
            description="The relative loss that a guardrail may not exceed."
            minValue={0}
            value={shownNumber(draft.nimPercent)}
            onChange={value => change({ nimPercent: enteredNumber(value) })}
          />
        </FormField>
      </div>
    </fieldset>
  );
};
