import { decisionRuleDesign } from '../decision-rule/decision-rule-design';
import type { PoweredMetric } from '../decision-rule/sample-size-for-metrics';
import { requiredSampleSizeForMetrics } from '../decision-rule/sample-size-for-metrics';
import {
  achievedPower,
  poweredEffect,
  poweredEffectForProportion,
} from '../sample-size/achieved-power';
import { fixedPowerCheck } from '../fixed-precision/fixed-power-check';
import {
  requiredSampleSize,
  requiredSampleSizeForProportion,
} from '../sample-size/required-sample-size';
import { requiredSampleSizeForVariants } from '../sample-size/sample-size-for-variants';
import type { Adapter, AdapterTable } from './adapter';
import { mapResult } from './adapter';
import type { JsonObject } from './case-input';
import {
  hasValue,
  numberAt,
  numberOr,
  numbersAt,
  objectsAt,
  oneOf,
  textAt,
  textOr,
} from './case-input';
import { allocationOf, directionOf, sidesOf } from './sample-input';

const targetOf = (input: JsonObject) => ({
  alpha: numberAt(input, 'alpha'),
  sides: sidesOf(input),
  power: numberAt(input, 'power'),
});

const firstNumber = (
  input: JsonObject,
  keys: readonly [string, ...string[]],
): number => numberAt(input, keys.find(key => hasValue(input, key)) ?? keys[0]);

const BASELINE_KEYS = [
  'mean',
  'baseline',
  'baseline_rate',
  'p_control',
  'p',
  'mean_control',
] as const;

const isNonInferiority = (input: JsonObject): boolean =>
  hasValue(input, 'nim_absolute') || hasValue(input, 'nim_relative');

// The absolute effect or margin; a relative one multiplies the baseline.
const effectOf = (input: JsonObject): number => {
  const sign = directionOf(input) === 'decrease' ? -1 : 1;
  if (hasValue(input, 'mde_absolute')) return numberAt(input, 'mde_absolute');
  if (hasValue(input, 'nim_absolute')) return numberAt(input, 'nim_absolute');
  const relative = firstNumber(input, ['mde_relative', 'nim_relative']);
  return sign * relative * firstNumber(input, BASELINE_KEYS);
};

const varianceAt = (input: JsonObject, variant: string): number => {
  const named = [`var_${variant}`, `variance_${variant}`];
  const variance = named.find(key => hasValue(input, key));
  if (variance) return numberAt(input, variance);
  if (hasValue(input, `sd_${variant}`)) {
    return numberAt(input, `sd_${variant}`) ** 2;
  }
  return hasValue(input, 'variance')
    ? numberAt(input, 'variance')
    : numberAt(input, 'sd') ** 2;
};

const isBinary = (input: JsonObject): boolean =>
  ['binary', 'proportion'].includes(textOr(input, 'metric', 'average'));

const sampleSize: Adapter = input => {
  const shared = {
    ...targetOf(input),
    effect: effectOf(input),
    allocation: allocationOf(input),
  };
  const size = isBinary(input)
    ? requiredSampleSizeForProportion({
        ...shared,
        baseline: firstNumber(input, BASELINE_KEYS),
        purpose: isNonInferiority(input) ? 'non-inferiority' : 'superiority',
      })
    : requiredSampleSize({
        ...shared,
        varianceControl: varianceAt(input, 'control'),
        varianceTreatment: varianceAt(input, 'treatment'),
      });
  return mapResult(size, value => ({
    total_n_exact: value.totalExact,
    n_per_group_exact: value.perVariantExact,
    n_per_group_rounded_up: value.perVariant,
  }));
};

const sampleSizeForVariants: Adapter = input =>
  mapResult(
    requiredSampleSizeForVariants({
      ...targetOf(input),
      weights: numbersAt(input, 'weights'),
      variance: numberAt(input, 'variance'),
      effect: effectOf(input),
      correction:
        input['bonferroni_over_treatments'] === false ? 'none' : 'bonferroni',
    }),
    value => ({
      alpha_per_comparison: value.alphaPerComparison,
      total_n_exact_per_comparison: value.totalExactPerComparison,
      total_n_exact: value.totalExact,
    }),
  );

const metricOf = (metric: JsonObject): PoweredMetric => ({
  name: textAt(metric, 'name'),
  role: oneOf(metric, 'role', ['success', 'guardrail']),
  mean: numberAt(metric, 'mean'),
  variance: numberAt(metric, 'variance'),
  effectRelative: firstNumber(metric, ['mde_relative', 'nim_relative']),
});

