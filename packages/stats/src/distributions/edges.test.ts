import { describe, expect, it } from 'vitest';
import * as stats from '../index';
import { closeTo } from '../test-input';

type Answer = readonly [name: string, actual: () => number, expected: number];

const { LN2 } = Math;

// What follows from the definition of each distribution, without a table.
const ENDS: readonly Answer[] = [
  ['betaPdf below', () => stats.betaPdf(-0.1, 2, 3), 0],
  ['betaPdf above', () => stats.betaPdf(1.1, 2, 3), 0],
  ['betaPdf at 0, shape below 1', () => stats.betaPdf(0, 0.5, 3), Infinity],
  ['betaPdf at 0, shape 1', () => stats.betaPdf(0, 1, 3), 3],
  ['betaPdf at 0, shape above 1', () => stats.betaPdf(0, 2, 3), 0],
  ['betaPdf at 1, shape below 1', () => stats.betaPdf(1, 3, 0.5), Infinity],
  ['betaPdf at 1, shape 1', () => stats.betaPdf(1, 3, 1), 3],
  ['betaPdf at 1, shape above 1', () => stats.betaPdf(1, 3, 2), 0],
  ['betaPdf, 6x(1 − x)', () => stats.betaPdf(0.25, 2, 2), 1.125],
  ['betaCdf below', () => stats.betaCdf(-1, 2, 3), 0],
  ['betaCdf above', () => stats.betaCdf(2, 2, 3), 1],
  ['betaSf below', () => stats.betaSf(-1, 2, 3), 1],
  ['betaSf above', () => stats.betaSf(2, 2, 3), 0],
  ['betaQuantile of 0', () => stats.betaQuantile(0, 2, 3), 0],
  ['betaQuantile of 1', () => stats.betaQuantile(1, 2, 3), 1],
  ['betaUpperQuantile of 0', () => stats.betaUpperQuantile(0, 2, 3), 1],
  ['betaUpperQuantile of 1', () => stats.betaUpperQuantile(1, 2, 3), 0],
  ['betaUpperQuantile, √', () => stats.betaUpperQuantile(0.75, 2, 1), 0.5],
  ['betaQuantile, √', () => stats.betaQuantile(0.25, 2, 1), 0.5],
  ['gammaPdf below', () => stats.gammaPdf(-1, 2, 3), 0],
  ['gammaPdf at 0, shape below 1', () => stats.gammaPdf(0, 0.5, 3), Infinity],
  ['gammaPdf at 0, shape 1', () => stats.gammaPdf(0, 1, 4), 0.25],
  ['gammaPdf at 0, shape above 1', () => stats.gammaPdf(0, 2, 3), 0],
  ['gammaPdf at the end', () => stats.gammaPdf(Infinity, 2, 3), 0],
  ['gammaPdf, exponential', () => stats.gammaPdf(4 * LN2, 1, 4), 0.125],
  ['gammaCdf below', () => stats.gammaCdf(-1, 2, 3), 0],
  ['gammaSf below', () => stats.gammaSf(-1, 2, 3), 1],
  ['gammaCdf, exponential', () => stats.gammaCdf(4 * LN2, 1, 4), 0.5],
  ['gammaSf, exponential', () => stats.gammaSf(8 * LN2, 1, 4), 0.25],
  ['gammaQuantile of 0', () => stats.gammaQuantile(0, 2, 3), 0],
  ['gammaQuantile of 1', () => stats.gammaQuantile(1, 2, 3), Infinity],
  [
    'gammaUpperQuantile of 0',
    () => stats.gammaUpperQuantile(0, 2, 3),
    Infinity,
  ],
  ['gammaUpperQuantile of 1', () => stats.gammaUpperQuantile(1, 2, 3), 0],
  ['gammaQuantile', () => stats.gammaQuantile(0.75, 1, 4), 8 * LN2],
  ['gammaUpperQuantile', () => stats.gammaUpperQuantile(0.25, 1, 4), 8 * LN2],
  ['chiSquarePdf, e^(−x/2)/2', () => stats.chiSquarePdf(2 * LN2, 2), 0.25],
  ['chiSquareCdf', () => stats.chiSquareCdf(4 * LN2, 2), 0.75],
  ['chiSquareQuantile', () => stats.chiSquareQuantile(0.75, 2), 4 * LN2],
  [
    'chiSquareUpperQuantile',
    () => stats.chiSquareUpperQuantile(0.25, 2),
    4 * LN2,
  ],
  ['fPdf below', () => stats.fPdf(-1, 2, 4), 0],
  ['fPdf at 0, d1 below 2', () => stats.fPdf(0, 1, 4), Infinity],
  ['fPdf at 0, d1 of 2', () => stats.fPdf(0, 2, 4), 1],
  ['fPdf at 0, d1 above 2', () => stats.fPdf(0, 3, 4), 0],
  // F(2, 2) has the cdf x/(1 + x).
  ['fPdf, 1/(1 + x)²', () => stats.fPdf(3, 2, 2), 1 / 16],
  ['fCdf', () => stats.fCdf(3, 2, 2), 0.75],
  ['fSf', () => stats.fSf(3, 2, 2), 0.25],
  ['fCdf below', () => stats.fCdf(-1, 2, 2), 0],
  ['fSf at the end', () => stats.fSf(Infinity, 2, 2), 0],
  ['fCdf at the end', () => stats.fCdf(Infinity, 2, 2), 1],
  ['fQuantile', () => stats.fQuantile(0.75, 2, 2), 3],
  ['fUpperQuantile', () => stats.fUpperQuantile(0.25, 2, 2), 3],
  ['fQuantile of 0', () => stats.fQuantile(0, 2, 2), 0],
  ['fQuantile of 1', () => stats.fQuantile(1, 2, 2), Infinity],
  ['fUpperQuantile of 0', () => stats.fUpperQuantile(0, 2, 2), Infinity],
  ['fUpperQuantile of 1', () => stats.fUpperQuantile(1, 2, 2), 0],
  ['binomialPmf below', () => stats.binomialPmf(-1, 5, 0.5), 0],
  ['binomialPmf above', () => stats.binomialPmf(6, 5, 0.5), 0],
  ['binomialPmf between', () => stats.binomialPmf(1.5, 5, 0.5), 0],
  ['binomialPmf of none, p 0', () => stats.binomialPmf(0, 5, 0), 1],
  ['binomialPmf of one, p 0', () => stats.binomialPmf(1, 5, 0), 0],
  ['binomialPmf of all, p 1', () => stats.binomialPmf(5, 5, 1), 1],
  ['binomialPmf of four, p 1', () => stats.binomialPmf(4, 5, 1), 0],
  ['binomialPmf of none', () => stats.binomialPmf(0, 2, 0.75), 0.0625],
  ['binomialPmf of all', () => stats.binomialPmf(2, 2, 0.75), 0.5625],
  ['binomialPmf of one', () => stats.binomialPmf(1, 2, 0.75), 0.375],
  ['binomialPmf of no trial', () => stats.binomialPmf(0, 0, 0.5), 1],
  ['binomialCdf below', () => stats.binomialCdf(-1, 5, 0.5), 0],
  ['binomialSf below', () => stats.binomialSf(-0.5, 5, 0.5), 1],
  ['binomialCdf of all', () => stats.binomialCdf(5, 5, 0.5), 1],
  ['binomialSf of all', () => stats.binomialSf(5, 5, 0.5), 0],
  ['binomialCdf between', () => stats.binomialCdf(1.9, 2, 0.5), 0.75],
  ['binomialSf between', () => stats.binomialSf(1.9, 2, 0.5), 0.25],
  ['binomialQuantile of 0', () => stats.binomialQuantile(0, 5, 0.5), 0],
  ['binomialQuantile of 1', () => stats.binomialQuantile(1, 5, 0.5), 5],
  ['binomialQuantile of 1, p 0', () => stats.binomialQuantile(1, 5, 0), 0],
  [
    'binomialQuantile met exactly',
    () => stats.binomialQuantile(0.75, 2, 0.5),
    1,
  ],
  [
    'binomialQuantile just above',
    () => stats.binomialQuantile(0.7501, 2, 0.5),
    2,
  ],
  // 1 − 0.5^40 and the next number below it.
  [
    'binomialQuantile near 1',
    () => stats.binomialQuantile(1 - 1e-13, 40, 0.5),
    40,
  ],
  // Cauchy: P(T > t) = 1/2 − atan(t)/π.
  ['studentTPdf, 1/(π(1 + t²))', () => stats.studentTPdf(1, 1), 0.5 / Math.PI],
  ['studentTPdf at 0', () => stats.studentTPdf(0, 1), 1 / Math.PI],
  ['studentTPdf mirrored', () => stats.studentTPdf(-1, 1), 0.5 / Math.PI],
  ['studentTPdf at the end', () => stats.studentTPdf(Infinity, 1), 0],
  ['studentTSf', () => stats.studentTSf(1, 1), 0.25],
  ['studentTSf below 0', () => stats.studentTSf(-1, 1), 0.75],
  ['studentTSf at 0', () => stats.studentTSf(0, 1), 0.5],
  ['studentTSf far out', () => stats.studentTSf(1e150, 1), 1e-150 / Math.PI],
  ['studentTUpperQuantile', () => stats.studentTUpperQuantile(0.25, 1), 1],
  [
    'studentTUpperQuantile above ½',
    () => stats.studentTUpperQuantile(0.75, 1),
    -1,
  ],
  ['studentTUpperQuantile of ½', () => stats.studentTUpperQuantile(0.5, 1), 0],
  [
    'studentTUpperQuantile of 0',
    () => stats.studentTUpperQuantile(0, 1),
    Infinity,
  ],
  [
    'studentTUpperQuantile of 1',
    () => stats.studentTUpperQuantile(1, 1),
    -Infinity,
  ],
  ['studentTQuantile of ½', () => stats.studentTQuantile(0.5, 1), 0],
  ['studentTQuantile', () => stats.studentTQuantile(0.75, 1), 1],
  ['normalPdf', () => stats.normalPdf(0), 1 / Math.sqrt(2 * Math.PI)],
  ['normalLogSf at the end', () => stats.normalLogSf(Infinity), -Infinity],
  ['normalLogSf at the start', () => stats.normalLogSf(-Infinity), 0],
  ['normalQuantile of 1', () => stats.normalQuantile(1), Infinity],
  ['normalQuantile of ½', () => stats.normalQuantile(0.5), 0],
  ['normalUpperQuantile of ½', () => stats.normalUpperQuantile(0.5), 0],
  ['normalUpperQuantile of 0', () => stats.normalUpperQuantile(0), Infinity],
  [
    't with infinite df: density',
    () => stats.studentTPdf(1.5, Infinity),
    stats.normalPdf(1.5),
  ],
  [
    't with infinite df: quantile',
    () => stats.studentTUpperQuantile(0.1, Infinity),
    stats.normalUpperQuantile(0.1),
  ],
];

