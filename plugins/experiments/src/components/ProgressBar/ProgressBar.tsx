import { formatCount } from '@etude/ui';
import styles from './ProgressBar.module.css';

export type ProgressBarProps = {
  readonly units: number | null;
  readonly requiredUnits: number | null;
  /** Where no heading says what is counted. */
  readonly saysUnits?: true;
};

/** Units exposed against those needed, in figures and as a bar. */
export const ProgressBar = (props: ProgressBarProps) => {
  const { units, requiredUnits, saysUnits } = props;
  if (units === null && requiredUnits === null) return <>–</>;
  if (requiredUnits === null) return <>{formatCount(units ?? 0)} units</>;
  const text = `${units === null ? '–' : formatCount(units)} of ${formatCount(requiredUnits)}`;
  return (
    <span className={styles.progress}>
      <progress
        value={units ?? 0}
        max={Math.max(1, requiredUnits)}
        aria-label={`${text} units`}
      />
      <span>{saysUnits ? `${text} units` : text}</span>
    </span>
  );
};
