import type { ReactNode } from 'react';
import styles from './Explanation.module.css';
import { HowComputed } from './HowComputed';
import type { HowComputedProps } from './HowComputed';

/** A figure with the button that opens how it was computed. */
export const ExplainedFigure = (
  props: HowComputedProps & { readonly children: ReactNode },
) => (
  <span className={styles.figure}>
    <span>{props.children}</span>
    <HowComputed figureId={props.figureId} of={props.of} />
  </span>
);
