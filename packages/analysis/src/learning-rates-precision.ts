import type { MetricResult } from './analysis-result';
import { needsPower, powerTargetOf } from './required-units';
import { provableEffect } from './verdict-shortfall';

/**
 * Achieved / planned minimum detectable effect (or margin) of an ended
 * experiment: that of its least precise metric and variant, because a neutral
 * result counts only when all of them are powered. For the precision that
 * stands beside learning rates; undefined when no metric has both.
 */
export const achievedMdeRatio = (
  results: readonly MetricResult[],
): number | undefined => {
  const ratios = results.filter(needsPower).flatMap(result => {
    const target = powerTargetOf(result);
    const achieved = provableEffect(result);
    return target === undefined || achieved === undefined || target === 0
      ? []
      : [achieved / target];
  });
  return ratios.length === 0 ? undefined : Math.max(...ratios);
};
