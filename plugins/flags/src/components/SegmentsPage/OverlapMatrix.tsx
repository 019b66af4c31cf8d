import type { SegmentOverlaps } from '@etude/plugin-flags-common';
import { formatPercent } from '@etude/ui';
import { SegmentLink } from '../SegmentLink';
import styles from './Overlaps.module.css';

export type OverlapMatrixProps = { readonly overlaps: SegmentOverlaps };

type Pair = SegmentOverlaps['pairs'][number];

const pairOf = (
  pairs: readonly Pair[],
  one: string,
  other: string,
): Pair | undefined =>
  pairs.find(
    ({ a, b }) => (a === one && b === other) || (a === other && b === one),
  );

const Shared = ({ share }: { readonly share: number }) => (
  <td
    className={styles.cell}
    style={{
      background: `color-mix(in srgb, var(--bui-fg-info) ${Math.round(share * 30)}%, transparent)`,
    }}
  >
    {formatPercent(share)}
  </td>
);

const Cell = (props: {
  readonly pair: Pair | undefined;
  readonly held: number;
}) => {
  const { pair, held } = props;
  if (pair === undefined) {
    return (
      <td className={`${styles.cell} ${styles.itself}`}>
        {formatPercent(held)}
      </td>
    );
  }
  return pair.areExclusive ? (
    <td className={`${styles.cell} ${styles.apart}`}>apart</td>
  ) : (
    <Shared share={pair.share} />
  );
};

/** Segments against segments: the darker, the more units they share. */
export const OverlapMatrix = ({ overlaps }: OverlapMatrixProps) => {
  const { segments, pairs } = overlaps;
  return (
    <div className={styles.scroll}>
      <table className={styles.matrix} aria-label="Shared population">
        <thead>
          <tr>
            <th scope="col">Segment</th>
            {segments.map(({ id }, index) => (
              <th key={id} scope="col" title={id} aria-label={id}>
                {index + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {segments.map((row, index) => (
            <tr key={row.id}>
              <th scope="row">
                <span className={styles.index}>{index + 1}</span>{' '}
                <SegmentLink id={row.id} />
                <span className={styles.flags}>{row.flags.join(', ')}</span>
              </th>
              {segments.map(({ id }) => (
                <Cell
                  key={id}
                  held={row.proportion}
                  pair={pairOf(pairs, row.id, id)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
