import { scaleLinear } from 'd3-scale';
import type { ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { formatNumber } from '../numbers/format';
import { FiguresTable } from './FiguresTable';
import type { LinePoint, LineSeries } from './line-series';
import styles from './LineChart.module.css';

export type LineChartProps = {
  readonly title: string;
  readonly series: readonly LineSeries[];
  readonly formatX: (x: number) => string;
  readonly width?: number;
  readonly height?: number;
};

type Scales = {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
};

const MARGIN = { top: 12, right: 96, bottom: 28, left: 56 };
const DASHES = ['none', '6 3', '2 3', '8 3 2 3'];

const scalesOf = (
  points: readonly LinePoint[],
  size: { readonly width: number; readonly height: number },
): Scales => {
  const xs = points.map(point => point.x);
  return {
    x: scaleLinear()
      .domain([Math.min(...xs), Math.max(...xs)])
      .range([MARGIN.left, size.width - MARGIN.right]),
    y: scaleLinear()
      .domain([0, Math.max(...points.map(point => point.y), 1)])
      .nice()
      .range([size.height - MARGIN.bottom, MARGIN.top]),
  };
};

const Axes = (props: {
  readonly scales: Scales;
  readonly formatX: (x: number) => string;
}) => {
  const { x, y } = props.scales;
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
            {formatNumber(tick)}
          </text>
        </g>
      ))}
      {x.ticks(5).map(tick => (
        <text key={tick} x={x(tick)} y={bottom + 18} textAnchor="middle">
          {props.formatX(tick)}
        </text>
      ))}
    </>
  );
};

const Series = (props: {
  readonly series: LineSeries;
  readonly index: number;
  readonly scales: Scales;
}) => {
  const { series, index, scales } = props;
  const path = line<LinePoint>()
    .x(point => scales.x(point.x))
    .y(point => scales.y(point.y));
  const last = series.points.at(-1);
  return (
    <g className={styles[`series${index % DASHES.length}`]}>
      <path
        d={path([...series.points]) ?? ''}
        className={series.isReference ? styles.reference : styles.line}
        strokeDasharray={DASHES[index % DASHES.length]}
      />
      {series.points.length === 1 && last && (
        <circle
          cx={scales.x(last.x)}
          cy={scales.y(last.y)}
          r={3.5}
          fill="currentColor"
        />
      )}
      {last && (
        <text x={scales.x(last.x) + 8} y={scales.y(last.y)} dy="0.32em">
          {series.name}
        </text>
      )}
    </g>
  );
};

/**
 * Series over a shared x axis, each named at its end, with the same figures as
 * a table behind the chart. Nothing is drawn without a point.
 */
export const LineChart = (props: LineChartProps) => {
  const { width = 640, height = 220 } = props;
  const points = props.series.flatMap(series => series.points);
  if (points.length === 0) return null;
  const scales = scalesOf(points, { width, height });
  return (
    <figure className={styles.figure}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={props.title}
        className={styles.chart}
      >
        <Axes scales={scales} formatX={props.formatX} />
        {props.series.map((series, index) => (
          <Series
            key={series.name}
            series={series}
            index={index}
            scales={scales}
          />
        ))}
      </svg>
      <FiguresTable series={props.series} formatX={props.formatX} />
    </figure>
  );
};
