import { formatCount, formatNumber } from '../numbers/format';
import { ChartAxes } from './ChartAxes';
import { ChartFigure } from './ChartFigure';
import { ChartMarks } from './ChartMarks';
import type { ChartMark } from './ChartMarks';
import styles from './Histogram.module.css';
import { lineScales } from './line-scales';

/** How many are in [from, to); null: in all from `from` on. */
export type HistogramBin = {
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
};

export type HistogramProps = {
  readonly title: string;
  readonly bins: readonly HistogramBin[];
  /** What is counted, at the head of the figures: 'Units'. */
  readonly countLabel: string;
  /** What it is spread over, at the head of the figures: 'Value'. */
  readonly valueLabel: string;
  /** Three significant digits when left out. */
  readonly formatValue?: (value: number) => string;
  /** Values that matter, such as a cap. */
  readonly marks?: readonly ChartMark[];
  readonly width?: number;
  readonly height?: number;
};

const GAP = 1;

const rangeWords = (
  { from, to }: HistogramBin,
  format: (value: number) => string,
): string =>
  to === null ? `${format(from)} and more` : `${format(from)} to ${format(to)}`;

/** The last bin has no end of its own: it is drawn as wide as the first. */
const endOf = (bin: HistogramBin, width: number): number =>
  bin.to ?? bin.from + width;

const FiguresTable = (
  props: Required<
    Pick<HistogramProps, 'bins' | 'countLabel' | 'valueLabel' | 'formatValue'>
  > & { readonly title: string },
) => (
  <details>
    <summary>Figures</summary>
    <table aria-label={props.title} className={styles.figures}>
      <thead>
        <tr>
          <th scope="col">{props.valueLabel}</th>
          <th scope="col">{props.countLabel}</th>
        </tr>
      </thead>
      <tbody>
        {props.bins.map(bin => (
          <tr key={bin.from}>
            <th scope="row">{rangeWords(bin, props.formatValue)}</th>
            <td>{formatCount(bin.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

/**
 * How many there are of each range of values, with the same figures as a table
 * behind the chart. An open last range is drawn hatched: its end is not shown.
 * Nothing is drawn without a bin.
 */
export const Histogram = (props: HistogramProps) =>
  props.bins.length === 0 ? null : <DrawnHistogram {...props} />;

const DrawnHistogram = (props: HistogramProps) => {
  const { bins, formatValue = formatNumber, marks = [] } = props;
  const { width = 640, height = 200 } = props;
  const [first] = bins;
  const binWidth = (first?.to ?? (first?.from ?? 0) + 1) - (first?.from ?? 0);
  const ends = bins.flatMap(bin => [
    { x: bin.from, y: bin.count },
    { x: endOf(bin, binWidth), y: bin.count },
  ]);
  const scales = lineScales(ends, {
    width,
    height,
    hasMarks: marks.length > 0,
  });
  const { x, y } = scales;
  const [bottom = 0] = y.range();
  const [low = 0, high = 0] = x.domain();
  return (
    <ChartFigure
      label={props.title}
      width={width}
      height={height}
      below={
        <FiguresTable
          bins={bins}
          countLabel={props.countLabel}
          valueLabel={props.valueLabel}
          formatValue={formatValue}
          title={props.title}
        />
      }
    >
      <ChartAxes scales={scales} formatX={formatValue} formatY={formatCount} />
      {bins.map(bin => (
        <rect
          key={bin.from}
          x={x(bin.from)}
          y={y(bin.count)}
          width={Math.max(1, x(endOf(bin, binWidth)) - x(bin.from) - GAP)}
          height={bottom - y(bin.count)}
          className={bin.to === null ? styles.open : styles.bar}
        >
          <title>
            {`${rangeWords(bin, formatValue)}: ${formatCount(bin.count)}`}
          </title>
        </rect>
      ))}
      <ChartMarks
        scales={scales}
        marks={marks.filter(mark => mark.x >= low && mark.x <= high)}
        levels={[]}
      />
    </ChartFigure>
  );
};
