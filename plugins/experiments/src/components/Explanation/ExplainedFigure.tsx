import { useContext } from 'react';
import type { ReactNode } from 'react';
import styles from './Explanation.module.css';
import { ExplanationContext } from './explanation-context';

export type ExplainedFigureProps = {
  /** Id of the stored explanation. */
  readonly figureId: string;
  /** The figure as people know it: 'effect on Retention in gate-40'. */
  readonly of: string;
  readonly children: ReactNode;
};

/**
 * A figure, or a plot of one, that opens how it was computed; the bare figure
 * where nothing is explained.
 */
export const ExplainedFigure = (props: ExplainedFigureProps) => {
  const { figureId, of, children } = props;
  const show = useContext(ExplanationContext);
  if (!show) return <>{children}</>;
  return (
    <button
      type="button"
      className={styles.figure}
      onClick={() => show(figureId, of)}
    >
      {children}
      <span className={styles.question}>. How was this computed: {of}</span>
    </button>
  );
};
