import styles from './RangeBar.module.css';

export type RangeBarProps = {
  /** What is expected: the filled part. */
  readonly value: number;
  /** What it can come to: the outline; only `value` when left out. */
  readonly maximum?: number;
  /** A second expectation: a line across the bar. */
  readonly mark?: number;
  /** Largest value of all bars of a table, so that they can be compared. */
  readonly domainEnd: number;
  /** The bar in words, for those who do not see it. */
  readonly label: string;
  readonly width?: number;
};

const HEIGHT = 20;
const THICK = 12;
const TOP = (HEIGHT - THICK) / 2;

/** One row's amount, with how far it can go. */
export const RangeBar = (props: RangeBarProps) => {
  const { value, mark, domainEnd, width = 120 } = props;
  const { maximum = value } = props;
  const lengthOf = (amount: number): number =>
    domainEnd > 0 ? Math.max(1, (amount / domainEnd) * (width - 2)) : 1;
  return (
    <svg
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={props.label}
      className={styles.bar}
    >
      <rect
        x={1}
        y={TOP}
        width={lengthOf(maximum)}
        height={THICK}
        className={styles.outline}
      />
      <rect
        x={1}
        y={TOP}
        width={lengthOf(value)}
        height={THICK}
        className={styles.filled}
      />
      {mark !== undefined && (
        <line
          x1={1 + lengthOf(mark)}
          x2={1 + lengthOf(mark)}
          y1={TOP - 3}
          y2={TOP + THICK + 3}
          className={styles.mark}
        />
      )}
    </svg>
  );
};
