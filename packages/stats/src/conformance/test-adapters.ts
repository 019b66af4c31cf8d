import { adjustPValues } from '../fixed-horizon/adjust-p-values';
import type {
  HypothesisTag,
  PAdjustMethod,
} from '../fixed-horizon/adjust-p-values';
import { cupedTest } from '../fixed-horizon/cuped';
import type { DirectedTest } from '../fixed-horizon/directed-test';
import {
  inferiorityTest,
  nonInferiorityTest,
  superiorityTest,
} from '../fixed-horizon/directed-test';
import type { EffectTest } from '../fixed-horizon/effect-test';
import {
  meanDifferenceTest,
  welchDegreesOfFreedom,
} from '../fixed-horizon/mean-difference';
import { newcombeInterval } from '../fixed-horizon/newcombe-interval';
import { proportionDifferenceTest } from '../fixed-horizon/proportion-difference';
import { ratioMetricTest } from '../fixed-horizon/ratio-metric';
import { regressionAdjustedTest } from '../fixed-horizon/regression-adjustment';
import type { RelativeLift } from '../fixed-horizon/relative-lift';
import { relativeLift } from '../fixed-horizon/relative-lift';
import { wilsonInterval } from '../fixed-horizon/wilson-interval';
import { varianceOfMean } from '../moments/sample-summary';
import type { SampleSummary } from '../moments/sample-summary';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import {
  hasValue,
  numberAt,
  numberOr,
  numbersAt,
  objectAt,
  objectsAt,
  oneOf,
  textAt,
  textOr,
} from './case-input';
import {
  alternativeOf,
  directionOf,
  pairAt,
  proportionAt,
  sampleAt,
  testOf,
  testOptions,
} from './sample-input';

const effectJson = (test: EffectTest): JsonObject => ({
  difference: test.difference,
  std_err: test.stdErr,
  statistic: test.statistic,
  df: test.df,
  p_value: test.pValue,
  ci: intervalJson(test.ci),
});

const directedJson = (test: DirectedTest): JsonObject => ({
  ...effectJson(test),
  null: test.null,
  significant: test.significant,
});

const liftJson = (lift: RelativeLift): JsonObject => ({
  lift: lift.lift,
  std_err: lift.stdErr,
  p_value: lift.pValue,
  ci: intervalJson(lift.ci),
  bounded: true,
});

const meanDifference: Adapter = input =>
  mapResult(
    meanDifferenceTest({
      control: sampleAt(input, 'control'),
      treatment: sampleAt(input, 'treatment'),
      ...testOptions(input),
    }),
    effectJson,
  );

const proportionDifference: Adapter = input => {
  const shared = {
    control: proportionAt(input, 'control'),
    treatment: proportionAt(input, 'treatment'),
    alternative: alternativeOf(input),
    alpha: numberAt(input, 'alpha'),
  };
  const method = oneOf(input, 'method', [
    'unpooled-z',
    'pooled-z',
    'newcombe',
    'newcombe-score',
  ]);
  if (method === 'newcombe' || method === 'newcombe-score') {
    return mapResult(newcombeInterval(shared), value => ({
      difference: value.difference,
      ci: intervalJson(value.ci),
    }));
  }
  return mapResult(
    proportionDifferenceTest({
      ...shared,
      method,
      null: testOptions(input).null,
    }),
    test => ({ ...effectJson(test), chi_square: test.statistic ** 2 }),
  );
};

const ratioMetric: Adapter = input =>
  mapResult(
    ratioMetricTest({
      control: pairAt(input, 'control', { x: 'den', y: 'num' }),
      treatment: pairAt(input, 'treatment', { x: 'den', y: 'num' }),
      ...testOptions(input),
    }),
    test => ({
      ...effectJson(test),
      control_ratio: test.controlRatio,
      control_se: test.controlStdErr,
      treatment_ratio: test.treatmentRatio,
      treatment_se: test.treatmentStdErr,
    }),
  );

const REGRESSION_METHODS = new Set([
  'full-regression',
  'regression-adjustment',
  'negi-wooldridge',
  'lin',
]);

const cuped: Adapter = input => {
  const options = {
    control: pairAt(input, 'control', { x: 'x', y: 'y' }),
    treatment: pairAt(input, 'treatment', { x: 'x', y: 'y' }),
    ...testOptions(input),
  };
  if (REGRESSION_METHODS.has(textAt(input, 'method'))) {
    return mapResult(regressionAdjustedTest(options), test => ({
      ...effectJson(test),
      slope_control: test.slopesControl[0] ?? null,
      slope_treatment: test.slopesTreatment[0] ?? null,
      adjusted_mean_control: test.adjustedMeanControl,
      adjusted_mean_treatment: test.adjustedMeanTreatment,
    }));
  }
  return mapResult(cupedTest(options), test => ({
    ...effectJson(test),
    theta: test.thetas[0] ?? null,
    adjusted_mean_control: test.adjustedMeanControl,
    adjusted_mean_treatment: test.adjustedMeanTreatment,
    variance_reduction: test.varianceReduction,
  }));
};

const LIFT_METHODS = ['delta', 'fieller', 'naive'] as const;

const relativeLiftInterval: Adapter = input => {
  const [control, treatment] = [
    objectAt(input, 'control'),
    objectAt(input, 'treatment'),
  ];
  const estimate = (variant: JsonObject) => ({
    mean: numberAt(variant, 'mean'),
    stdErr: numberAt(variant, 'std_err'),
  });
  return mapResult(
    relativeLift({
      control: estimate(control),
      treatment: estimate(treatment),
      method: oneOf(input, 'method', LIFT_METHODS),
      alternative: alternativeOf(input),
      null: numberOr(input, 'null', 0),
      alpha: numberAt(input, 'alpha'),
    }),
    liftJson,
  );
};

