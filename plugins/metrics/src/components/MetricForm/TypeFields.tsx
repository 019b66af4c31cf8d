import { Radio, RadioGroup, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { METRIC_TYPES, aggregationIn } from '../../model/metric-kind';
import { TYPE_WORDS } from '../../model/metric-labels';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

/** What kind of number the metric is, on which all other fields depend. */
export const TypeFields = ({ draft, change, problems }: FormPartProps) => (
  <fieldset className={styles.section}>
    <Text as="legend" variant="title-x-small" weight="bold">
      Type
    </Text>
    <FormField path="type" problems={problems}>
      <RadioGroup
        className={styles.types ?? ''}
        aria-label="Type"
        orientation="horizontal"
        value={draft.type}
        onChange={value => {
          const type = METRIC_TYPES.find(id => id === value);
          if (type) {
            change({ type, aggregation: aggregationIn({ ...draft, type }) });
          }
        }}
      >
        {METRIC_TYPES.map(type => (
          <Radio key={type} value={type}>
            {TYPE_WORDS[type].label}
          </Radio>
        ))}
      </RadioGroup>
    </FormField>
    <Text as="p" variant="body-small" color="secondary">
      {TYPE_WORDS[draft.type].explanation}
    </Text>
  </fieldset>
);
