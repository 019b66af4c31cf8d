import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { MetricRole } from '@etude/lifecycle';
import { decisionRuleDesign } from '@etude/stats';
import type { AdjustedDesign } from './analysis-result';

/** What the levels of the single tests depend on. */
export type DecisionFamily = {
  readonly metrics: readonly {
    readonly role: MetricRole;
    readonly nimRelative?: number | undefined;
  }[];
  readonly treatmentVariants: number;
  readonly alpha: number;
  readonly power: number;
};

/**
 * Levels and power of the single tests that keep the error rates of the ship
 * decision (decision rule 2, default guarantee).
 *
 * A guardrail without a margin counts as a deterioration metric. A plan
 * without any metric that could ship still watches for harm: its levels are
 * those of one success metric that is not there.
 *
 * Refuses rates outside (0, 1) and a family without a metric or variant.
 */
export const adjustedDesign = (
  family: DecisionFamily,
): Result<AdjustedDesign> => {
  const { metrics } = family;
  const success = metrics.filter(({ role }) => role === 'success').length;
  const withNim = metrics.filter(
    ({ role, nimRelative }) =>
      role === 'guardrail' && nimRelative !== undefined,
  ).length;
  const watched = metrics.length - success - withNim;
  const isWatchOnly = success + withNim === 0;
  const result = decisionRuleDesign({
    rule: 2,
    successMetrics: isWatchOnly ? 1 : success,
    guardrailsWithNim: withNim,
    extraDeteriorationMetrics: isWatchOnly ? Math.max(0, watched - 1) : watched,
    treatmentVariants: family.treatmentVariants,
    alpha: family.alpha,
    power: family.power,
  });
  if (!result.ok) {
    // Its level is derived from alpha, so its problem only repeats alpha's.
    const problems = result.problems.filter(
      ({ path }) => path !== 'alphaDeterioration',
    );
    return { ok: false, problems };
  }
  const { alphaSuccess, alphaGuardrail, powerPerMetric } = result.value;
  return ok({
    alphaSuccess,
    alphaGuardrail,
    // Rule 2 always has it.
    alphaDeterioration: result.value.alphaDeterioration ?? Number.NaN,
    powerPerMetric,
  });
};
