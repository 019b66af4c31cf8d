import { RiFormula } from '@remixicon/react';
import { useContext } from 'react';
import styles from './Explanation.module.css';
import { ExplanationContext } from './explanation-context';

export type HowComputedProps = {
  /** Id of the stored explanation. */
  readonly figureId: string;
  /** The figure as people know it: 'effect on Retention in gate-40'. */
  readonly of: string;
};

/** The small button beside a figure that opens how it was computed. */
export const HowComputed = ({ figureId, of }: HowComputedProps) => {
  const show = useContext(ExplanationContext);
  if (!show) return null;
  const label = `How was this computed: ${of}`;
  return (
    <button
      type="button"
      className={styles.how}
      aria-label={label}
      title={label}
      onClick={() => show(figureId, of)}
    >
      <RiFormula size={14} aria-hidden="true" />
    </button>
  );
};
