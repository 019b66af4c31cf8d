import { scaleLinear } from 'd3-scale';
import type { ScaleLinear } from 'd3-scale';
import type { LinePoint } from './line-series';

/** From data to the coordinates of a chart. */
export type LineScales = {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
};

export type ChartSize = { readonly width: number; readonly height: number };

const MARGIN = { top: 12, right: 116, bottom: 28, left: 56 };
const MARK_LINE = 16;

const domainOf = (
  points: readonly LinePoint[],
  given: readonly [number, number] | undefined,
): readonly [number, number] =>
  given ?? [0, Math.max(...points.map(point => point.y), 1)];

export type ScaleOptions = ChartSize & {
  readonly yDomain?: readonly [number, number] | undefined;
  /** Whether words stand above the chart. */
  readonly hasMarks: boolean;
};

/** Scales that hold all points, with room for axes and names around them. */
export const lineScales = (
  points: readonly LinePoint[],
  { width, height, yDomain, hasMarks }: ScaleOptions,
): LineScales => {
  const xs = points.map(point => point.x);
  const top = MARGIN.top + (hasMarks ? MARK_LINE : 0);
  return {
    x: scaleLinear()
      .domain([Math.min(...xs), Math.max(...xs)])
      .range([MARGIN.left, width - MARGIN.right]),
    y: scaleLinear()
      .domain([...domainOf(points, yDomain)])
      .nice()
      .range([height - MARGIN.bottom, top]),
  };
};
