import { NumberField } from '@backstage/ui';
import type { DurationDraft } from '../../model/duration-draft';
import { enteredNumber, shownNumber } from './form-part';
import styles from './MetricForm.module.css';

export type DurationFieldsProps = {
  /** What lasts so long: `Length`. */
  readonly label: string;
  readonly description?: string;
  readonly value: DurationDraft;
  readonly onChange: (value: DurationDraft) => void;
};

/** A length of time: calendar days, and hours on top. */
export const DurationFields = (props: DurationFieldsProps) => {
  const { label, description, value, onChange } = props;
  return (
    <div className={styles.duration}>
      <NumberField
        label={`${label}, days`}
        {...(description ? { description } : {})}
        minValue={0}
        value={shownNumber(value.days)}
        onChange={days => onChange({ ...value, days: enteredNumber(days) })}
      />
      <NumberField
        label={`${label}, hours`}
        {...(description ? { description: 'On top of the days.' } : {})}
        minValue={0}
        value={shownNumber(value.hours)}
        onChange={hours => onChange({ ...value, hours: enteredNumber(hours) })}
      />
    </div>
  );
};
