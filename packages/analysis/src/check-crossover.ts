import type { AnalysisInput } from './analysis-input';
import type { HealthCheck } from './analysis-result';
import { formatCount, formatShare } from './format-number';

const CROSSOVER_SHARE = 0.01;
const MIN_CROSSOVER_UNITS = 10;

/**
 * Health check of crossover: few units were seen in more than one variant.
 * Fails from 1 % of all units and ten units on; crossovers are in no metric.
 */
export const checkCrossover = ({
  crossoverUnits,
  totalUnits,
}: AnalysisInput): HealthCheck => {
  const check = {
    id: 'crossover' as const,
    title: 'Crossover',
    threshold: CROSSOVER_SHARE,
  };
  if (totalUnits === 0) {
    return {
      ...check,
      state: 'unknown',
      sentence: 'No unit has been exposed yet.',
    };
  }
  const share = crossoverUnits / totalUnits;
  const figure = { name: 'share of units', value: share };
  return share >= CROSSOVER_SHARE && crossoverUnits >= MIN_CROSSOVER_UNITS
    ? {
        ...check,
        figure,
        state: 'fail',
        sentence: `${formatCount(crossoverUnits)} units (${formatShare(share)}) were seen in more than one variant: their effect cannot be told apart.`,
        nextStep:
          'Check that the targeting key stays the same for a unit, and that no other rule serves the flag.',
      }
    : {
        ...check,
        figure,
        state: 'pass',
        sentence:
          crossoverUnits === 0
            ? 'No unit was seen in more than one variant.'
            : `${formatCount(crossoverUnits)} units (${formatShare(share)}) were seen in more than one variant and are left out.`,
      };
};
