import type { PanelGrid } from './panel-grid';
import { OFFSETS, POINTS, WEIGHTS } from './panel-grid';

const SQRT_2PI = Math.sqrt(2 * Math.PI);

// A name of this module's own: compiled to CommonJS, an import is looked up at
// every use, which the inner loops below would feel.
const SIZE = POINTS;

/** The target panels and how far (in x) a source panel still matters. */
export type ConvolutionTarget = {
  readonly top: number;
  readonly panelWidth: number;
  readonly panels: number;
  readonly sd: number;
  readonly reachBelow: number;
  readonly reachAbove: number;
};

// All in typed arrays: this is the inner loop of every sequential design.
type Kernel = {
  readonly masses: Float64Array;
  /** Kernel between the places in two panels with one centre. */
  readonly table: Float64Array;
  /** Places from the centre of their panel, upwards, over the variance. */
  readonly inSource: Float64Array;
  readonly inTarget: Float64Array;
  readonly variance: number;
  readonly sent: Float64Array;
  readonly sums: Float64Array;
};

const centred = (panelWidth: number): Float64Array =>
  Float64Array.from(OFFSETS, offset => panelWidth * (0.5 - offset));

const kernelOf = (source: PanelGrid, target: ConvolutionTarget): Kernel => {
  const variance = target.sd * target.sd;
  const inSource = centred(source.panelWidth);
  const inTarget = centred(target.panelWidth);
  const table = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < table.length; i += 1) {
    const c = i % SIZE;
    const distance = (inTarget[(i - c) / SIZE] ?? 0) - (inSource[c] ?? 0);
    table[i] = Math.exp((-0.5 * distance * distance) / variance);
  }
  return {
    masses: Float64Array.from(source.masses),
    table,
    inSource: inSource.map(place => place / variance),
    inTarget: inTarget.map(place => place / variance),
    variance,
    sent: new Float64Array(SIZE),
    sums: new Float64Array(SIZE),
  };
};

// Adds to `sums` what one source panel sends to the points of a target panel
// whose centre lies `distance` above its own.
const addPanel = (kernel: Kernel, panel: number, distance: number): void => {
  const { masses, table, inSource, inTarget, sent, sums } = kernel;
  const scale = Math.exp((-0.5 * distance * distance) / kernel.variance);
  const first = panel * SIZE;
  for (let c = 0; c < SIZE; c += 1) {
    sent[c] =
      (masses[first + c] ?? 0) * Math.exp(distance * (inSource[c] ?? 0));
  }
  for (let a = 0; a < SIZE; a += 1) {
    const row = a * SIZE;
    let sum = 0;
    for (let c = 0; c < SIZE; c += 1) {
      sum += (table[row + c] ?? 0) * (sent[c] ?? 0);
    }
    const factor = scale * Math.exp(-distance * (inTarget[a] ?? 0));
    sums[a] = (sums[a] ?? 0) + factor * sum;
  }
};

/**
 * Masses of a grid after an independent Gaussian step of `sd`, on the target's
 * panels.
 *
 * The kernel of two points is split into their panels' distance D and their
 * places a, c in the panels: `e^{−D²/2σ²} e^{−Da/σ²} e^{Dc/σ²} e^{−(a−c)²/2σ²}`,
 * so that exponentials are few. Panels out of reach are left out.
 */
export const convolvedMasses = (
  source: PanelGrid,
  target: ConvolutionTarget,
): readonly number[] => {
  const { top, panelWidth, panels, sd } = target;
  const kernel = kernelOf(source, target);
  const sourcePanels = source.masses.length / SIZE;
  const masses = new Float64Array(panels * SIZE);
  const scale = panelWidth / (sd * SQRT_2PI);
  for (let n = 0; n < panels; n += 1) {
    kernel.sums.fill(0);
    const centre = top - panelWidth * (n + 0.5);
    const highest = centre + panelWidth / 2 + target.reachAbove;
    const lowest = centre - panelWidth / 2 - target.reachBelow;
    const first = Math.floor((source.top - highest) / source.panelWidth);
    const last = Math.floor((source.top - lowest) / source.panelWidth);
    const end = Math.min(sourcePanels - 1, last);
    for (let panel = Math.max(0, first); panel <= end; panel += 1) {
      const from = source.top - source.panelWidth * (panel + 0.5);
      addPanel(kernel, panel, centre - from);
    }
    for (let a = 0; a < SIZE; a += 1) {
      masses[n * SIZE + a] = scale * (WEIGHTS[a] ?? 0) * (kernel.sums[a] ?? 0);
    }
  }
  return Array.from(masses);
};
