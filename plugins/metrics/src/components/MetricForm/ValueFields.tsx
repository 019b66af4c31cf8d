import { NumberField, Select, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import {
  aggregationOf,
  aggregationsFor,
  readsMeasure,
} from '../../model/metric-kind';
import { AGGREGATION_WORDS } from '../../model/metric-labels';
import { enteredNumber, shownNumber } from './form-part';
import type { FormPartProps } from './form-part';
import { MeasureSelect } from './MeasureSelect';
import styles from './MetricForm.module.css';

const ThresholdField = ({ draft, change, problems }: FormPartProps) => (
  <FormField path="threshold" problems={problems}>
    <NumberField
      label="Threshold"
      description={
        readsMeasure(draft)
          ? 'A unit counts as yes from this value on.'
          : 'A unit counts as yes from this many facts on; 1 when left empty.'
      }
      value={shownNumber(draft.threshold)}
      onChange={threshold => change({ threshold: enteredNumber(threshold) })}
    />
  </FormField>
);

const AggregationField = ({ draft, change, problems }: FormPartProps) => {
  const choices = aggregationsFor(draft);
  if (choices.length === 0) return null;
  const shown = choices.includes(draft.aggregation)
    ? choices
    : [...choices, draft.aggregation];
  return (
    <FormField path="aggregation" problems={problems}>
      <Select
        label={draft.type === 'ratio' ? 'What is divided' : 'Value of a unit'}
        options={shown.map(id => ({ id, label: AGGREGATION_WORDS[id] }))}
        value={draft.aggregation}
        onChange={key => {
          const aggregation = shown.find(id => id === key);
          if (aggregation) change({ aggregation });
        }}
      />
    </FormField>
  );
};

const MeasureField = ({
  draft,
  change,
  problems,
  factTable,
}: FormPartProps) => {
  const isOptional = draft.type === 'count';
  if (!readsMeasure(draft) && !isOptional) return null;
  return (
    <FormField path="measure" problems={problems}>
      <MeasureSelect
        label={isOptional ? 'Only facts with a value of' : 'Measure'}
        factTable={factTable}
        withDimensions={
          aggregationOf(draft) === 'count-distinct' ? 'yes' : 'no'
        }
        isRequired={!isOptional}
        value={draft.measure}
        onChange={measure => change({ measure })}
      />
    </FormField>
  );
};

/** How the facts of a unit become one number. */
export const ValueFields = (props: FormPartProps) => {
  const { type } = props.draft;
  if (type === 'retention' || type === 'funnel') return null;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Value
      </Text>
      <div className={styles.values}>
        <AggregationField {...props} />
        <MeasureField {...props} />
        {type === 'proportion' && <ThresholdField {...props} />}
      </div>
    </fieldset>
  );
};
