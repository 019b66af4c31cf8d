import { formatDay } from '@etude/kernel';
import { SRM_THRESHOLD, srmTest } from '@etude/stats';
import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { formatCount, formatShare } from '../format-number';
import { dailySplit } from './daily-split';
import { pValueText } from './p-value-text';
import type { SampleRatio } from './sample-ratio';
import {
  pastSrmP,
  runningSrmP,
  sampleRatioOf,
  SEQUENTIAL_SRM_THRESHOLD,
} from './sample-ratio';

// Below it the chi-square approximation says little.
const MIN_EXPECTED_UNITS = 8;

const CHECK = { id: 'srm' as const, title: 'Sample ratio' };

const observedShares = ({ ids, counts, shares, total }: SampleRatio): string =>
  ids
    .map((id, index) => {
      const share = formatShare((counts[index] ?? 0) / total);
      return `${id} ${share} (planned ${formatShare(shares[index] ?? 0)})`;
    })
    .join(', ');

// In standard deviations of a binomial count: what makes variants of unequal
// weight comparable.
const furthestVariant = ({
  ids,
  counts,
  shares,
  total,
}: SampleRatio): string => {
  const deviations = ids.map((id, index) => {
    const share = shares[index] ?? Number.NaN;
    const missing = (counts[index] ?? 0) - total * share;
    return { id, missing, z: missing / Math.sqrt(total * share * (1 - share)) };
  });
  const [worst] = deviations.sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  if (worst === undefined) return '';
  const units = formatCount(Math.round(Math.abs(worst.missing)));
  return ` ${worst.id} deviates most: ${units} units too ${worst.missing < 0 ? 'few' : 'many'}.`;
};

const chiSquare = (counts: readonly number[], weights: readonly number[]) => {
  const result = srmTest({ counts, weights });
  return result.ok ? result.value.statistic : 0;
};

const furthestDay = (
  input: AnalysisInput,
  { weights }: SampleRatio,
): string => {
  const days = dailySplit(input);
  if (days.length < 2) return '';
  const [worst] = days
    .map(({ day, counts }) => ({ day, statistic: chiSquare(counts, weights) }))
    .sort((a, b) => b.statistic - a.statistic);
  return worst === undefined
    ? ''
    : ` Of all days ${formatDay(worst.day)} contributes most.`;
};

type Judgement = {
  readonly isBroken: boolean;
  readonly pValue: number;
  readonly threshold: number;
  /** Which test it is, as the end of a sentence. */
  readonly test: string;
};

const SEQUENTIAL =
  'sequential check, which holds however often one looks; fails below 0.01';

const judgementOf = (input: AnalysisInput, ratio: SampleRatio): Judgement => {
  const past = pastSrmP(input);
  const hasRung = past < SEQUENTIAL_SRM_THRESHOLD;
  if (input.state === 'live' || hasRung) {
    const pValue = input.state === 'live' ? runningSrmP(input) : past;
    return {
      isBroken: pValue < SEQUENTIAL_SRM_THRESHOLD,
      pValue,
      threshold: SEQUENTIAL_SRM_THRESHOLD,
      test:
        input.state === 'live'
          ? SEQUENTIAL
          : `${SEQUENTIAL}, and it did while the experiment ran`,
    };
  }
  const result = srmTest(ratio);
  const pValue = result.ok ? result.value.pValue : Number.NaN;
  return {
    isBroken: pValue < SRM_THRESHOLD,
    pValue,
    threshold: SRM_THRESHOLD,
    test: 'chi-square test at the end; fails below 0.001',
  };
};

const unknown = (
  threshold: number,
  sentence: string,
  nextStep: string,
): HealthCheck => ({
  ...CHECK,
  threshold,
  state: 'unknown',
  sentence,
  nextStep,
});

// Why counts cannot be judged at all; no units at all are merely too few.
const obstacleOf = (ratio: SampleRatio): string | undefined => {
  const result = srmTest(ratio);
  return result.ok || ratio.total === 0
    ? undefined
    : result.problems.map(({ message }) => message).join(' ');
};

/**
 * Health check of the sample ratio: exposed units are split as the weights of
 * the plan say.
 *
 * While the experiment is live, the sequential multinomial check over all
 * looks (running p below 0.01); at the end the chi-square test (p below
 * 0.001), unless the sequential one has failed before. Unknown below about 8
 * expected units per variant. A failure names the variant and the day that
 * deviate most.
 */
export const checkSrm = (input: AnalysisInput): HealthCheck => {
  const ratio = sampleRatioOf(input);
  const { isBroken, pValue, threshold, test } = judgementOf(input, ratio);
  const hasFew = ratio.total * Math.min(...ratio.shares) < MIN_EXPECTED_UNITS;
  // The sequential check is exact: what it found holds with few units too.
  const hasFound = isBroken && threshold === SEQUENTIAL_SRM_THRESHOLD;
  const obstacle = hasFound ? undefined : obstacleOf(ratio);
  if (obstacle !== undefined) {
    return unknown(
      threshold,
      `The split cannot be judged: ${obstacle}`,
      'Correct the counts of exposed units, or the weights of the plan.',
    );
  }
  if (ratio.total === 0 || (hasFew && !hasFound)) {
    return unknown(
      threshold,
      `With ${formatCount(ratio.total)} exposed units the split cannot be judged yet.`,
      `Wait for ${MIN_EXPECTED_UNITS} expected units in every variant.`,
    );
  }
  const figure = { name: 'p-value', value: pValue };
  const observed = observedShares(ratio);
  const p = pValueText(pValue);
  return isBroken
    ? {
        ...CHECK,
        threshold,
        figure,
        state: 'fail',
        sentence: `Units are not split as planned: ${observed}; by chance that has ${p} (${test}). No metric can be trusted.${furthestVariant(ratio)}${furthestDay(input, ratio)}`,
        nextStep:
          'Compare the split by day, client and segment to find where units are lost, then restart the experiment.',
      }
    : {
        ...CHECK,
        threshold,
        figure,
        state: 'pass',
        sentence: `Units are split as planned: ${observed}; ${p} (${test}).`,
      };
};
