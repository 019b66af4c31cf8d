import {
  SEQUENTIAL_SRM_CONCENTRATION,
  sequentialSrm,
  srmTest,
} from '@etude/stats';
import type { AnalysisInput } from '../analysis-input';
import type { SampleRatio } from '../health/sample-ratio';
import {
  pastSrmP,
  sampleRatioOf,
  SEQUENTIAL_SRM_THRESHOLD,
} from '../health/sample-ratio';
import type { CheckExplanation, Derivation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { SOURCES } from './sources';

const splitDerivation = ({
  ids,
  counts,
  weights,
  shares,
  total,
}: SampleRatio): Derivation => {
  const weightNames = ids.map((_, index) => `weight_${index + 1}`);
  return {
    inputs: ids.flatMap((id, index) => [
      input(`n_${index + 1}`, counts[index] ?? 0, `Exposed units of ${id}`),
      input(`weight_${index + 1}`, weights[index] ?? 0, `Its planned weight`),
    ]),
    steps: [
      step('N', ids.map((_, index) => `n_${index + 1}`).join(' + '), total),
      ...ids.map((_, index) =>
        step(
          `w_${index + 1}`,
          `weight_${index + 1} / (${weightNames.join(' + ')})`,
          shares[index] ?? null,
        ),
      ),
      ...ids.flatMap((_, index) => {
        const [n, w] = [counts[index] ?? 0, shares[index] ?? Number.NaN];
        const at = index + 1;
        return [
          step(`expected_${at}`, `N * w_${at}`, total * w),
          step(`share_${at}`, `n_${at} / N`, n / total),
        ];
      }),
    ],
  };
};

const atTheEnd = (ratio: SampleRatio, value: number): CheckExplanation => {
  const test = srmTest(ratio);
  const terms = ratio.ids.map((_, index) => {
    const [n, w] = [`n_${index + 1}`, `w_${index + 1}`];
    return `(${n} - N * ${w})^2 / (N * ${w})`;
  });
  return {
    unit: 'p-value',
    formula:
      'X² = Σ (n_g − N w_g)² / (N w_g); p = upper tail of chi-square with variants − 1 degrees of freedom',
    ...joined(splitDerivation(ratio), {
      inputs: [input('df', ratio.ids.length - 1, 'Degrees of freedom')],
      steps: [
        step('X2', terms.join(' + '), test.ok ? test.value.statistic : null),
        step('p', 'chi2_upper(X2, df)', value),
      ],
    }),
    source: SOURCES.sampleRatio,
  };
};

const whileLive = (
  ratio: SampleRatio,
  value: number,
  before: number,
): CheckExplanation => {
  const sequential = sequentialSrm({
    batches: [ratio.counts],
    weights: ratio.weights,
  });
  const log = sequential.ok ? sequential.value.logBayesFactor[0] : undefined;
  const parts = ratio.ids.map(
    (_, index) => `R(c * w_${index + 1}, n_${index + 1})`,
  );
  return {
    unit: 'p-value',
    formula:
      'p = 1 / Bayes factor of a Dirichlet(c · w) mixture against the planned split, the smallest of all looks; R(a, n) = ln Γ(a + n) − ln Γ(a) − n ln a',
    ...joined(splitDerivation(ratio), {
      inputs: [
        input(
          'c',
          SEQUENTIAL_SRM_CONCENTRATION,
          'Strength of the prior around the plan, in units',
        ),
        input('p_before', before, 'Smallest p-value of earlier looks'),
      ],
      steps: [
        step('ln_BF', `${parts.join(' + ')} - R(c, N)`, log ?? null),
        step('p', 'min(p_before, min(1, exp(-ln_BF)))', value),
      ],
    }),
    source: SOURCES.sequentialSampleRatio,
  };
};

/**
 * The sample ratio check: the sequential one while live, the chi-square test
 * at the end, unless the sequential one had failed before.
 */
export const sampleRatioExplanation = (
  analysed: AnalysisInput,
  value: number | null,
): CheckExplanation => {
  const ratio = sampleRatioOf(analysed);
  const before = pastSrmP(analysed);
  if (value === null) {
    return {
      unit: 'p-value',
      formula: 'is the split of the exposed units that of the plan?',
      ...splitDerivation(ratio),
      source:
        analysed.state === 'live'
          ? SOURCES.sequentialSampleRatio
          : SOURCES.sampleRatio,
    };
  }
  if (analysed.state === 'live') return whileLive(ratio, value, before);
  return before < SEQUENTIAL_SRM_THRESHOLD
    ? {
        unit: 'p-value',
        formula: 'the sequential check failed while the experiment ran',
        ...joined(splitDerivation(ratio), {
          inputs: [input('p_before', before, 'Smallest p-value of all looks')],
          steps: [step('p', 'p_before', value)],
        }),
        source: SOURCES.sequentialSampleRatio,
      }
    : atTheEnd(ratio, value);
};
