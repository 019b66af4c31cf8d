import type { LineScales } from './line-scales';
import styles from './LineChart.module.css';

/** A place on the x axis that matters, such as a planned effect. */
export type ChartMark = { readonly x: number; readonly label: string };

/** A height that matters, such as a planned power. */
export type ChartLevel = { readonly y: number; readonly label: string };

export type ChartMarksProps = {
  readonly scales: LineScales;
  readonly marks: readonly ChartMark[];
  readonly levels: readonly ChartLevel[];
};

/** Dashed lines through a chart, each with its words at its end. */
export const ChartMarks = ({ scales, marks, levels }: ChartMarksProps) => {
  const { x, y } = scales;
  const [left = 0, right = 0] = x.range();
  const [bottom = 0, top = 0] = y.range();
  return (
    <>
      {levels.map(({ y: at, label }) => (
        <g key={label}>
          <line
            x1={left}
            x2={right}
            y1={y(at)}
            y2={y(at)}
            className={styles.level}
          />
          <text x={right + 8} y={y(at)} dy="0.32em">
            {label}
          </text>
        </g>
      ))}
      {marks.map(({ x: at, label }) => (
        <g key={label}>
          <line
            x1={x(at)}
            x2={x(at)}
            y1={bottom}
            y2={top - 4}
            className={styles.mark}
          />
          <text x={x(at)} y={top - 9} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
    </>
  );
};
