import { useState } from 'react';
import type { PointerEvent } from 'react';
import type { ChartSize, LineScales } from './line-scales';
import type { LineSeries } from './line-series';

export type ChartReading = {
  /** Where the pointer reads the chart; undefined when it is elsewhere. */
  readonly x: number | undefined;
  readonly onPointerMove: (event: PointerEvent<SVGSVGElement>) => void;
  readonly onPointerLeave: () => void;
};

const nearest = (xs: readonly number[], to: number): number | undefined =>
  xs.reduce<number | undefined>(
    (best, x) =>
      best === undefined || Math.abs(x - to) < Math.abs(best - to) ? x : best,
    undefined,
  );

/** Follows the pointer to the nearest x at which a series has a value. */
export const useChartReading = (
  series: readonly LineSeries[],
  scales: LineScales,
  { width }: ChartSize,
): ChartReading => {
  const [x, setX] = useState<number>();
  return {
    x,
    onPointerMove: event => {
      const box = event.currentTarget.getBoundingClientRect();
      if (box.width === 0) return;
      const at = ((event.clientX - box.left) / box.width) * width;
      const xs = series.flatMap(({ points }) => points.map(point => point.x));
      setX(nearest(xs, scales.x.invert(at)));
    },
    onPointerLeave: () => setX(undefined),
  };
};
