import type { ReactNode, SVGProps } from 'react';
import styles from './ChartFigure.module.css';

export type ChartFigureProps = {
  /** What is drawn, for those who do not see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** What is drawn, in units of `width` and `height`. */
  readonly children: ReactNode;
  /** Below the drawing: a reading, a legend, the figures as a table. */
  readonly below: ReactNode;
  readonly pointer?: Pick<
    SVGProps<SVGSVGElement>,
    'onPointerMove' | 'onPointerLeave'
  >;
};

/** The frame of a drawn chart: it scales with the page, its table is below. */
export const ChartFigure = (props: ChartFigureProps) => (
  <figure className={styles.figure}>
    <svg
      viewBox={`0 0 ${props.width} ${props.height}`}
      role="img"
      aria-label={props.label}
      className={styles.chart}
      {...props.pointer}
    >
      {props.children}
    </svg>
    {props.below}
  </figure>
);