const relativeLiftTest: Adapter = input => {
  const control = sampleAt(input, 'control');
  const treatment = sampleAt(input, 'treatment');
  const estimate = (sample: SampleSummary) => ({
    mean: sample.mean,
    stdErr: Math.sqrt(varianceOfMean(sample)),
  });
  const df =
    testOf(input) === 'welch-t'
      ? welchDegreesOfFreedom(control, treatment)
      : Infinity;
  return mapResult(
    relativeLift({
      control: estimate(control),
      treatment: estimate(treatment),
      method: oneOf(input, 'method', LIFT_METHODS),
      alternative: alternativeOf(input),
      null: numberOr(input, 'null', 0),
      alpha: numberAt(input, 'alpha'),
      df,
    }),
    liftJson,
  );
};

const directedOptions = (input: JsonObject) => ({
  control: sampleAt(input, 'control'),
  treatment: sampleAt(input, 'treatment'),
  preferredDirection: directionOf(input),
  alpha: numberAt(input, 'alpha'),
  test: testOf(input),
});

const nonInferiority: Adapter = input =>
  mapResult(
    nonInferiorityTest({
      ...directedOptions(input),
      nimRelative: numberAt(input, 'nim_relative'),
      margin: oneOf<'fixed' | 'exact'>(input, 'margin', ['fixed', 'exact']),
      ...(hasValue(input, 'margin_mean')
        ? { marginMean: numberAt(input, 'margin_mean') }
        : {}),
    }),
    directedJson,
  );

const inferiority: Adapter = input =>
  mapResult(inferiorityTest(directedOptions(input)), directedJson);

const superiority: Adapter = input =>
  mapResult(superiorityTest(directedOptions(input)), directedJson);

// Names under which R, statsmodels and the specification know the methods.
const ADJUST_METHODS: Readonly<Record<string, PAdjustMethod>> = {
  none: 'none',
  bonferroni: 'bonferroni',
  holm: 'holm',
  hochberg: 'hochberg',
  'simes-hochberg': 'hochberg',
  hommel: 'hommel',
  sidak: 'sidak',
  'holm-sidak': 'holm-sidak',
  bh: 'bh',
  fdr_bh: 'bh',
  fdr: 'bh',
  by: 'by',
  fdr_by: 'by',
  tsbh: 'two-stage-bh',
  fdr_tsbh: 'two-stage-bh',
  'two-stage-bh': 'two-stage-bh',
  bky: 'two-stage-bky',
  tsbky: 'two-stage-bky',
  fdr_tsbky: 'two-stage-bky',
  'two-stage-bky': 'two-stage-bky',
  'bonferroni-only-count-twosided': 'only-count-two-sided',
  'only-count-two-sided': 'only-count-two-sided',
  'bonferroni-do-not-count-non-inferiority': 'do-not-count-non-inferiority',
  'do-not-count-non-inferiority': 'do-not-count-non-inferiority',
  'spot-1-bonferroni': 'spot-1-bonferroni',
  'spot-1-holm': 'spot-1-holm',
  'spot-1-hommel': 'spot-1-hommel',
  'spot-1-simes-hochberg': 'spot-1-hochberg',
  'spot-1-hochberg': 'spot-1-hochberg',
  'spot-1-sidak': 'spot-1-sidak',
  'spot-1-holm-sidak': 'spot-1-holm-sidak',
  'spot-1-fdr_bh': 'spot-1-bh',
  'spot-1-fdr_by': 'spot-1-by',
  'spot-1-fdr_tsbh': 'spot-1-two-stage-bh',
  'spot-1-fdr_tsbky': 'spot-1-two-stage-bky',
};

const tagsOf = (input: JsonObject): readonly HypothesisTag[] =>
  objectsAt(input, 'hypotheses').map(tag => ({
    test: oneOf<'superiority' | 'non-inferiority'>(tag, 'test', [
      'superiority',
      'non-inferiority',
    ]),
    sides: numberAt(tag, 'sides') === 2 ? 2 : 1,
    comparison: textOr(tag, 'comparison', ''),
  }));

const pAdjust: Adapter = input => {
  const name = textAt(input, 'method');
  const method = ADJUST_METHODS[name.toLowerCase()];
  if (!method) throw new TypeError(`The method '${name}' is not known.`);
  return mapResult(
    adjustPValues({
      pValues: numbersAt(input, 'p_values'),
      method,
      alpha: numberAt(input, 'alpha'),
      ...(hasValue(input, 'hypotheses') ? { hypotheses: tagsOf(input) } : {}),
    }),
    value => ({
      adjusted: value.adjusted,
      reject: value.reject,
      levels: value.levels,
      interval_alphas: value.intervalAlphas,
    }),
  );
};

const wilson: Adapter = input =>
  mapResult(
    wilsonInterval({
      successes: numberAt(input, 'successes'),
      n: numberAt(input, 'n'),
      alpha: numberAt(input, 'alpha'),
    }),
    value => ({ estimate: value.estimate, ci: intervalJson(value.ci) }),
  );

/** Fixed-horizon tests and intervals. */
export const testAdapters: AdapterTable = {
  mean_diff_test: meanDifference,
  proportion_diff_test: proportionDifference,
  ratio_metric_test: ratioMetric,
  cuped,
  relative_lift_ci: relativeLiftInterval,
  relative_lift_test: relativeLiftTest,
  non_inferiority_test: nonInferiority,
  inferiority_test: inferiority,
  superiority_test: superiority,
  p_adjust: pAdjust,
  wilson_interval: wilson,
};
