import {
  CROSSOVER_THRESHOLD,
  SRM_THRESHOLD,
  crossoverCheck,
  srmTest,
} from '@etude/stats';
import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { formatCount, formatShare } from '../format-number';
import { pValueText } from './p-value-text';

const CHECK = {
  id: 'crossover' as const,
  title: 'Crossover',
  threshold: CROSSOVER_THRESHOLD,
};

// Below it the chi-square approximation says little.
const MIN_EXPECTED_UNITS = 8;

type Lopsided = { readonly pValue: number; readonly split: string };

/**
 * The split of crossovers by their first variant, when chance does not
 * explain it. A unit crosses when it is given two different variants, so
 * the first is variant g in proportion to w(1 − w): even between two variants
 * whatever their weights.
 */
const lopsidedSplit = ({
  plan,
  crossoversByVariant,
}: AnalysisInput): Lopsided | undefined => {
  if (crossoversByVariant === undefined) return undefined;
  const all = plan.variants.reduce((sum, { weight }) => sum + weight, 0);
  const weights = plan.variants.map(
    ({ weight }) => (weight / all) * (1 - weight / all),
  );
  const counts = plan.variants.map(({ id }) => crossoversByVariant[id] ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if ((total * Math.min(...weights)) / whole < MIN_EXPECTED_UNITS) {
    return undefined;
  }
  const result = srmTest({ counts, weights });
  if (!result.ok || !result.value.srm) return undefined;
  const split = plan.variants
    .map(({ id }, index) => `${id} ${formatCount(counts[index] ?? 0)}`)
    .join(', ');
  return { pValue: result.value.pValue, split };
};

const lopsidedSentence = ({ pValue, split }: Lopsided): string =>
  ` By first variant they are ${split}: that is no even exchange (${pValueText(pValue)}, fails below ${SRM_THRESHOLD}), so leaving them out changes the variants differently.`;

/**
 * Health check of crossover: few units were seen in more than one variant.
 * Fails from 1 % of all units and ten units on; crossovers are in no metric.
 * When their first variants are known, a split that chance does not explain
 * (chi-square, p below 0.001) is a warning even for few of them.
 */
export const checkCrossover = (input: AnalysisInput): HealthCheck => {
  const { crossoverUnits, totalUnits } = input;
  const result = crossoverCheck({
    unitsTotal: totalUnits,
    unitsInSeveralVariants: crossoverUnits,
  });
  if (!result.ok) {
    return {
      ...CHECK,
      state: 'unknown',
      sentence:
        totalUnits === 0
          ? 'No unit has been exposed yet.'
          : `Crossover cannot be judged: ${result.problems.map(({ message }) => message).join(' ')}`,
      nextStep: 'Wait for the first exposures, then compute again.',
    };
  }
  const { share, unhealthy } = result.value;
  const figure = { name: 'share of units', value: share };
  const lopsided = lopsidedSplit(input);
  const amount = `${formatCount(crossoverUnits)} units (${formatShare(share)})`;
  const tilt = lopsided === undefined ? '' : lopsidedSentence(lopsided);
  if (unhealthy || lopsided !== undefined) {
    return {
      ...CHECK,
      figure,
      state: unhealthy ? 'fail' : 'warn',
      sentence: unhealthy
        ? `${amount} were seen in more than one variant: their effect cannot be told apart. From ${formatShare(CROSSOVER_THRESHOLD)} on nothing can be trusted.${tilt}`
        : `${amount} were seen in more than one variant and are left out.${tilt}`,
      nextStep:
        'Check that the targeting key stays the same for a unit, and that no other rule serves the flag.',
    };
  }
  return {
    ...CHECK,
    figure,
    state: 'pass',
    sentence:
      crossoverUnits === 0
        ? 'No unit was seen in more than one variant.'
        : `${amount} were seen in more than one variant and are left out.`,
  };
};
