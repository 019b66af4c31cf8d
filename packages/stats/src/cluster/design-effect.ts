import { checkFinite, checkPositive, checkRange } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** What a plan knows about its clusters. */
export type DesignEffectInput = {
  /** Members per cluster on average, at least 1. */
  readonly meanSize: number;
  /** Standard deviation of the sizes over their mean; default 0. */
  readonly sizeVariation?: number;
  /** Intraclass correlation, at most 1; one below 0 counts as 0. */
  readonly icc: number;
};

/**
 * The factor by which assigning whole clusters multiplies the variance, and
 * so the members needed, of a comparison in which every member counts the
 * same.
 *
 * `1 + ((1 + cv²) m̄ − 1) ρ`. Source: Eldridge, Ashby & Kerry 2006,
 * *International Journal of Epidemiology* 35, 1292–1300. A negative estimate
 * of ρ is taken as 0: it never saves units in a plan.
 *
 * Refuses a mean size below 1, a negative variation and ρ above 1.
 */
export const designEffect = (
  input: DesignEffectInput,
): StatsResult<{ readonly designEffect: number }> => {
  const { meanSize, sizeVariation = 0, icc } = input;
  const refusal = refusalOf([
    ...checkPositive(meanSize, 'meanSize'),
    ...checkFinite(sizeVariation, 'sizeVariation'),
    ...checkFinite(icc, 'icc'),
    ...(meanSize > 0 && meanSize < 1 ? outside('meanSize', meanSize) : []),
    ...(sizeVariation < 0 ? outside('sizeVariation', sizeVariation) : []),
    ...(icc > 1 ? outside('icc', icc) : []),
  ]);
  if (refusal) return refusal;
  const size = (1 + sizeVariation * sizeVariation) * meanSize;
  const factor = 1 + (size - 1) * Math.max(icc, 0);
  return (
    refusalOf(checkRange({ designEffect: factor })) ??
    computed({ designEffect: factor })
  );
};

const RANGES: Readonly<Record<string, string>> = {
  meanSize: 'clusters have at least one member on average',
  sizeVariation: 'a coefficient of variation is not negative',
  icc: 'an intraclass correlation is at most 1',
};

const outside = (path: string, value: number) => [
  {
    code: 'ETUDE_STATS_INVALID_NUMBER' as const,
    path,
    message: `${path} is ${value}: ${RANGES[path] ?? 'out of range'}.`,
  },
];
