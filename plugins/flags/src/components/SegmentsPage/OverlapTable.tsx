import type { SegmentOverlaps } from '@etude/plugin-flags-common';
import { formatPercent } from '@etude/ui';
import { SegmentLink } from '../SegmentLink';
import styles from './Overlaps.module.css';

export type OverlapTableProps = {
  readonly overlaps: SegmentOverlaps;
  readonly isOpen: boolean;
};

/** Every two segments and what they share, most first. */
export const OverlapTable = ({ overlaps, isOpen }: OverlapTableProps) => {
  const pairs = overlaps.pairs.toSorted((a, b) => b.share - a.share);
  return (
    <details open={isOpen || undefined}>
      <summary className={styles.summary}>
        {pairs.length === 1 ? 'The pair' : `All ${pairs.length} pairs`} as a
        table
      </summary>
      <table className={styles.pairs}>
        <thead>
          <tr>
            <th scope="col">Segment</th>
            <th scope="col">and segment</th>
            <th scope="col" className={styles.number}>
              Both hold
            </th>
            <th scope="col">May share units</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ a, b, share, areExclusive }) => (
            <tr key={`${a} ${b}`}>
              <td>
                <SegmentLink id={a} />
              </td>
              <td>
                <SegmentLink id={b} />
              </td>
              <td className={styles.number}>{formatPercent(share)}</td>
              <td>{areExclusive ? 'No, kept apart' : 'Yes'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};
