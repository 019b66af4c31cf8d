import { scaleLinear } from 'd3-scale';
import type { ScaleLinear } from 'd3-scale';
import styles from './IntervalPlot.module.css';

/** What an interval says, told by shape as well as by colour. */
export type IntervalOutcome =
  'better' | 'worse' | 'not-worse' | 'no-difference' | 'not-enough-data';

export type IntervalPlotProps = {
  /** Relative effects, turned so that right is better: 0.02 is +2 %. */
  readonly estimate: number;
  /** An open end is null. */
  readonly interval: readonly [number | null, number | null];
  readonly outcome: IntervalOutcome;
  /** Same for all rows of a table, so that they can be compared. */
  readonly domain: readonly [number, number];
  readonly mde?: number;
  readonly nonInferiorityMargin?: number;
  /** The row in words, for those who do not see it. */
  readonly label: string;
  readonly width?: number;
};

const HEIGHT = 36;
const MIDDLE = HEIGHT / 2;

type Scale = ScaleLinear<number, number>;

const Marker = (props: {
  readonly x: number;
  readonly outcome: IntervalOutcome;
}) => {
  const { x, outcome } = props;
  switch (outcome) {
    case 'better':
      return <path d={`M${x - 5} ${MIDDLE + 5}h10l-5-10z`} />;
    case 'worse':
      return <path d={`M${x - 5} ${MIDDLE - 5}h10l-5 10z`} />;
    case 'not-enough-data':
      return <circle cx={x} cy={MIDDLE} r={4.5} className={styles.hollow} />;
    case 'not-worse':
    case 'no-difference':
      return <rect x={x - 4.5} y={MIDDLE - 4.5} width={9} height={9} />;
    default:
      return null;
  }
};

const Reference = (props: {
  readonly at: number | undefined;
  readonly scale: Scale;
  readonly className: string | undefined;
  readonly title: string;
}) => {
  const { at, scale, className, title } = props;
  if (at === undefined) return null;
  const x = scale(at);
  return (
    <line x1={x} x2={x} y1={4} y2={HEIGHT - 4} className={className}>
      <title>{title}</title>
    </line>
  );
};

const Ends = (props: {
  readonly from: number | null;
  readonly to: number | null;
  readonly scale: Scale;
}) => {
  const [left, right] = props.scale.range() as [number, number];
  const x1 = props.from === null ? left : props.scale(props.from);
  const x2 = props.to === null ? right : props.scale(props.to);
  return (
    <>
      <line x1={x1} x2={x2} y1={MIDDLE} y2={MIDDLE} className={styles.range} />
      {props.from === null ? (
        <path d={`M${x1 + 6} ${MIDDLE - 4}l-6 4l6 4`} className={styles.open} />
      ) : (
        <line
          x1={x1}
          x2={x1}
          y1={MIDDLE - 5}
          y2={MIDDLE + 5}
          className={styles.range}
        />
      )}
      {props.to === null ? (
        <path d={`M${x2 - 6} ${MIDDLE - 4}l6 4l-6 4`} className={styles.open} />
      ) : (
        <line
          x1={x2}
          x2={x2}
          y1={MIDDLE - 5}
          y2={MIDDLE + 5}
          className={styles.range}
        />
      )}
    </>
  );
};

/**
 * One row's effect: point, interval (an arrow where it is open), zero line,
 * minimum detectable effect and non-inferiority margin.
 */
export const IntervalPlot = (props: IntervalPlotProps) => {
  const { estimate, interval, outcome, domain, width = 280 } = props;
  const scale = scaleLinear()
    .domain([domain[0], domain[1]])
    .range([8, width - 8])
    .clamp(true);
  return (
    <svg
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={props.label}
      className={styles[outcome]}
    >
      <Reference
        at={0}
        scale={scale}
        className={styles.zero}
        title="no difference"
      />
      <Reference
        at={props.mde}
        scale={scale}
        className={styles.mde}
        title="minimum detectable effect"
      />
      <Reference
        at={props.nonInferiorityMargin}
        scale={scale}
        className={styles.margin}
        title="non-inferiority margin"
      />
      <Ends from={interval[0]} to={interval[1]} scale={scale} />
      <Marker x={scale(estimate)} outcome={outcome} />
    </svg>
  );
};

/**
 * A domain that holds every interval, zero and every margin with some air, for
 * all rows of one table.
 */
export const intervalDomain = (
  values: readonly (number | null | undefined)[],
): readonly [number, number] => {
  const finite = values.filter(
    (value): value is number => typeof value === 'number',
  );
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const air = (high - low || 0.02) * 0.08;
  return [low - air, high + air];
};