describe('the ends of distributions', () => {
  it.each(ENDS)('%s', (_name, actual, expected) => closeTo(actual(), expected));

  it('are a zero without sign for a median of 0', () => {
    expect(stats.studentTQuantile(0.5, 3)).toBe(0);
    expect(stats.normalUpperQuantile(0.5)).toBe(0);
    expect(stats.studentTQuantile(0.5, Infinity)).toBe(0);
  });

  it('are limits that are approached', () => {
    // mpmath 1.3: the normal tail where its method changes.
    closeTo(stats.normalSf(2), 0.022750131948179207, 2e-14);
    closeTo(stats.normalSf(2.0000001), 0.022750126549083105, 2e-13);
    closeTo(stats.normalLogSf(-2), -0.023012909328963486, 2e-13);
    closeTo(stats.normalLogSf(-2.0000001), -0.023012903804177797, 2e-13);
    closeTo(stats.normalQuantile(0.3), -0.52440051270804082, 1e-14);
    closeTo(stats.normalQuantile(0.7), 0.52440051270804067, 1e-14);
  });
});

const SHAPES: Readonly<Record<string, readonly (() => number)[]>> = {
  'betaPdf, first shape': [
    () => stats.betaPdf(0.5, 0, 1),
    () => stats.betaPdf(0.5, -1, 1),
  ],
  'betaPdf, second shape': [
    () => stats.betaPdf(0.5, 1, 0),
    () => stats.betaPdf(0, 1, -1),
  ],
  'betaPdf, x': [() => stats.betaPdf(NaN, 1, 1)],
  betaCdf: [() => stats.betaCdf(0.5, 1, 0), () => stats.betaCdf(NaN, 1, 1)],
  betaQuantile: [
    () => stats.betaQuantile(0.5, 0, 1),
    () => stats.betaQuantile(0, 1, 0),
    () => stats.betaQuantile(1, -1, 1),
    () => stats.betaUpperQuantile(1.1, 1, 1),
    () => stats.betaUpperQuantile(-0.1, 1, 1),
  ],
  gammaPdf: [
    () => stats.gammaPdf(1, 0, 1),
    () => stats.gammaPdf(-1, 1, 0),
    () => stats.gammaPdf(-1, 1, -1),
    () => stats.gammaPdf(NaN, 1, 1),
  ],
  gammaCdf: [
    () => stats.gammaCdf(1, 0, 1),
    () => stats.gammaCdf(1, 1, 0),
    () => stats.gammaCdf(1, 1, -1),
    () => stats.gammaCdf(NaN, 1, 1),
  ],
  gammaQuantile: [
    () => stats.gammaQuantile(0.5, 0, 1),
    () => stats.gammaQuantile(0, -1, 1),
    () => stats.gammaQuantile(0, 1, 0),
    () => stats.gammaQuantile(1, 1, -1),
    () => stats.gammaUpperQuantile(1.1, 1, 1),
    () => stats.gammaUpperQuantile(-0.1, 1, 1),
  ],
  fPdf: [
    () => stats.fPdf(0, 0, 1),
    () => stats.fPdf(0, 1, 0),
    () => stats.fPdf(-1, -1, 1),
    () => stats.fPdf(NaN, 1, 1),
  ],
  fQuantile: [
    () => stats.fQuantile(0, 0, 1),
    () => stats.fQuantile(0, 1, 0),
    () => stats.fQuantile(1.1, 1, 1),
    () => stats.fUpperQuantile(1.1, 1, 1),
  ],
  binomialPmf: [
    () => stats.binomialPmf(1, 2.5, 0.5),
    () => stats.binomialPmf(0, -1, 0.5),
    () => stats.binomialPmf(1, 2, -0.1),
    () => stats.binomialPmf(1, 2, 1.1),
    () => stats.binomialPmf(NaN, 2, 0.5),
  ],
  binomialCdf: [
    () => stats.binomialCdf(NaN, 2, 0.5),
    () => stats.binomialCdf(-1, -1, 0.5),
    () => stats.binomialCdf(-1, 2, 1.1),
  ],
  binomialQuantile: [
    () => stats.binomialQuantile(-0.1, 2, 0.5),
    () => stats.binomialQuantile(1.1, 2, 0.5),
    () => stats.binomialQuantile(0, 2, 1.1),
    () => stats.binomialQuantile(NaN, 2, 0.5),
  ],
  studentTPdf: [() => stats.studentTPdf(1, 0), () => stats.studentTPdf(NaN, 1)],
  studentTSf: [
    () => stats.studentTSf(1, -1),
    () => stats.studentTSf(NaN, 1),
    () => stats.studentTSf(NaN, Infinity),
  ],
  studentTUpperQuantile: [
    () => stats.studentTUpperQuantile(0, 0),
    () => stats.studentTUpperQuantile(-0.1, 1),
    () => stats.studentTUpperQuantile(1.1, 1),
    () => stats.studentTUpperQuantile(NaN, 1),
  ],
  normalQuantile: [
    () => stats.normalQuantile(-0.1),
    () => stats.normalQuantile(1.1),
  ],
};

describe('outside the domain there is no number', () => {
  it.each(Object.entries(SHAPES))('%s', (_name, answers) => {
    expect(answers.map(answer => answer())).toEqual(answers.map(() => NaN));
  });
});
