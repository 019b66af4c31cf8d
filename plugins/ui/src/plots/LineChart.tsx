import { line } from 'd3-shape';
import { formatNumber } from '../numbers/format';
import { ChartAxes } from './ChartAxes';
import { ChartFigure } from './ChartFigure';
import { ChartMarks } from './ChartMarks';
import type { ChartLevel, ChartMark } from './ChartMarks';
import { FiguresTable, valueAt } from './FiguresTable';
import { lineScales } from './line-scales';
import type { LineScales } from './line-scales';
import type { LinePoint, LineSeries } from './line-series';
import styles from './LineChart.module.css';
import { spreadHeights } from './spread-heights';
import { useChartReading } from './use-chart-reading';

export type LineChartProps = {
  readonly title: string;
  readonly series: readonly LineSeries[];
  readonly formatX: (x: number) => string;
  /** Three significant digits when left out. */
  readonly formatY?: (y: number) => string;
  /** What x is, at the head of the figures; 'At' when left out. */
  readonly xLabel?: string;
  /** From 0 to the largest value when left out. */
  readonly yDomain?: readonly [number, number];
  readonly marks?: readonly ChartMark[];
  readonly levels?: readonly ChartLevel[];
  readonly width?: number;
  readonly height?: number;
};

const NAME_HEIGHT = 13;
const DASHES = ['none', '6 3', '2 3', '8 3 2 3'];

const dashOf = (index: number) => DASHES[index % DASHES.length];

// With a piece of its line: where lines meet, their ends do not tell them apart.
const SeriesName = (props: SeriesPlace & { x: number; y: number }) => (
  <>
    <line
      x1={props.x}
      x2={props.x + 16}
      y1={props.y}
      y2={props.y}
      className={props.series.isReference ? styles.reference : styles.line}
      strokeDasharray={dashOf(props.index)}
    />
    <text x={props.x + 21} y={props.y} dy="0.32em" className={styles.name}>
      {props.series.name}
    </text>
  </>
);

type SeriesPlace = {
  readonly series: LineSeries;
  readonly index: number;
};

const Series = (
  props: SeriesPlace & {
    readonly scales: LineScales;
    /** Where its name stands, clear of the names of others. */
    readonly nameY: number | undefined;
  },
) => {
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
        strokeDasharray={dashOf(index)}
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
        <SeriesName
          {...props}
          x={scales.x(last.x) + 8}
          y={props.nameY ?? scales.y(last.y)}
        />
      )}
    </g>
  );
};

/**
 * Series over a shared x axis, each named at its end, with the same figures as
 * a table behind the chart; the pointer reads all of them at once. Nothing is
 * drawn without a point.
 */
export const LineChart = (props: LineChartProps) =>
  props.series.every(({ points }) => points.length === 0) ? null : (
    <DrawnChart {...props} />
  );

const DrawnChart = (props: LineChartProps) => {
  const { series, formatX, formatY = formatNumber, xLabel = 'At' } = props;
  const { marks = [], levels = [], width = 640, height = 220 } = props;
  const points = series.flatMap(one => one.points);
  const scales = lineScales(points, {
    width,
    height,
    yDomain: props.yDomain,
    hasMarks: marks.length > 0,
  });
  const { x, ...pointer } = useChartReading(series, scales, { width, height });
  const [bottom = 0, top = 0] = scales.y.range();
  const nameYs = spreadHeights(
    series.map(({ points: own }) => scales.y(own.at(-1)?.y ?? 0)),
    { gap: NAME_HEIGHT, bottom },
  );
  return (
    <ChartFigure
      label={props.title}
      width={width}
      height={height}
      pointer={pointer}
      below={
        <>
          <p className={styles.reading} aria-hidden="true">
            {x !== undefined &&
              `${formatX(x)}: ${series
                .map(one => `${one.name} ${valueAt(one, x, formatY)}`)
                .join(', ')}`}
          </p>
          <FiguresTable
            series={series}
            formatX={formatX}
            formatY={formatY}
            xLabel={xLabel}
            title={props.title}
          />
        </>
      }
    >
      <ChartAxes scales={scales} formatX={formatX} formatY={formatY} />
      <ChartMarks scales={scales} marks={marks} levels={levels} />
      {x !== undefined && (
        <line
          x1={scales.x(x)}
          x2={scales.x(x)}
          y1={bottom}
          y2={top}
          className={styles.cursor}
        />
      )}
      {series.map((one, index) => (
        <Series
          key={one.name}
          series={one}
          index={index}
          scales={scales}
          nameY={nameYs[index]}
        />
      ))}
    </ChartFigure>
  );
};
