import { NumberField, Radio, RadioGroup, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { aggregationIn } from '../../model/metric-kind';
import { enteredNumber, shownNumber } from './form-part';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

/** Which quantile, and of what. */
export const QuantileFields = ({ draft, change, problems }: FormPartProps) => {
  if (draft.type !== 'quantile') return null;
  const { quantile } = draft;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Quantile
      </Text>
      <RadioGroup
        label="Of the values of"
        orientation="horizontal"
        value={quantile.of}
        onChange={value => {
          const of: 'units' | 'events' = value === 'events' ? value : 'units';
          const chosen = { ...draft, quantile: { ...quantile, of } };
          change({
            quantile: chosen.quantile,
            aggregation: aggregationIn(chosen),
          });
        }}
      >
        <Radio value="units">Units: one value each</Radio>
        <Radio value="events">Facts: a unit may have many</Radio>
      </RadioGroup>
      <div className={styles.pair}>
        <FormField path="quantile" problems={problems}>
          <NumberField
            label="Percentile"
            description="50 is the median, 95 the slowest twentieth."
            isRequired
            minValue={0}
            maxValue={100}
            value={shownNumber(quantile.percent)}
            onChange={percent =>
              change({
                quantile: { ...quantile, percent: enteredNumber(percent) },
              })
            }
          />
        </FormField>
      </div>
    </fieldset>
  );
};
