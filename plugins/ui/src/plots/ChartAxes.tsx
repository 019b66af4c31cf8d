import type { LineScales } from './line-scales';
import styles from './LineChart.module.css';

export type ChartAxesProps = {
  readonly scales: LineScales;
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
};

const MOST_TICKS = 5;
// Of the text of an axis, in units of the drawing.
const CHARACTER_WIDTH = 6.2;
const TICK_GAP = 12;

/** As many values along the bottom as stand beside each other. */
const fittingTicks = (
  x: LineScales['x'],
  formatX: ChartAxesProps['formatX'],
): readonly number[] => {
  for (let count = MOST_TICKS; count > 1; count -= 1) {
    const ticks = x.ticks(count);
    const [first = 0, second = 0] = ticks.map(tick => x(tick));
    const longest = Math.max(...ticks.map(tick => formatX(tick).length));
    const needed = longest * CHARACTER_WIDTH + TICK_GAP;
    if (ticks.length < 2 || second - first >= needed) return ticks;
  }
  return x.domain();
};

/** Grid lines with their values, and the values along the bottom. */
export const ChartAxes = ({ scales, formatX, formatY }: ChartAxesProps) => {
  const { x, y } = scales;
  const [left = 0, right = 0] = x.range();
  const [bottom = 0] = y.range();
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
      {fittingTicks(x, formatX).map(tick => (
        <text key={tick} x={x(tick)} y={bottom + 18} textAnchor="middle">
          {formatX(tick)}
        </text>
      ))}
    </>
  );
};
