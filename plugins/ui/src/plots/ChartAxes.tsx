import type { LineScales } from './line-scales';
import styles from './LineChart.module.css';

export type ChartAxesProps = {
  readonly scales: LineScales;
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
};

const MOST_TICKS = 5;
const TICK_WIDTH = 60;

/** Grid lines with their values, and the values along the bottom. */
export const ChartAxes = ({ scales, formatX, formatY }: ChartAxesProps) => {
  const { x, y } = scales;
  const [left = 0, right = 0] = x.range();
  const [bottom = 0] = y.range();
  const ticks = Math.min(MOST_TICKS, Math.floor((right - left) / TICK_WIDTH));
  return (
    <>
      {y.ticks(4).map(tick => (
        <g key={tick}>
          <line
            x1={left}
            x2={right}
            y1={y(tick)}
            y2={y(tick)}
            className={styles.grid}
          />
          <text x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
            {formatY(tick)}
          </text>
        </g>
      ))}
      {x.ticks(ticks).map(tick => (
        <text key={tick} x={x(tick)} y={bottom + 18} textAnchor="middle">
          {formatX(tick)}
        </text>
      ))}
    </>
  );
};
