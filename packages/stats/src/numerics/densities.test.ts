import { describe, expect, it } from 'vitest';
import * as stats from '../index';

// mpmath 1.4.1 at 60 digits: the textbook formula of each density.
const DENSITIES = [
  ['normalPdf', [0.0], 0.39894228040143268],
  ['normalPdf', [-0.3], 0.38138781546052409],
  ['normalPdf', [1.7], 0.09404907737688693],
  ['normalPdf', [-8.5], 8.16623563166955e-17],
  ['normalPdf', [37.0], 2.1200065515246056e-298],
  ['studentTPdf', [0.0, 1.0], 0.31830988618379067],
  ['studentTPdf', [-1.3, 4.5], 0.15709267886280123],
  ['studentTPdf', [12.0, 30.0], 5.809753606716105e-13],
  ['studentTPdf', [2.5, 100000.0], 0.017529420643109394],
  ['studentTPdf', [40.0, 0.7], 0.00041110818689929923],
  ['gammaPdf', [0.3, 0.4, 3.0], 0.54132304612467278],
  ['gammaPdf', [12.0, 7.0, 2.0], 0.080311570523990013],
  ['gammaPdf', [1e-30, 2.5, 1.0], 7.5225277806367514e-46],
  ['gammaPdf', [100000.0, 100000.0, 1.0], 0.0012615652097053006],
  ['gammaPdf', [400.0, 3.0, 1.5], 3.6555638082113575e-112],
  ['chiSquarePdf', [0.2, 1.0], 0.8071711293576809],
  ['chiSquarePdf', [3.0, 5.5], 0.1410278474744643],
  ['chiSquarePdf', [1000.0, 1000.0], 0.0089191339347558895],
  ['chiSquarePdf', [300.0, 4.0], 5.3813219798733078e-64],
  ['betaPdf', [0.25, 0.5, 0.5], 0.73510519389572273],
  ['betaPdf', [0.3, 4.0, 9.0], 3.0818626146],
  ['betaPdf', [0.5, 1000000.0, 1000000.0], 1128.3790260481255],
  ['betaPdf', [1e-20, 1.5, 3.0], 6.5624999999999998e-10],
  ['betaPdf', [0.97, 80.0, 2.2], 19.024897351953555],
  ['fPdf', [0.4, 1.0, 3.0], 0.45245373254264055],
  ['fPdf', [1.5, 7.0, 12.5], 0.32004651457493619],
  ['fPdf', [1.001, 1000000.0, 1000000.0], 175.87872686038514],
  ['fPdf', [90.0, 4.0, 9.0], 1.446630468398318e-8],
  ['binomialPmf', [2, 3, 0.5], 0.375],
  ['binomialPmf', [0, 40, 0.01], 0.66897175856968051],
  ['binomialPmf', [500, 1000, 0.47], 0.0041561471939760883],
  ['binomialPmf', [999990, 1000000, 0.99999], 0.12511066127589931],
] as const;

type Density = (args: readonly number[]) => number;

const densityOf = (name: (typeof DENSITIES)[number][0]): Density => {
  const {
    normalPdf,
    studentTPdf,
    gammaPdf,
    chiSquarePdf,
    betaPdf,
    fPdf,
    binomialPmf,
  } = stats;
  const at =
    (density: (x: number, a: number, b: number) => number): Density =>
    ([x = Number.NaN, a = Number.NaN, b = Number.NaN]) =>
      density(x, a, b);
  return {
    normalPdf: at(normalPdf),
    studentTPdf: at(studentTPdf),
    gammaPdf: at(gammaPdf),
    chiSquarePdf: at(chiSquarePdf),
    betaPdf: at(betaPdf),
    fPdf: at(fPdf),
    binomialPmf: at(binomialPmf),
  }[name];
};

describe('densities', () => {
  it.each(DENSITIES)('%s at %j agrees with mpmath', (name, args, expected) => {
    const density = densityOf(name)(args);
    expect(Math.abs(density / expected - 1)).toBeLessThan(1e-12);
  });
});
