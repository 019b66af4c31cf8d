import { Text } from '@backstage/ui';
import styles from './Form.module.css';

export type TimeInputProps = {
  readonly label: string;
  readonly description: string;
  /** Local date and time as `2026-11-21T14:00`, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A date with a time of day, in the time zone of the browser. */
export const TimeInput = (props: TimeInputProps) => (
  <label className={styles.time}>
    <Text variant="body-small">{props.label}</Text>
    <input
      type="datetime-local"
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
    />
    <Text variant="body-small" color="secondary">
      {props.description}
    </Text>
  </label>
);
