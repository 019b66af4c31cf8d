import { Text } from '@backstage/ui';
import { formatEffect } from '@etude/ui';
import type { ReactNode } from 'react';
import type { MetricResult } from '../../experiment-types';
import { intervalText } from '../interval-text';
import styles from './IntervalCell.module.css';

export type IntervalCellProps = {
  readonly row: Pick<MetricResult, 'lift' | 'liftProblem' | 'difference'>;
  /** The lift and its interval, drawn. */
  readonly plot: ReactNode;
  /** Makes the interval open how it was computed. */
  readonly explained: (
    of: 'lift' | 'difference',
    interval: ReactNode,
  ) => ReactNode;
};

/**
 * The interval of a row: that of the lift as a plot, or, where there is no
 * lift, that of the difference in figures and why.
 */
export const IntervalCell = ({ row, plot, explained }: IntervalCellProps) => {
  const { lift, liftProblem, difference } = row;
  if (lift) {
    return (
      <span className={styles.interval}>
        {explained('lift', plot)}
        {lift.method === 'fieller' && (
          <Text variant="body-small" color="secondary">
            by Fieller’s method
          </Text>
        )}
      </span>
    );
  }
  if (!difference) return <>–</>;
  return (
    <span className={styles.interval}>
      <span>
        {explained('difference', intervalText(difference.ci, formatEffect))}
      </span>
      {liftProblem && (
        <Text variant="body-small" color="secondary">
          {liftProblem.message}
        </Text>
      )}
    </span>
  );
};
