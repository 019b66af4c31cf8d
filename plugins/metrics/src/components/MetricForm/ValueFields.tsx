import { NumberField, Radio, RadioGroup, Select, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { readsMeasure } from '../../model/metric-draft';
import { AGGREGATION_WORDS, TYPE_WORDS } from '../../model/metric-labels';
import { measureLabel, unitsWithoutFacts } from '../../model/metric-words';
import type { Aggregation, MetricType } from '../../model/wire-types';
import { enteredNumber, shownNumber } from './form-part';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

const TYPES: readonly MetricType[] = ['proportion', 'average', 'count'];
const AGGREGATIONS: readonly Aggregation[] = [
  'count',
  'sum',
  'average',
  'max',
  'min',
];

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

const MeasureFields = (props: FormPartProps) => {
  const { draft, change, problems, factTable } = props;
  return (
    <div className={styles.pair}>
      <FormField path="aggregation" problems={problems}>
        <Select
          label="Value of a unit"
          options={AGGREGATIONS.map(id => ({
            id,
            label: AGGREGATION_WORDS[id],
          }))}
          value={draft.aggregation}
          onChange={key => {
            const aggregation = AGGREGATIONS.find(id => id === key);
            if (aggregation) change({ aggregation });
          }}
        />
      </FormField>
      {readsMeasure(draft) && (
        <FormField path="measure" problems={problems}>
          <Select
            label="Measure"
            isRequired
            placeholder="Choose a measure"
            options={(factTable?.measures ?? []).map(measure => ({
              id: measure.name,
              label: measureLabel(measure),
            }))}
            value={draft.measure || null}
            onChange={measure => change({ measure: String(measure ?? '') })}
          />
        </FormField>
      )}
    </div>
  );
};

/** How the facts of a unit become one number. */
export const ValueFields = (props: FormPartProps) => {
  const { draft, change, problems } = props;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Value
      </Text>
      <FormField path="type" problems={problems}>
        <RadioGroup
          label="Type"
          description={TYPE_WORDS[draft.type].explanation}
          value={draft.type}
          onChange={value => {
            const type = TYPES.find(id => id === value);
            if (type) change({ type });
          }}
        >
          {TYPES.map(type => (
            <Radio key={type} value={type}>
              {TYPE_WORDS[type].label}
            </Radio>
          ))}
        </RadioGroup>
      </FormField>
      {draft.type !== 'count' && <MeasureFields {...props} />}
      {draft.type === 'proportion' && <ThresholdField {...props} />}
      <Text as="p" variant="body-small" color="secondary">
        {unitsWithoutFacts(draft)}
      </Text>
    </fieldset>
  );
};