const ruleOptions = (input: JsonObject) => ({
  rule: numberOr(input, 'rule', 1) === 2 ? (2 as const) : (1 as const),
  alpha: numberAt(input, 'alpha'),
  power: numberAt(input, 'power'),
  treatmentVariants: numberOr(input, 'treatment_groups', 1),
  alphaDeterioration: numberOr(
    input,
    hasValue(input, 'alpha_minus') ? 'alpha_minus' : 'alpha_deterioration',
    numberAt(input, 'alpha'),
  ),
  extraDeteriorationMetrics: numberOr(
    input,
    hasValue(input, 'deterioration_metrics')
      ? 'deterioration_metrics'
      : 'extra_deterioration_metrics',
    0,
  ),
  qualityTests: numberOr(input, 'quality_tests', 0),
  guarantee:
    input['strict'] === true || input['mode'] === 'strict'
      ? ('strict' as const)
      : ('default' as const),
});

const sampleSizeForMetrics: Adapter = input =>
  mapResult(
    requiredSampleSizeForMetrics({
      ...ruleOptions(input),
      metrics: objectsAt(input, 'metrics').map(metricOf),
      sides: sidesOf(input),
      allocation: allocationOf(input),
    }),
    value => ({
      alpha_success: value.design.alphaSuccess,
      alpha_guardrail: value.design.alphaGuardrail,
      power_per_metric: value.design.powerPerMetric,
      total_n_exact: Object.fromEntries(
        value.perMetric.map(size => [size.name, size.totalExact]),
      ),
      required_total_n_exact: value.requiredTotalExact,
    }),
  );

const ruleDesign: Adapter = input =>
  mapResult(
    decisionRuleDesign({
      ...ruleOptions(input),
      successMetrics: numberAt(input, 'success_metrics'),
      guardrailsWithNim: numberAt(input, 'guardrails_with_nim'),
    }),
    value => ({
      alpha_success: value.alphaSuccess,
      alpha_guardrail: value.alphaGuardrail,
      alpha_deterioration: value.alphaDeterioration,
      alpha_minus_per_test: value.alphaDeterioration,
      power_per_metric: value.powerPerMetric,
    }),
  );

const precisionAt = (input: JsonObject, variant: string) => ({
  n: numberAt(input, `n_${variant}`),
  variance: varianceAt(input, variant),
});

const power: Adapter = input =>
  mapResult(
    achievedPower({
      control: precisionAt(input, 'control'),
      treatment: precisionAt(input, 'treatment'),
      effect: numberAt(input, 'effect'),
      alpha: numberAt(input, 'alpha'),
      sides: sidesOf(input),
    }),
    value => ({
      power: value.power,
      power_ignoring_far_tail: value.powerIgnoringFarTail,
    }),
  );

const detectable: Adapter = input => {
  const effect = isBinary(input)
    ? poweredEffectForProportion({
        ...targetOf(input),
        baseline: firstNumber(input, BASELINE_KEYS),
        nControl: numberAt(input, 'n_control'),
        nTreatment: numberAt(input, 'n_treatment'),
        direction: directionOf(input),
      })
    : poweredEffect({
        ...targetOf(input),
        control: precisionAt(input, 'control'),
        treatment: precisionAt(input, 'treatment'),
      });
  return mapResult(effect, value => ({ powered_effect: value }));
};

const fixedPower: Adapter = input =>
  mapResult(
    fixedPowerCheck({
      ...targetOf(input),
      control: {
        ...precisionAt(input, 'control'),
        mean: numberAt(input, 'mean_control'),
      },
      treatment: precisionAt(input, 'treatment'),
      mdeRelative: firstNumber(input, ['mde_relative', 'nim_relative']),
    }),
    value => ({
      mde_absolute: value.mdeAbsolute,
      required_total_n_exact: value.requiredTotalExact,
      current_total_n: value.currentTotal,
      progress: value.progress,
      stop: value.isPowered,
      current_power: value.currentPower,
      powered_effect: value.poweredEffect,
      max_std_err_for_power: value.maxStdErr,
    }),
  );

/** Designs: sizes, power, runtime and decision rules. */
export const designAdapters: AdapterTable = {
  sample_size: sampleSize,
  sample_size_multi_group: sampleSizeForVariants,
  sample_size_multi_metric: sampleSizeForMetrics,
  decision_rule_design: ruleDesign,
  achieved_power: power,
  powered_effect: detectable,
  fixed_power_check: fixedPower,
};
