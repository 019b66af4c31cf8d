import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { formatCount, formatShare } from '../format-number';

// Ten rows per unit: results do not change, reading them takes ten times as
// long, and a client that remembers what it sent sends far fewer.
const MAX_DUPLICATE_SHARE = 0.9;

/**
 * Health check of duplicates: the share of exposure rows that repeat a unit
 * in the same variant. Only the first exposure of a unit counts, so they do
 * no harm to results; a warning from 90 % on. Unknown when not counted.
 */
export const checkDuplicates = ({
  duplicateExposures,
  totalUnits,
}: AnalysisInput): HealthCheck => {
  const check = {
    id: 'duplicates' as const,
    title: 'Duplicate exposures',
    threshold: MAX_DUPLICATE_SHARE,
  };
  if (duplicateExposures === undefined || totalUnits === 0) {
    return {
      ...check,
      state: 'unknown',
      sentence:
        totalUnits === 0
          ? 'No unit has been exposed yet.'
          : 'Repeated exposures of a unit were not counted.',
      nextStep: 'Compute the results again to count them.',
    };
  }
  const share = duplicateExposures / (duplicateExposures + totalUnits);
  const figure = { name: 'share of exposure rows', value: share };
  const amount = `${formatCount(duplicateExposures)} of ${formatCount(duplicateExposures + totalUnits)} exposure rows (${formatShare(share)}) repeat a unit in its variant`;
  if (share >= MAX_DUPLICATE_SHARE) {
    return {
      ...check,
      figure,
      state: 'warn',
      sentence: `${amount}. Only the first of a unit counts, so results are right, but every computation reads them all (stated limit: ${formatShare(MAX_DUPLICATE_SHARE)}).`,
      nextStep:
        'Let clients remember what they have sent in a session, so that an exposure is sent once.',
    };
  }
  return {
    ...check,
    figure,
    state: 'pass',
    sentence:
      duplicateExposures === 0
        ? 'Every unit has one exposure row.'
        : `${amount}; only the first of a unit counts.`,
  };
};
