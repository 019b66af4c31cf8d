import type { LineSeries } from './line-series';
import styles from './LineChart.module.css';

export type FiguresTableProps = {
  readonly series: readonly LineSeries[];
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
  readonly xLabel: string;
  readonly title: string;
};

/** A series' value at x as text; a dash where it has none. */
export const valueAt = (
  series: LineSeries,
  x: number,
  formatY: (y: number) => string,
): string => {
  const point = series.points.find(candidate => candidate.x === x);
  return point ? formatY(point.y) : '–';
};

/** The figures of a chart, for those who read rather than look. */
export const FiguresTable = (props: FiguresTableProps) => {
  const { series, formatX, formatY } = props;
  const xs = new Set(series.flatMap(({ points }) => points.map(({ x }) => x)));
  return (
    <details>
      <summary>Figures</summary>
      <table aria-label={props.title} className={styles.figures}>
        <thead>
          <tr>
            <th scope="col">{props.xLabel}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...xs]
            .sort((a, b) => a - b)
            .map(x => (
              <tr key={x}>
                <th scope="row">{formatX(x)}</th>
                {series.map(one => (
                  <td key={one.name}>{valueAt(one, x, formatY)}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
};
