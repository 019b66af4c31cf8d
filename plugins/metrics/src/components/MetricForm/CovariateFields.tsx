import { Checkbox, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { canHaveCovariate } from '../../model/metric-kind';
import { DurationFields } from './DurationFields';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

/** Whether the time before exposure takes variance out. */
export const CovariateFields = (props: FormPartProps) => {
  const { draft, change, problems, factTable } = props;
  const { covariate } = draft;
  if (!canHaveCovariate(draft.type)) return null;
  const isTimeless = factTable?.timestampColumn === null;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Variance reduction
      </Text>
      <FormField path="covariate" problems={problems}>
        <Checkbox
          isSelected={covariate.isUsed}
          isDisabled={isTimeless && !covariate.isUsed}
          onChange={isUsed => change({ covariate: { ...covariate, isUsed } })}
        >
          Compare units with themselves before exposure (CUPED)
        </Checkbox>
      </FormField>
      <Text as="p" variant="body-small" color="secondary">
        {isTimeless
          ? 'The rows of this fact table have no time, so nothing is known from before exposure.'
          : 'The same value over the time before exposure predicts much of it after. Taking that out makes intervals narrower and changes no effect.'}
      </Text>
      {covariate.isUsed && (
        <DurationFields
          label="Time before exposure"
          value={covariate}
          onChange={value => change({ covariate: { ...covariate, ...value } })}
        />
      )}
    </fieldset>
  );
};
