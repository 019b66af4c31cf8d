import type { CompanionMoments, MomentsRow } from './computation-result';
import { mergeMoments } from './merge-moments';

/**
 * Companions of two disjoint sets of units together: centred sums of products
 * grow by n₁n₂/(n₁ + n₂) (m₂ − m₁)(m₂ − m₁)ᵀ, as m2 does in
 * {@link mergeMoments}.
 */
const mergeCompanions = (
  left: MomentsRow,
  right: MomentsRow,
): CompanionMoments | undefined => {
  if (left.companions === undefined || right.companions === undefined) {
    return undefined;
  }
  const n = left.n + right.n;
  const before = [left.mean, ...left.companions.means];
  const after = [right.mean, ...right.companions.means];
  const deltas = before.map((mean, index) => (after[index] ?? NaN) - mean);
  const weight = left.n * (right.n / n);
  const products = deltas.flatMap((one, index) =>
    index === 0
      ? []
      : deltas.slice(0, index + 1).map(other => one * other * weight),
  );
  const others = right.companions.comoments;
  return {
    means: left.companions.means.map(
      (mean, index) => mean + (deltas[index + 1] ?? NaN) * (right.n / n),
    ),
    comoments: left.companions.comoments.map(
      (comoment, index) =>
        comoment + (others[index] ?? NaN) + (products[index] ?? NaN),
    ),
  };
};

/** A cell of two disjoint sets of units, with all that was measured on them. */
export const mergeCells = (left: MomentsRow, right: MomentsRow): MomentsRow => {
  if (left.n === 0) return right;
  if (right.n === 0) return left;
  const { n, mean, m2 } = mergeMoments(left, right);
  const companions = mergeCompanions(left, right);
  return {
    ...left,
    n,
    mean,
    m2,
    ...(companions === undefined ? {} : { companions }),
  };
};
