import { EtudeError } from '@etude/kernel';
import type { Assignment } from './model';

/** A variant and its weight relative to the other variants. */
export type VariantWeight = {
  readonly variant: string;
  readonly weight: number;
};

/**
 * One assignment per variant, named after it, that together cover all
 * `bucketCount` buckets in order. Each share is exact to one bucket.
 *
 * @throws ETUDE_SPLIT_WEIGHTS when a weight is negative or not finite, or
 * when all are 0.
 */
export const splitAssignments = (
  weights: readonly VariantWeight[],
  bucketCount = 10_000,
): Assignment[] => {
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const bad = weights.find(({ weight }) => !(weight >= 0 && weight < Infinity));
  if (bad !== undefined || !(total > 0)) {
    throw new EtudeError(
      bad === undefined
        ? 'The weights of the variants add up to 0, so no unit could get a variant. Give at least one variant a weight.'
        : `Variant '${bad.variant}' has weight ${bad.weight}: a weight is a finite number from 0. Correct it.`,
      { code: 'ETUDE_SPLIT_WEIGHTS', kind: 'user', details: { weights } },
    );
  }
  let before = 0;
  return weights.map(({ variant, weight }) => {
    const lower = Math.round((before / total) * bucketCount);
    before += weight;
    const upper = Math.round((before / total) * bucketCount);
    return {
      id: variant,
      kind: 'variant',
      variant,
      ranges: lower < upper ? [[lower, upper]] : [],
    };
  });
};
