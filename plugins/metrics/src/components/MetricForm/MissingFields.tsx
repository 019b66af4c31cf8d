import { Radio, RadioGroup, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { MetricDraft } from '../../model/metric-draft';
import { canLeaveUnitsOut } from '../../model/metric-kind';
import { unitsWithoutFacts } from '../../model/metric-words';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

const CHOICES: readonly {
  readonly id: MetricDraft['nulls'];
  readonly label: string;
}[] = [
  { id: 'default', label: 'As usual for this type' },
  { id: 'zero', label: 'Count as 0' },
  { id: 'exclude', label: 'Are left out' },
];

/** What becomes of units without a value. */
export const MissingFields = ({ draft, change, problems }: FormPartProps) => {
  const said = unitsWithoutFacts({
    ...draft,
    nulls: draft.nulls === 'default' ? undefined : draft.nulls,
  });
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Units without a value
      </Text>
      {canLeaveUnitsOut(draft) && (
        <FormField path="nulls" problems={problems}>
          <RadioGroup
            aria-label="Units without a value"
            orientation="horizontal"
            value={draft.nulls}
            onChange={value => {
              const nulls = CHOICES.find(({ id }) => id === value)?.id;
              if (nulls) change({ nulls });
            }}
          >
            {CHOICES.map(({ id, label }) => (
              <Radio key={id} value={id}>
                {label}
              </Radio>
            ))}
          </RadioGroup>
        </FormField>
      )}
      <Text as="p" variant="body-small" color="secondary">
        {said}
        {draft.nulls === 'exclude' &&
          ' Who has a value may depend on the variant: then the units that are left do not compare.'}
      </Text>
    </fieldset>
  );
};
