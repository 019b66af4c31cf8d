import { formatNumber } from '../numbers/format';
import type { LineSeries } from './line-series';

export type FiguresTableProps = {
  readonly series: readonly LineSeries[];
  readonly formatX: (x: number) => string;
};

const valueAt = (series: LineSeries, x: number): string => {
  const point = series.points.find(candidate => candidate.x === x);
  return point ? formatNumber(point.y) : '–';
};

/** The figures of a chart, for those who read rather than look. */
export const FiguresTable = ({ series, formatX }: FiguresTableProps) => {
  const xs = new Set(series.flatMap(({ points }) => points.map(({ x }) => x)));
  return (
    <details>
      <summary>Figures</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">At</th>
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
                  <td key={one.name}>{valueAt(one, x)}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
};
