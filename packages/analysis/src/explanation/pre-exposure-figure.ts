import {
  PRE_EXPOSURE_ALPHA,
  asymptoticConfidenceSequence,
  meanDifferenceTest,
} from '@etude/stats';
import type { AnalysisInput } from '../analysis-input';
import type { JudgedSamples } from '../health/check-pre-exposure';
import { judgedPreExposure } from '../health/check-pre-exposure';
import type { CheckExplanation, Derivation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { SOURCES } from './sources';

// Units at which the check is sharpest when the plan names none.
const DEFAULT_TUNING_UNITS = 10_000;

const comparedDerivation = (
  { control, treatment, name, variant }: JudgedSamples,
  threshold: number,
): Derivation => {
  const test = meanDifferenceTest({
    control,
    treatment,
    alternative: 'two-sided',
    alpha: threshold,
  });
  const shown = test.ok
    ? test.value
    : { difference: Number.NaN, stdErr: Number.NaN, statistic: Number.NaN };
  const sides = [
    { suffix: 'C', where: 'control', sample: control },
    { suffix: 'T', where: variant, sample: treatment },
  ];
  return {
    inputs: sides.flatMap(({ suffix, where, sample }) => [
      input(`n_${suffix}`, sample.n, `Units of ${where}`),
      input(`m_${suffix}`, sample.mean, `${name} before exposure in ${where}`),
      input(`v_${suffix}`, sample.variance, 'Its variance of one unit'),
    ]),
    steps: [
      step('d', 'm_T - m_C', shown.difference),
      step('se', 'sqrt(v_C / n_C + v_T / n_T)', shown.stdErr),
      step('z', 'd / se', shown.statistic),
    ],
  };
};

const sequenceDerivation = (
  { plan }: AnalysisInput,
  { control, treatment, pValue }: JudgedSamples,
  threshold: number,
): Derivation => {
  const tuningN = plan.requiredUnits ?? DEFAULT_TUNING_UNITS;
  const nTotal = control.n + treatment.n;
  const sequence = asymptoticConfidenceSequence({
    difference: 0,
    stdErr: 1,
    nTotal,
    tuningN,
    alpha: threshold,
    alternative: 'two-sided',
  });
  const rho = sequence.ok ? sequence.value.rho : Number.NaN;
  return {
    inputs: [
      input('n_tuning', tuningN, 'Units at which the check is sharpest'),
    ],
    steps: [
      step(
        'rho',
        'sqrt((-2 * ln(threshold) + ln(1 - 2 * ln(threshold))) / n_tuning)',
        rho,
      ),
      step('w', '(n_C + n_T) * rho^2 + 1', nTotal * rho * rho + 1),
      step(
        'p',
        'min(1, sqrt(w) * exp(-rho^2 * (n_C + n_T) * z^2 / (2 * w)))',
        pValue,
      ),
    ],
  };
};

/**
 * The pre-exposure check: its most different comparison, with the always-
 * valid p-value while live and that of the z-test at the end. Values from
 * before exposure tell nothing of an effect.
 */
export const preExposureExplanation = (
  analysed: AnalysisInput,
  value: number | null,
): CheckExplanation => {
  const { judged, threshold } = judgedPreExposure(analysed);
  const [worst] = judged;
  const isLive = analysed.state === 'live';
  const formula = isLive
    ? 'z = d / se of values from before exposure; p = the level at which the confidence sequence touches 0; the smallest of all comparisons'
    : 'z = d / se of values from before exposure; p = 2 Φ(−|z|); the smallest of all comparisons';
  const comparisons = input(
    'comparisons',
    judged.length,
    `Comparisons: the threshold is ${PRE_EXPOSURE_ALPHA} over their number`,
  );
  const source = isLive ? SOURCES.alwaysValid : SOURCES.wald;
  if (worst === undefined || value === null) {
    return {
      unit: 'p-value',
      formula,
      inputs: [comparisons],
      steps: [],
      source,
    };
  }
  return {
    unit: 'p-value',
    formula,
    ...joined(
      { inputs: [comparisons], steps: [] },
      comparedDerivation(worst, threshold),
      isLive
        ? sequenceDerivation(analysed, worst, threshold)
        : {
            inputs: [],
            steps: [step('p', '2 * Phi_upper(abs(z))', value)],
          },
    ),
    source,
  };
};
