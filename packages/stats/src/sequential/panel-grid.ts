import { gaussLegendre } from '../special/gauss-legendre';

/** Gauss–Legendre points of a panel. */
export const POINTS = 12;

const RULE = gaussLegendre(POINTS);

/** Points of a panel in units of its width, measured from its upper end. */
export const OFFSETS: readonly number[] = RULE.nodes.map(
  node => (1 + node) / 2,
);

/** Weights of a panel of width one. */
export const WEIGHTS: readonly number[] = RULE.weights.map(
  weight => weight / 2,
);

/** Masses on panels of equal width, from `top` downwards. */
export type PanelGrid = {
  readonly top: number;
  readonly panelWidth: number;
  /** Quadrature weight times density, `POINTS` per panel. */
  readonly masses: readonly number[];
};

/** Where the points of a grid lie, by their index. */
export const pointsOf =
  ({ top, panelWidth }: Omit<PanelGrid, 'masses'>) =>
  (index: number): number => {
    const panel = Math.floor(index / POINTS);
    return top - panelWidth * (panel + (OFFSETS[index - panel * POINTS] ?? 0));
  };
