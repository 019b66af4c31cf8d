import { describe, expect, it } from 'vitest';
import { normalQuantile, normalUpperQuantile } from '../distributions/normal';
import { decisionRuleDesign } from './decision-rule-design';

/** Uniform numbers in (0, 1): Park & Miller 1988, minimal standard. */
const seededUniform = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/**
 * Share of ships by rule 1 with S = G = 5 independent metrics at α = 0.05 and
 * power 0.8. `distance` is the z that each metric is sized for.
 */
const shipRate = (success: 'null' | 'effect', seed: number): number => {
  const design = decisionRuleDesign({
    rule: 1,
    successMetrics: 5,
    guardrailsWithNim: 5,
    alpha: 0.05,
    power: 0.8,
  });
  if (!design.ok) return NaN;
  const { alphaSuccess, alphaGuardrail, powerPerMetric } = design.value;
  const zPower = normalQuantile(powerPerMetric);
  const zSuccess = normalUpperQuantile(alphaSuccess);
  const zGuardrail = normalUpperQuantile(alphaGuardrail);
  const uniform = seededUniform(seed);
  const draw = (): number => normalQuantile(uniform());
  const replications = 20_000;
  let ships = 0;
  for (let i = 0; i < replications; i += 1) {
    const shift = success === 'effect' ? zSuccess + zPower : 0;
    const wins = Array.from({ length: 5 }, () => draw() + shift > zSuccess);
    const passes = Array.from(
      { length: 5 },
      () => draw() + zGuardrail + zPower > zGuardrail,
    );
    if (wins.includes(true) && !passes.includes(false)) ships += 1;
  }
  return ships / replications;
};

// Monte Carlo standard error below 0.003; published values for independent
// metrics: 0.041 under the status quo, 0.845 under the alternative.
describe('rule 1 with five success metrics and five guardrails', () => {
  it('ships by mistake in about 4.1 % of status-quo experiments', () => {
    expect(Math.abs(shipRate('null', 3) - 0.041)).toBeLessThan(0.006);
  });

  it('ships in about 84.5 % of experiments with the designed effect', () => {
    expect(Math.abs(shipRate('effect', 5) - 0.845)).toBeLessThan(0.01);
  });
});
