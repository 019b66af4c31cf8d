import { SRM_THRESHOLD, srmTest } from '@etude/stats';
import type { AnalysisInput } from './analysis-input';
import type { HealthCheck } from './analysis-result';
import { formatCount, formatPValue, formatShare } from './format-number';
import { unitsByVariant } from './traffic-counts';

// Below it the chi-square approximation says little.
const MIN_EXPECTED_UNITS = 8;

/**
 * Health check of the sample ratio: exposed units are split as the weights of
 * the plan say. Chi-square, threshold 0.001, unknown below about 8 units per
 * variant.
 */
export const checkSrm = ({ plan, traffic }: AnalysisInput): HealthCheck => {
  const check = {
    id: 'srm' as const,
    title: 'Sample ratio',
    threshold: SRM_THRESHOLD,
  };
  const units = unitsByVariant(traffic);
  const counts = plan.variants.map(({ id }) => units.get(id) ?? 0);
  const weights = plan.variants.map(({ weight }) => weight);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  if ((total * Math.min(...weights)) / totalWeight < MIN_EXPECTED_UNITS) {
    return {
      ...check,
      state: 'unknown',
      sentence: `With ${formatCount(total)} exposed units the split cannot be judged yet.`,
    };
  }
  const result = srmTest({ counts, weights });
  if (!result.ok) {
    return {
      ...check,
      state: 'unknown',
      sentence: `The split cannot be judged: ${result.problems.map(({ message }) => message).join(' ')}`,
    };
  }
  const { pValue, srm } = result.value;
  const observed = plan.variants
    .map(({ id }, index) => {
      const share = formatShare((counts[index] ?? 0) / total);
      const planned = formatShare((weights[index] ?? 0) / totalWeight);
      return `${id} ${share} (planned ${planned})`;
    })
    .join(', ');
  const figure = { name: 'p-value', value: pValue };
  return srm
    ? {
        ...check,
        figure,
        state: 'fail',
        sentence: `Units are not split as planned: ${observed}; by chance that has p = ${formatPValue(pValue)}. No metric can be trusted.`,
        nextStep:
          'Compare the split by day, client and segment to find where units are lost, then restart the experiment.',
      }
    : {
        ...check,
        figure,
        state: 'pass',
        sentence: `Units are split as planned: ${observed}; p = ${formatPValue(pValue)}.`,
      };
};
