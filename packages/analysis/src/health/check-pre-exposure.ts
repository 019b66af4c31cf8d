import {
  PRE_EXPOSURE_ALPHA,
  asymptoticConfidenceSequence,
  meanDifferenceTest,
  preExposureCheck,
} from '@etude/stats';
import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { formatCount, formatPValue } from '../format-number';
import { pValueText } from './p-value-text';
import type { PreExposureSamples } from './pre-exposure-samples';
import { preExposureSamples } from './pre-exposure-samples';

const CHECK = { id: 'pre-exposure' as const, title: 'Pre-exposure balance' };

// Units at which the sequential check is sharpest when the plan names none.
const DEFAULT_TUNING_UNITS = 10_000;

/** A comparison with the p-value of the check that applies. */
export type JudgedSamples = PreExposureSamples & { readonly pValue: number };

const sequentialP = (
  { control, treatment }: PreExposureSamples,
  alpha: number,
  tuningN: number,
): number => {
  const test = meanDifferenceTest({
    control,
    treatment,
    alternative: 'two-sided',
    alpha,
  });
  if (!test.ok) return 1;
  const sequence = asymptoticConfidenceSequence({
    difference: test.value.difference,
    stdErr: test.value.stdErr,
    nTotal: control.n + treatment.n,
    tuningN,
    alpha,
    alternative: 'two-sided',
  });
  return sequence.ok ? sequence.value.pValue : 1;
};

/** All comparisons, the smallest p-value first, and the level for each. */
export const judgedPreExposure = (
  input: AnalysisInput,
): {
  readonly judged: readonly JudgedSamples[];
  readonly threshold: number;
} => {
  const comparisons = preExposureSamples(input);
  const threshold = PRE_EXPOSURE_ALPHA / Math.max(comparisons.length, 1);
  const tuningN = input.plan.requiredUnits ?? DEFAULT_TUNING_UNITS;
  const fixed = preExposureCheck({ comparisons });
  const judged = comparisons.map((samples, index) => ({
    ...samples,
    pValue:
      input.state === 'live'
        ? sequentialP(samples, threshold, tuningN)
        : ((fixed.ok ? fixed.value.pValues[index] : undefined) ?? 1),
  }));
  return { judged: judged.sort((a, b) => a.pValue - b.pValue), threshold };
};

const MEAN = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

const differenceSentence = (
  { name, variant, control, treatment, pValue }: JudgedSamples,
  controlVariant: string,
): string =>
  `${name} was ${MEAN.format(treatment.mean)} in ${variant} and ${MEAN.format(control.mean)} in ${controlVariant} (${pValueText(pValue)})`;

const noComparison = ({ metricInfo }: AnalysisInput): HealthCheck =>
  metricInfo.some(({ covariates = 0 }) => covariates > 0)
    ? {
        ...CHECK,
        state: 'unknown',
        sentence:
          'No unit has a value from before exposure that differs from another yet, so nothing can be compared.',
        nextStep:
          'Wait for more units; with new units only there is nothing to compare.',
      }
    : {
        ...CHECK,
        state: 'unknown',
        sentence:
          'No metric of the plan is measured before exposure, so an imbalance cannot be seen.',
        nextStep:
          'Give a metric a covariate from before exposure; that also makes it more precise.',
      };

/**
 * Health check of pre-exposure balance: variants did not differ before
 * anybody was exposed. Every covariate in every treatment variant, two-sided,
 * at 0.01 over all of them (Bonferroni).
 *
 * While the experiment is live the p-values are always-valid (asymptotic
 * confidence sequence), so that daily looks add no false alarm; at the end
 * they are those of the z-test. Unknown without a covariate.
 */
export const checkPreExposure = (input: AnalysisInput): HealthCheck => {
  const { judged, threshold } = judgedPreExposure(input);
  const [worst] = judged;
  if (worst === undefined) return noComparison(input);
  const test =
    input.state === 'live'
      ? 'always-valid test, which holds however often one looks'
      : 'z-test at the end';
  const level = `fails below ${formatPValue(threshold)}: 0.01 over ${formatCount(judged.length)} ${judged.length === 1 ? 'comparison' : 'comparisons'}`;
  const check = {
    ...CHECK,
    figure: { name: 'smallest p-value', value: worst.pValue },
    threshold,
  };
  const failing = judged.filter(({ pValue }) => pValue < threshold);
  if (failing.length === 0) {
    return {
      ...check,
      state: 'pass',
      sentence: `Variants did not differ before exposure: the smallest of ${formatCount(judged.length)} comparisons has ${pValueText(worst.pValue)} (${test}; ${level}).`,
    };
  }
  const others =
    failing.length === 1
      ? ''
      : ` ${formatCount(failing.length - 1)} more of ${formatCount(judged.length)} comparisons failed.`;
  return {
    ...check,
    state: 'fail',
    sentence: `Variants already differed before exposure: ${differenceSentence(worst, input.plan.controlVariant)} (${test}; ${level}).${others} What they show now is not the effect of the change, and variance reduction does not repair it.`,
    nextStep:
      'Look for a carry-over from an earlier experiment with the same units, and for units that are logged in one variant only; then restart with a new salt.',
  };
};
