import * as beta from '../distributions/beta';
import * as binomial from '../distributions/binomial';
import * as chiSquare from '../distributions/chi-square';
import * as f from '../distributions/f';
import * as gamma from '../distributions/gamma';
import * as normal from '../distributions/normal';
import * as studentT from '../distributions/student-t';
import { computed } from '../result';
import { logGamma } from '../special/log-gamma';
import type { Adapter, AdapterTable } from './adapter';
import { numbersAt, textAt } from './case-input';

type NumberFunction = (a: number, b: number, c: number) => number;

type Family = {
  readonly pdf: NumberFunction;
  readonly cdf: NumberFunction;
  readonly sf: NumberFunction;
  readonly logcdf: NumberFunction;
  readonly logsf: NumberFunction;
  readonly ppf: NumberFunction;
  readonly isf?: NumberFunction;
};

// An absent scale arrives as NaN.
const orOne = (scale: number): number => (Number.isNaN(scale) ? 1 : scale);

// Families under the names SciPy gives them.
const FAMILIES: Readonly<Record<string, Family>> = {
  norm: {
    pdf: normal.normalPdf,
    cdf: normal.normalCdf,
    sf: normal.normalSf,
    logcdf: normal.normalLogCdf,
    logsf: normal.normalLogSf,
    ppf: normal.normalQuantile,
    isf: normal.normalUpperQuantile,
  },
  t: {
    pdf: studentT.studentTPdf,
    cdf: studentT.studentTCdf,
    sf: studentT.studentTSf,
    logcdf: studentT.studentTLogCdf,
    logsf: studentT.studentTLogSf,
    ppf: studentT.studentTQuantile,
    isf: studentT.studentTUpperQuantile,
  },
  chi2: {
    pdf: chiSquare.chiSquarePdf,
    cdf: chiSquare.chiSquareCdf,
    sf: chiSquare.chiSquareSf,
    logcdf: chiSquare.chiSquareLogCdf,
    logsf: chiSquare.chiSquareLogSf,
    ppf: chiSquare.chiSquareQuantile,
    isf: chiSquare.chiSquareUpperQuantile,
  },
  f: {
    pdf: f.fPdf,
    cdf: f.fCdf,
    sf: f.fSf,
    logcdf: f.fLogCdf,
    logsf: f.fLogSf,
    ppf: f.fQuantile,
    isf: f.fUpperQuantile,
  },
  beta: {
    pdf: beta.betaPdf,
    cdf: beta.betaCdf,
    sf: beta.betaSf,
    logcdf: beta.betaLogCdf,
    logsf: beta.betaLogSf,
    ppf: beta.betaQuantile,
    isf: beta.betaUpperQuantile,
  },
  gamma: {
    pdf: (x, a, s) => gamma.gammaPdf(x, a, orOne(s)),
    cdf: (x, a, s) => gamma.gammaCdf(x, a, orOne(s)),
    sf: (x, a, s) => gamma.gammaSf(x, a, orOne(s)),
    logcdf: (x, a, s) => gamma.gammaLogCdf(x, a, orOne(s)),
    logsf: (x, a, s) => gamma.gammaLogSf(x, a, orOne(s)),
    ppf: (p, a, s) => gamma.gammaQuantile(p, a, orOne(s)),
    isf: (p, a, s) => gamma.gammaUpperQuantile(p, a, orOne(s)),
  },
  binom: {
    pdf: binomial.binomialPmf,
    cdf: binomial.binomialCdf,
    sf: binomial.binomialSf,
    logcdf: binomial.binomialLogCdf,
    logsf: binomial.binomialLogSf,
    ppf: binomial.binomialQuantile,
  },
};

const SPECIAL: Readonly<Record<string, NumberFunction>> = {
  lgamma: logGamma,
  gammaln: logGamma,
  loggamma: logGamma,
  log_gamma: logGamma,
  betainc: (a, b, x) => beta.betaCdf(x, a, b),
  betaincc: (a, b, x) => beta.betaSf(x, a, b),
  gammainc: (a, x) => gamma.gammaCdf(x, a, 1),
  gammaincc: (a, x) => gamma.gammaSf(x, a, 1),
};

// Other common names of the same families and functions.
const ALIASES: Readonly<Record<string, string>> = {
  normal: 'norm',
  student_t: 't',
  studentt: 't',
  chisq: 'chi2',
  chi_square: 'chi2',
  chisquare: 'chi2',
  binomial: 'binom',
  quantile: 'ppf',
  pmf: 'pdf',
  log_sf: 'logsf',
  log_cdf: 'logcdf',
  upper_quantile: 'isf',
};

const functionNamed = (name: string): NumberFunction | undefined => {
  const special = SPECIAL[name];
  if (special) return special;
  for (let at = name.indexOf('_'); at > 0; at = name.indexOf('_', at + 1)) {
    const family = name.slice(0, at);
    const member = name.slice(at + 1);
    const functions = FAMILIES[ALIASES[family] ?? family];
    const wanted = ALIASES[member] ?? member;
    const found = Object.entries(functions ?? {}).find(
      ([key]) => key === wanted,
    );
    if (found) return found[1];
  }
  return undefined;
};

const distribution: Adapter = input => {
  const name = textAt(input, 'fn');
  const call = functionNamed(name);
  if (!call) throw new TypeError(`The function '${name}' is not known.`);
  const [a = NaN, b = NaN, c = NaN] = numbersAt(input, 'args');
  return computed({ value: call(a, b, c) });
};

/** Densities, tails and quantiles by name. */
export const distributionAdapters: AdapterTable = { distribution };
