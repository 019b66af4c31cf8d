import type { ReactNode } from 'react';
import styles from './TableFrame.module.css';

export type TableFrameProps = {
  /**
   * Places, from 1, of the columns that a narrow window leaves out: what they
   * say is also where the first column leads.
   */
  readonly wideOnly: readonly number[];
  readonly children: ReactNode;
};

/** A table that a narrow window shows without sideways scrolling. */
export const TableFrame = ({ wideOnly, children }: TableFrameProps) => (
  <div
    className={[
      styles.frame,
      ...wideOnly.map(place => styles[`wide${place}`]),
    ].join(' ')}
  >
    {children}
  </div>
);
